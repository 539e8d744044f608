"""The kept form of a pack: used while the files are the same, never after a change, and never a reason to fail."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from detention_rules import Pack, load_pack
from detention_rules.language import packs

ZUBROVIA = Path(__file__).parent / "zubrovia"


def forget(patch: pytest.MonkeyPatch) -> None:
    """Let the process know no pack, like a new one."""
    patch.setattr(packs, "_loaded", {})
    patch.setattr(packs, "_seen", {})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the second pack, with a cache folder of its own and nothing in memory."""
    monkeypatch.setenv("DETENTION_RULES_CACHE", str(tmp_path / "cache"))
    forget(monkeypatch)
    shutil.copytree(ZUBROVIA, tmp_path / "zubrovia")
    return tmp_path / "zubrovia"


def kept(folder: Path) -> list[Path]:
    """Return the kept forms."""
    return sorted((folder.parent / "cache").glob("*.json"))


def again(folder: Path, monkeypatch: pytest.MonkeyPatch, *, compiling: bool) -> Pack:
    """Load the pack as a new process would, asserting whether its files are compiled."""
    compiled = []
    original = packs._compile

    def watched(*args: object) -> object:
        compiled.append(args)
        return original(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        forget(patch)
        patch.setattr(packs, "_compile", watched)
        found = load_pack(folder)
    assert bool(compiled) is compiling
    return found


def test_is_used_while_the_files_are_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder, monkeypatch, compiling=True)
    assert len(kept(folder)) == 1
    second = again(folder, monkeypatch, compiling=False)
    assert second == first
    assert second is not first


def test_is_shared_by_folders_with_the_same_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again(folder, monkeypatch, compiling=True)
    shutil.copytree(folder, folder.parent / "other")
    again(folder.parent / "other", monkeypatch, compiling=False)


def test_one_process_loads_a_pack_once(folder: Path) -> None:
    assert load_pack(folder) is load_pack(folder)


@pytest.mark.parametrize("name", ["custody/charge.yaml", "pack.yaml", "sources.yaml", "vocabulary.yaml", "readings.yaml"])
def test_is_not_used_after_a_change(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder, monkeypatch, compiling=True)
    path = folder / name
    before = path.stat()
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("\n", " \n", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # not the time of the change but the content decides
    second = again(folder, monkeypatch, compiling=True)
    assert second.sha256 != first.sha256
    assert len(kept(folder)) == 2
    path.write_text(content, encoding="utf-8")
    assert again(folder, monkeypatch, compiling=False).sha256 == first.sha256


def test_a_changed_rule_counts_at_once_even_in_the_same_process(folder: Path) -> None:
    assert "36 h" not in load_pack(folder).title
    path = folder / "custody" / "charge.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Charge or freedom", "title: Freedom or charge"), encoding="utf-8")
    rule = load_pack(folder).rule("custody.charge")
    assert rule is not None
    assert rule.title == "Freedom or charge"


@pytest.mark.parametrize("change", ["added", "removed", "renamed"])
def test_is_not_used_when_the_files_are_others(change: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(again(folder, monkeypatch, compiling=True).rules)
    path = folder / "paper" / "rights.yaml"
    content = path.read_text(encoding="utf-8").replace("rule: paper.rights", "rule: paper.rites")
    if change != "added":
        path.unlink()
    if change != "removed":
        path.with_name("rites.yaml").write_text(content, encoding="utf-8")
    assert len(again(folder, monkeypatch, compiling=True).rules) == count + {"added": 1, "removed": -1, "renamed": 0}[change]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"{}", b"5", b"\x00\xff\xfe", b'{"files": {}}', b'{"files": {}, "calendar": null}',
     b'{"files": 5, "calendar": 5}', b'{"files": {"pack.yaml": 5, "sources.yaml": {}}, "calendar": null}',
     b'{"files": {"pack.yaml": {}, "sources.yaml": {}, "vocabulary.yaml": {}}, "calendar": null}'],
)  # fmt: skip
def test_a_damaged_one_is_made_again(content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder, monkeypatch, compiling=True)
    (path,) = kept(folder)
    path.write_bytes(content)
    assert again(folder, monkeypatch, compiling=True) == first
    assert json.loads(path.read_bytes())["files"]
    again(folder, monkeypatch, compiling=False)


def test_one_cut_short_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder, monkeypatch, compiling=True)
    (path,) = kept(folder)
    path.write_bytes(path.read_bytes()[:-10])
    assert again(folder, monkeypatch, compiling=True) == first


def test_a_folder_that_cannot_be_made_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "file").write_text("")
    monkeypatch.setenv("DETENTION_RULES_CACHE", str(folder.parent / "file" / "cache"))
    again(folder, monkeypatch, compiling=True)
    again(folder, monkeypatch, compiling=True)


def test_a_folder_in_its_place_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder, monkeypatch, compiling=True)
    (path,) = kept(folder)
    path.unlink()
    path.mkdir()
    assert again(folder, monkeypatch, compiling=True) == first


def test_a_full_disk_is_no_fault_and_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(json, "dump", fail)
        again(folder, monkeypatch, compiling=True)
    assert kept(folder) == []
    assert [path.name for path in (folder.parent / "cache").iterdir()] == []


def test_no_home_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("DETENTION_RULES_CACHE")
    monkeypatch.setattr(Path, "home", fail)
    again(folder, monkeypatch, compiling=True)


def test_fresh_reads_the_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again(folder, monkeypatch, compiling=True)
    (path,) = kept(folder)
    data = json.loads(path.read_bytes())
    data["files"]["pack.yaml"]["title"] = "kept"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert again(folder, monkeypatch, compiling=False).title == "kept"
    assert load_pack(folder, fresh=True).title == "An invented country, to show that a pack needs nothing but files"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.cache/detention-rules"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/detention-rules"),
        ("darwin", {}, "home/Library/Caches/detention-rules"),
        ("win32", {}, "home/AppData/Local/detention-rules"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/detention-rules"),
        ("linux", {"DETENTION_RULES_CACHE": "/own"}, "/own"),
    ],
)
def test_where_it_is_kept(platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DETENTION_RULES_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(packs.sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("home"))
    assert packs._cache_folder() == Path(expected)
