"""A page in a real browser, where there is one: nothing is wider than the window, and nothing is complained of."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reporting.pictures.cases import report

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

PROBE = """<!DOCTYPE html><title>probe</title><iframe id="page" src="page.html" style="border:0;width:{width}px;height:900px"></iframe>
<p id="told"></p><script>
onload = () => {{
  const inner = document.getElementById("page").contentDocument;
  const over = [...inner.querySelectorAll("body *:not(svg *)")].filter(
    one => one.getBoundingClientRect().right > inner.documentElement.clientWidth + 1 && !one.closest("figure"));
  const cut = [...inner.querySelectorAll("svg.dr-picture text")].filter(one => {{
    const box = one.getBBox(), view = one.ownerSVGElement.viewBox.baseVal;
    return box.x < view.x - 1 || box.x + box.width > view.x + view.width + 1;
  }});
  document.getElementById("told").textContent = JSON.stringify(
    {{wide: inner.documentElement.scrollWidth, over: over.map(one => one.outerHTML.slice(0, 80)), cut: cut.map(one => one.textContent)}});
}};
</script>"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_overflows_and_the_console_is_silent(width: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(report("clock-change").to_html(), encoding="utf-8")
    (tmp_path / "probe.html").write_text(PROBE.format(width=width), encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--allow-file-access-from-files", "--enable-logging=stderr", "--window-size=1400,1000", "--virtual-time-budget=5000"]
    command += ["--dump-dom", (tmp_path / "probe.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    (told,) = re.findall(r'<p id="told">([^<]+)</p>', done.stdout)
    found = json.loads(told.replace("&quot;", '"'))
    assert found["wide"] <= width
    assert found["over"] == found["cut"] == []
    assert "CONSOLE" not in done.stderr
