"""Run the suite on several Pythons, each in a fresh environment. Usage: test_all.py 3.11 3.12 3.13"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECOND = ("tests/opinions", "tests/conformance", "tests/cli/test_second_opinion.py")
"""The tests that are skipped where durable-rules is not installed."""


def interpreter(version: str) -> str | None:
    """Return an interpreter of a version: one on the PATH that answers, or one that pyenv holds."""
    found = shutil.which(f"python{version}")
    held = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for path in (*([found] if found else []), *map(str, held)):
        answer = subprocess.run([path, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return path
    return None


def main(versions: list[str]) -> int:
    """Return 0 when the suite passes on every version that is installed."""
    worst = 0
    for version in versions:
        python = interpreter(version)
        if python is None:
            sys.stdout.write(f"{version}: not installed\n")
            continue
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([python, "-m", "venv", folder], check=True)
            bin_ = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
            subprocess.run([bin_ / "python", "-m", "pip", "install", "--quiet", f"{ROOT}[test]"], check=True)
            sys.stdout.write(f"{version}: {python}\n")
            sys.stdout.flush()
            worst = max(worst, subprocess.run([bin_ / "python", "-m", "pytest"], cwd=ROOT, check=False).returncode)
            if tuple(map(int, version.split("."))) < (3, 13):  # durable-rules has no wheels, so that it is no part of [test]
                subprocess.run([bin_ / "python", "-m", "pip", "install", "--quiet", f"{ROOT}[durable]"], check=True)
                worst = max(worst, subprocess.run([bin_ / "python", "-m", "pytest", *SECOND], cwd=ROOT, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
