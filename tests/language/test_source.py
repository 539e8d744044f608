"""Reading YAML and JSON: what values mean, where they stand, and what is refused."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detention_rules import InputError, Problem
from detention_rules.language.source import MAX_BYTES, MAX_DEPTH, MAX_VALUES, Document, documents, read_file, read_stdin

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
"""Letters that JSON writes as they are and YAML takes as they are."""


def read(content: str) -> Document:
    """Return the only document of a text."""
    (found,) = documents(content, "f.yaml")
    return found


def refused(content: str) -> Problem:
    """Return the problem for which a text is refused."""
    with pytest.raises(InputError) as raised:
        documents(content, "f.yaml")
    (problem,) = raised.value.problems
    assert problem.place.file == "f.yaml"
    return problem


class TestValues:
    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("NO", "NO"), ("y", "y"), ("12:30", "12:30"), ("18:00", "18:00"),
            ("190:20:30", "190:20:30"), ("2021-03-01", "2021-03-01"), ("2021-03-01 09:15", "2021-03-01 09:15"),
            ("2021-03-01T09:15:00Z", "2021-03-01T09:15:00Z"), ("0x1F", "0x1F"), ("1_000", "1_000"), (".inf", ".inf"), (".nan", ".nan"),
            ("=", "="), ("P3Y", "P3Y"), ("'true'", "true"), ('"5"', "5"), ("''", ""), ('"null"', "null"), ("'~'", "~"),
            ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("False", False), ("FALSE", False),
            ("null", None), ("~", None), ("", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
            ("5", 5), ("-5", -5), ("+5", 5), ("007", 7), ("0o17", "0o17"), ("4.5", 4.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0),
            ("1234567890123456789", 1234567890123456789.0), ("[]", []), ("{}", {}), ("[on, 5, ~]", ["on", 5, None]),
            ("!!python/object/apply:os.system [x]", ["x"]), ("!!int '5'", "5"), ("Жезқазған", "Жезқазған"), ("|\n  a\n  b", "a\nb\n"),
            (">-\n  a\n  b", "a b"), ('"\\u0416"', "Ж"),
        ],
    )  # fmt: skip
    def test_of_the_core_schema(self, written: str, value: object) -> None:
        found = read(f"key: {written}\n").data["key"]
        assert found == value
        assert type(found) is type(value)

    def test_keys_stay_words(self) -> None:
        assert list(read("on: 1\n5: 2\nnull: 3\ntrue: 4\n'': 5\n2021-03-01: 6\n").data) == ["on", "5", "null", "true", "", "2021-03-01"]

    def test_merge_keys_have_no_meaning(self) -> None:
        assert read("a: &a {x: 1}\nb: {<<: *a}\n").data == {"a": {"x": 1}, "b": {"<<": {"x": 1}}}

    def test_aliases_repeat_a_value(self) -> None:
        found = read("a: &one [1, {b: 2}]\nc: *one\nd: [*one, *one]\n").data
        assert found == {"a": [1, {"b": 2}], "c": [1, {"b": 2}], "d": [[1, {"b": 2}], [1, {"b": 2}]]}

    def test_several_documents(self) -> None:
        found = documents("---\na: 1\n---\n---\n# nothing\n...\n---\nb: 2\n")
        assert [document.data for document in found] == [{"a": 1}, {"b": 2}]
        assert [document.place("a").line for document in found[:1]] == [2]
        assert found[1].place("b").line == 8

    def test_anchors_end_with_their_document(self) -> None:
        problem = refused("a: &x 1\n---\nb: *x\n")
        assert (problem.code, problem.place.line, problem.place.column) == ("unknown-anchor", 3, 4)


class TestPlaces:
    CONTENT = "title: x\nevents:\n  - {at: 1, is: arrest}\n  - at: 2\n    is: [a,\n      b]\n"

    @pytest.mark.parametrize(
        ("path", "line", "column"),
        [
            ((), 1, 1),
            (("title",), 1, 1),
            (("events",), 2, 1),
            (("events", 0), 3, 5),
            (("events", 0, "at"), 3, 6),
            (("events", 0, "is"), 3, 13),
            (("events", 1), 4, 5),
            (("events", 1, "at"), 4, 5),
            (("events", 1, "is"), 5, 5),
            (("events", 1, "is", 0), 5, 10),
            (("events", 1, "is", 1), 6, 7),
            (("events", 1, "is", 1, "deeper"), 6, 7),  # what does not stand in the file: the nearest value around it
            (("events", 9), 2, 1),
            (("nothing",), 1, 1),
        ],
    )
    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_line_and_column(self, path: tuple[str | int, ...], line: int, column: int, ends: str) -> None:
        place = read(self.CONTENT.replace("\n", ends)).place(*path)
        assert (place.file, place.line, place.column) == ("f.yaml", line, column)

    def test_columns_count_letters_not_bytes(self) -> None:
        found = read("имя: {қала: Алматы, ә: 1}\n")
        assert (found.place("имя", "ә").line, found.place("имя", "ә").column) == (1, 21)

    def test_of_json(self) -> None:
        found = read('{\n\t"a": 1,\n\t"b": [\n\t\t{"c": 2}]}')
        assert [(p.line, p.column) for p in (found.place("a"), found.place("b", 0), found.place("b", 0, "c"))] == [(2, 2), (4, 3), (4, 4)]

    @given(st.recursive(st.integers() | st.text("abж", max_size=3), lambda inner: st.lists(inner, max_size=4), max_leaves=12), st.data())
    def test_every_value_stands_where_it_says(self, value: Any, data: st.DataObject) -> None:
        content = json.dumps({"k": value}, ensure_ascii=False, indent=data.draw(st.sampled_from([None, 1, 4])))
        found = read(content)
        lines = content.split("\n")
        for path, (line, column) in found.places.items():
            inner: Any = found.data
            for part in path:
                inner = inner[part]
            starts = lines[line - 1][column - 1]
            assert starts == ('"' if path[-1:] == ("k",) else "[" if isinstance(inner, list) else starts)
            if isinstance(inner, str) and path[-1:] != ("k",):
                assert lines[line - 1][column - 1 :].startswith(json.dumps(inner, ensure_ascii=False))


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "code", "line", "column", "piece"),
        [
            ("", "empty", None, None, "empty"),
            ("   \n# only a comment\n", "empty", None, None, "empty"),
            ("---\n---\n", "empty", None, None, "empty"),
            ("null\n", "empty", None, None, "empty"),
            ("[]\n", "empty", None, None, "empty"),
            ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1, "'a' stands twice"),
            ("{a: {b: 1, b: 2}}", "duplicate-key", 1, 12, "'b' stands twice"),
            ('{"a": 1, "a": 2}', "duplicate-key", 1, 10, "'a' stands twice"),
            ("? [a]\n: 1\n", "odd-key", 1, 3, "plain word"),
            ("? {a: 1}\n: 1\n", "odd-key", 1, 3, "plain word"),
            ("a: &x k\n*x : 1\n", "odd-key", 2, 1, "plain word"),
            ("a: *b\n", "unknown-anchor", 1, 4, "'*b'"),
            ("a: &b [*b]\n", "unknown-anchor", 1, 8, "'*b'"),
            ("a:\n\t- b\n", "tab", 2, 1, "spaces"),
            ("\ta: b\n", "tab", 1, 1, "spaces"),
            ("ж: ж\n\tb: c\n", "tab", 2, 1, "spaces"),
            ("a: |\n\tb\n", "tab", 2, 1, "spaces"),
            ("a: b: c\n", "bad-yaml", 1, 5, "mapping values are not allowed"),
            ("a: 'b\n", "bad-yaml", 2, 1, "not valid YAML"),
            ("[1, 2\n", "bad-yaml", 2, 1, "not valid YAML"),
            ("- a\nb: c\n", "bad-yaml", 2, 1, "not valid YAML"),
            ('{"a": 1,, "b": 2}', "bad-yaml", 1, 9, "not valid YAML"),
            ("a: @b\n", "bad-yaml", 1, 4, "not valid YAML"),
            ("%YAML 3.0\n---\na: 1\n", "bad-yaml", 1, 1, "not valid YAML"),
            ("a: b\n\x07c: d\n", "bad-yaml", 2, None, "control characters"),
        ],
    )
    def test_with_place(self, content: str, code: str, line: int | None, column: int | None, piece: str) -> None:
        problem = refused(content)
        assert (problem.code, problem.place.line, problem.place.column) == (code, line, column)
        assert piece in problem.message

    def test_depth(self) -> None:
        assert read("[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)).data
        assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
        problem = refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
        assert (problem.code, problem.place.line, problem.place.column) == ("too-deep", 1, MAX_DEPTH + 1)
        assert refused("[" * 100_000).code in ("too-deep", "bad-yaml")
        assert refused("{a: " * 50 + "1" + "}" * 50).code == "too-deep"

    def test_an_alias_bomb(self) -> None:
        names = "abcdefghi"
        lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
        lines += [f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]" for before, name in pairwise(names)]
        problem = refused("\n".join(lines))
        assert problem.code == "too-many-values"
        assert str(MAX_VALUES) in problem.message
        assert problem.place.line == 6

    def test_too_many_values(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("detention_rules.language.source.MAX_VALUES", 100)
        assert len(read(f"[{'1,' * 99}]").data) == 99
        problem = refused(f"[{'1,' * 100}]")
        assert (problem.code, problem.place.column) == ("too-many-values", 200)

    def test_too_long_a_text(self) -> None:
        assert refused("#" * (MAX_BYTES + 1)).code == "too-large"

    @given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@#,? \n\t\\0ж"), max_size=60))
    def test_any_text_is_read_or_refused(self, content: str) -> None:
        try:
            found = documents(content, "f.yaml")
        except InputError as error:
            assert error.problems
        else:
            assert all(document.data is not None for document in found)

    def test_half_a_letter_is_refused_and_not_a_traceback(self) -> None:
        refused("a: \ud800\n")


class TestJson:
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(LETTERS, max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=4), inner, max_size=3),
            max_leaves=8,
        ),
        st.booleans(),
    )
    def test_is_read_as_json_reads_it(self, value: Any, plain: bool) -> None:
        content = json.dumps({"k": value}, ensure_ascii=plain)
        assert read(content).data == json.loads(content)

    def test_escapes_beyond_the_first_plane(self) -> None:
        """Most programs write a letter such as U+1F600 into JSON as two escapes."""
        content = json.dumps({"note": "😀 Ж"})
        assert "\\ud83d\\ude00" in content
        assert read(content).data == {"note": "😀 Ж"}
        assert read('{"a": "\\\\ud83d\\\\ude00", "b": "\\\\\\uD83D\\uDE00"}').data == {"a": "\\ud83d\\ude00", "b": "\\😀"}

    def test_indented_with_tabs(self) -> None:
        assert read('{\n\t"a": [\n\t\t1,\n\t\t{"b": "c"}\n\t]\n}\n').data == {"a": [1, {"b": "c"}]}
        assert read("\n\t[\n\t1]\n").data == [1]


class TestFiles:
    def test_text(self, tmp_path: Path) -> None:
        path = tmp_path / "дело.yaml"
        path.write_bytes("имя: Қанат\r\n".encode())
        assert read_file(path) == "имя: Қанат\r\n"

    def test_a_byte_order_mark_is_dropped(self, tmp_path: Path) -> None:
        path = tmp_path / "bom.yaml"
        path.write_bytes(b"\xef\xbb\xbfa: 1\n")
        found = read(read_file(path))
        assert found.data == {"a": 1}
        assert (found.place("a").line, found.place("a").column) == (1, 1)

    @pytest.mark.parametrize(
        ("raw", "code", "line"),
        [
            (b"a: 1\n\x00\x01", "binary", None),
            ("a: 1\n".encode("utf-16"), "binary", None),
            ("a: 1\n".encode("utf-16-be"), "binary", None),
            ("a: 1\nb: Ж\n".encode("cp1251"), "not-utf8", 2),
            (b"\xff\xfea", "not-utf8", 1),
            (b"a: \xed\xa0\x80\n", "not-utf8", 1),
        ],
    )
    def test_what_is_no_text(self, tmp_path: Path, raw: bytes, code: str, line: int | None) -> None:
        path = tmp_path / "x.yaml"
        path.write_bytes(raw)
        with pytest.raises(InputError) as raised:
            read_file(path)
        (problem,) = raised.value.problems
        assert (problem.code, problem.place.file, problem.place.line) == (code, str(path), line)

    def test_a_large_file_is_refused_without_reading_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "large.yaml"
        with path.open("wb") as file:
            file.truncate(50_000_000)
        monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
        with pytest.raises(InputError) as raised:
            read_file(path)
        assert [problem.code for problem in raised.value.problems] == ["too-large"]
        assert "8 MB" in str(raised.value)

    def test_missing_files_and_folders(self, tmp_path: Path) -> None:
        for path, code in [(tmp_path / "none.yaml", "missing-file"), (tmp_path, "is-folder")]:
            with pytest.raises(InputError) as raised:
                read_file(path, "shown")
            assert [(problem.code, problem.place.file) for problem in raised.value.problems] == [(code, "shown")]

    def test_a_file_that_cannot_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "x.yaml"
        path.write_text("a: 1\n")

        def fail(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", fail)
        with pytest.raises(InputError) as raised:
            read_file(path)
        assert [(problem.code, problem.message) for problem in raised.value.problems] == [
            ("unreadable", "cannot be read: Permission denied")
        ]

    @pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300 + ".yaml"])
    def test_names_that_no_file_can_have(self, name: str) -> None:
        with pytest.raises(InputError):
            read_file(Path(name))


class TestStandardInput:
    def read(self, raw: bytes) -> str:
        return read_stdin(io.TextIOWrapper(io.BytesIO(raw), encoding="latin-1"))

    def test_is_utf8_whatever_the_terminal(self) -> None:
        assert self.read("\ufeffимя: Қанат\n".encode()) == "имя: Қанат\n"

    @pytest.mark.parametrize(("raw", "code"), [(b"\0", "binary"), (b"\xff", "not-utf8"), (b"#" * (MAX_BYTES + 1), "too-large")])
    def test_is_refused_like_a_file(self, raw: bytes, code: str) -> None:
        with pytest.raises(InputError) as raised:
            self.read(raw)
        assert [(problem.code, problem.place.file) for problem in raised.value.problems] == [(code, "<stdin>")]


def test_the_pure_parser_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    content = "a: [1, &x {b: on}]\nc: *x\nd: |\n  e\n"
    quick = read(content)
    monkeypatch.setattr("detention_rules.language.source._LOADER", yaml.Loader)
    slow = read(content)
    assert (slow.data, slow.places) == (quick.data, quick.places)
    for broken in ("a:\n\t- b\n", "a: b: c\n", "a: *b\n", "a: b\n\x07c: d\n", "[" * 100_000):
        assert refused(broken).code in ("tab", "bad-yaml", "unknown-anchor", "too-deep")
