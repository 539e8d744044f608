"""`detention-rules train`: a class set made, taken and graded."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import Result

from detention_rules.training import Exercise, solution

from .support import HEARING, environment, process, run


def new(folder: Path, *more: str) -> Result:
    """Make a small class set."""
    return run("train", "new", "--difficulty", "2", "--count", "3", "--seed", "5", "-o", str(folder), *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a class set."""
    folder = tmp_path_factory.mktemp("class")
    assert new(folder).exit_code == 0
    return folder


def exercise(folder: Path, name: str = "01") -> Exercise:
    return Exercise.from_json((folder / "keys" / f"{name}.exercise").read_text(encoding="utf-8"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def typed(exercise: Exercise) -> list[str]:
    """Return the perfect answers as somebody would type them, a line for each task."""
    lines = []
    for answer in solution(exercise).values():
        if isinstance(answer, str):
            lines.append(answer)
        else:
            lines.append("; ".join(f"{option}: {value}" if value else option for option, value in answer.items()) or "none")
    return lines


# new


def test_handouts_and_keys_are_apart_and_the_same_seed_makes_the_same_bytes(made: Path, tmp_path: Path) -> None:
    found = contents(made)
    assert sorted(found) == sorted(
        [f"handouts/0{n}{end}" for n in (1, 2, 3) for end in (".md", "-answers.md", ".exercise")]
        + [f"keys/0{n}{end}" for n in (1, 2, 3) for end in (".md", ".exercise")]
    )
    assert new(tmp_path / "again").exit_code == 0
    assert contents(tmp_path / "again") == found
    for number in (1, 2, 3):
        assert not Exercise.from_json(found[f"handouts/0{number}.exercise"].decode()).has_key
        assert Exercise.from_json(found[f"keys/0{number}.exercise"].decode()).has_key
    assert len({json.dumps(solution(exercise(made, f"0{n}"))) for n in (1, 2, 3)}) == 3


def test_nothing_is_written_over_without_force(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    assert new(folder).exit_code == 0
    before = contents(folder)
    again = run("train", "new", "--seed", "6", "-o", str(folder))
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert contents(folder) == before
    assert run("train", "new", "--seed", "6", "-o", str(folder), "--force").exit_code == 0
    assert contents(folder) != before


def test_a_class_never_mixes_with_an_earlier_one(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    assert new(folder, "--moodle", "--gift").exit_code == 0
    (folder / "keys" / "notes.md").write_text("mine")
    (folder / "handouts" / "01 mine.md").write_text("mine")
    before = contents(folder)
    refused = run("train", "new", "--count", "100", "--difficulty", "1", "-o", str(folder))  # 001.md stands beside 01.md
    assert (refused.exit_code, contents(folder)) == (2, before)
    assert run("train", "new", "--difficulty", "6", "-o", str(folder), "--force").exit_code == 2
    assert contents(folder) == before
    assert run("train", "new", "--count", "1", "-o", str(folder), "--force").exit_code == 0
    own = {f"handouts/01{end}" for end in (".md", "-answers.md", ".exercise")} | {"keys/01.md", "keys/01.exercise"}
    assert set(contents(folder)) == own | {"keys/notes.md", "handouts/01 mine.md"}


def test_a_class_needs_a_folder(tmp_path: Path) -> None:
    for folder in ("", str(tmp_path / "file"), str(tmp_path / "half")):
        (tmp_path / "file").write_text("mine")
        (tmp_path / "half").mkdir(exist_ok=True)
        (tmp_path / "half" / "keys").write_text("mine")
        result = run("train", "new", "-o", folder)
        assert result.exit_code == 2
        assert "not a folder" in result.stderr


def test_the_seed_is_drawn_and_told_to_the_trainer_alone(tmp_path: Path) -> None:
    seeds = set()
    for name in ("a", "b"):
        result = run("train", "new", "--difficulty", "1", "-o", str(tmp_path / name))
        seed = int(result.stdout.split()[1])
        seeds.add(seed)
        assert exercise(tmp_path / name).seed == seed
        handed_out = [content for file, content in contents(tmp_path / name / "handouts").items()]
        assert not any(str(seed).encode() in content for content in handed_out)
        again = run("train", "new", "--difficulty", "1", "--seed", str(seed), "-o", str(tmp_path / f"{name}-again"))
        assert again.stdout == result.stdout
        assert contents(tmp_path / f"{name}-again") == contents(tmp_path / name)
    assert len(seeds) == 2
    assert max(seeds) > 2**32


def test_a_handout_holds_no_timeline(made: Path) -> None:
    for file in (made / "handouts").glob("*.exercise"):
        data = json.loads(file.read_text(encoding="utf-8"))
        assert (data["seed"], data["themes"], data["scenario"]) == (None, [], {})
        assert all("key" not in one for one in data["tasks"])


def test_questions_for_a_learning_platform_stay_with_the_keys(tmp_path: Path) -> None:
    assert new(tmp_path / "class", "--moodle", "--gift").exit_code == 0
    found = contents(tmp_path / "class")
    assert found["keys/moodle.xml"].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>')
    assert found["keys/questions.gift"].startswith(b"$CATEGORY: $course$/top/")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--theme", "custdy"], "Did you mean 'custody'"),
        (["--difficulty", "6"], "no difficulty 6"),
        (["--count", "0"], "no class of 0"),
        (["--theme", "oversight"], "the themes of the stories, with their difficulties, are"),
        (["--breaches", "30"], "no case found with 30 breached limits"),
        (["--breaches", "-1"], "no -1 breached limits"),
        (["--pack", "narnia"], "narnia"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_line(options: list[str], told: str, tmp_path: Path) -> None:
    result = run("train", "new", "-o", str(tmp_path / "class"), *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "class").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "class").write_text("mine")
    result = new(tmp_path / "class")
    assert result.exit_code == 2
    assert (tmp_path / "class").read_text() == "mine"


def test_a_theme_bounds_what_is_breached(tmp_path: Path) -> None:
    assert run("train", "new", "--theme", "consular", "--breaches", "2", "-o", str(tmp_path)).exit_code == 0
    found = exercise(tmp_path)
    assert found.themes == ("consular",)


def test_thirty_exercises_are_made_well_within_five_seconds(tmp_path: Path) -> None:
    before = time.process_time()
    assert run("train", "new", "--count", "30", "--difficulty", "3", "-o", str(tmp_path)).exit_code == 0
    assert time.process_time() - before < 5


# take


def take(file: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    return run("train", "take", str(file), *options, input="".join(f"{line}\n" for line in lines))


def copy(made: Path, tmp_path: Path, folder: str = "keys") -> Path:
    target = tmp_path / "01.exercise"
    target.write_bytes((made / folder / "01.exercise").read_bytes())
    return target


def test_right_answers_score_in_full(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    result = take(file, *typed(exercise(made)))
    assert result.exit_code == 0, result.output
    assert "Score: 100%" in result.stdout
    for document in exercise(made).documents:
        assert document.title in result.stdout
    kept = json.loads((tmp_path / "01.exercise.answers.json").read_text(encoding="utf-8"))
    assert exercise(made).grade(kept).score == 1
    assert "\x1b" not in result.stdout


def test_blank_answers_score_nothing(made: Path, tmp_path: Path) -> None:
    result = take(copy(made, tmp_path), *([""] * len(exercise(made).tasks)))
    assert "Score: 0%" in result.stdout


def test_an_exercise_is_taken_up_where_it_was_left(made: Path, tmp_path: Path) -> None:
    file, answers = copy(made, tmp_path), typed(exercise(made))
    first = take(file, answers[0])
    assert first.exit_code == 0
    assert f"1 answer is kept in {file}.answers.json. To go on: detention-rules train take {file}" in first.stderr
    second = take(file, *answers[1:])
    assert "Going on where you stopped: 1 answer" in second.stdout
    assert "Score: 100%" in second.stdout
    done = take(file)
    assert "Score: 100%" in done.stdout
    anew = take(file, *([""] * len(answers)), options=("--restart", "--no-color"))
    assert "Score: 0%" in anew.stdout


def test_an_exercise_without_its_key_gives_nothing_away(made: Path, tmp_path: Path) -> None:
    result = take(copy(made, tmp_path, "handouts"), *typed(exercise(made)))
    assert result.exit_code == 0
    assert "Score" not in result.stdout
    assert exercise(made).grade(json.loads((tmp_path / "01.exercise.answers.json").read_text())).score == 1


def test_answers_to_another_exercise_are_left_alone(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    kept = tmp_path / "01.exercise.answers.json"
    for content in ('{"exercise": "x1", "answers": {}}', "[1]", "{", "[" * 100_000):
        kept.write_text(content)
        result = take(file, "")
        assert result.exit_code == 2
        assert "--restart" in result.stderr
        assert kept.read_text() == content


def test_bytes_that_are_no_text_are_an_answer_like_any(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    lines = b"\n".join([b"a: \xff\xfe", *([b""] * len(exercise(made).tasks))])
    command = [sys.executable, "-m", "detention_cli", "train", "take", str(file)]
    done = subprocess.run(command, input=lines, capture_output=True, env=environment(PYTHONIOENCODING="utf-8:surrogateescape"), check=False)
    assert done.returncode == 0, done.stderr
    assert b"cannot read" in done.stdout or b"Not understood" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01.exercise", "01.exercise.answers.json"]
    assert take(file).exit_code == 0


def test_an_answer_in_other_digits_is_kept_and_marked_again_and_again(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    last = next(number for number, one in enumerate(exercise(made).tasks) if one.single)
    lines = ["" for _ in exercise(made).tasks]
    lines[last : last + 1] = ["2021-03-03 09:15 +٠٦:00", ""]  # asked once more, and kept as it is
    for given in (lines, []):
        result = take(file, *given)
        assert result.exit_code == 0, result.output
        assert "Score: 0%" in result.stdout


def test_an_answer_that_cannot_be_read_is_asked_for_again(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    tasks = exercise(made).tasks
    last = next(number for number, one in enumerate(tasks) if one.single)
    right = solution(exercise(made))[tasks[last].id]
    lines = ["" for _ in tasks]
    lines[last : last + 1] = ["banana", right]
    result = take(file, *lines)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("answer once more") == 1
    assert json.loads(Path(f"{file}.answers.json").read_text())["answers"][tasks[last].id] == right


def test_what_is_no_exercise_is_told(tmp_path: Path) -> None:
    file = tmp_path / "case.exercise"
    for content in ("", "{", "[]", '{"format": "detention-rules/exercise/1"}'):
        file.write_text(content)
        result = take(file)
        assert result.exit_code == 2
        assert str(file) in result.stderr
    assert take(tmp_path / "none.exercise").exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_ctrl_c_keeps_what_was_answered_and_says_how_to_go_on(made: Path, tmp_path: Path) -> None:
    file = copy(made, tmp_path)
    command = [sys.executable, "-c", HEARING, "train", "take", str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, env=environment(), encoding="utf-8") as running:
        assert running.stdin is not None
        running.stdin.write("\n")
        running.stdin.flush()
        kept = tmp_path / "01.exercise.answers.json"
        for _ in range(300):
            if kept.exists():
                break
            time.sleep(0.05)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "1 answer is kept" in told
    assert "Traceback" not in told


# grade


def sheet(exercise: Exercise, answers: object, name: str) -> str:
    return json.dumps({"exercise": exercise.id, "name": name, "answers": answers})


@pytest.fixture
def handed_in(made: Path, tmp_path: Path) -> Path:
    """Return a folder of answers: one right, one empty, in two exercises."""
    folder = tmp_path / "answers"
    folder.mkdir()
    first, second = exercise(made), exercise(made, "02")
    (folder / "a.json").write_text(sheet(first, solution(first), "Dana"))
    (folder / "b.json").write_text(sheet(second, {}, "Ильяс"), encoding="utf-8")
    (folder / "c.md").write_bytes((made / "handouts" / "03-answers.md").read_bytes().replace(b"\n", b"\r\n"))
    return folder


def test_a_class_is_graded_at_once(made: Path, handed_in: Path, tmp_path: Path) -> None:
    table = tmp_path / "class.csv"
    result = run("train", "grade", str(made / "keys"), str(handed_in), "--csv", str(table), "--feedback", str(tmp_path / "feedback"))
    assert result.exit_code == 0, result.output
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    assert [(row[0], row[2]) for row in rows[1:]] == [("Dana", "100"), ("Ильяс", "0"), ("c", "0")]
    assert "Mean 33%, sheets: 3" in result.stdout
    assert "Got wrong most often:" in result.stdout
    assert len(list((tmp_path / "feedback").iterdir())) == 3


def test_a_sheet_that_cannot_be_read_does_not_stop_the_others(made: Path, handed_in: Path) -> None:
    (handed_in / "d.json").write_text("{")
    (handed_in / "e.yaml").write_text("exercise: xother\nanswers: {}\n")
    (handed_in / "f.yaml").write_text("answers: {t1: x}\n")
    (handed_in / "g.md").write_bytes(b"\xff\xfe")
    result = run("train", "grade", str(made / "keys"), str(handed_in))
    assert result.exit_code == 2
    assert "Mean 33%, sheets: 3" in result.stdout
    for name in ("d.json", "e.yaml", "f.yaml", "g.md"):
        assert name in result.stderr


def test_no_answer_ends_the_run(made: Path, handed_in: Path, tmp_path: Path) -> None:
    first = exercise(made)
    odd = ["2021-03-03 09:15 +٠٦:00", "[" * 400 + "]" * 400, 10**30, {"a": {"a": ["\x1b"]}}]
    for number, answer in enumerate(odd):
        (handed_in / f"odd-{number}.json").write_text(sheet(first, {one.id: answer for one in first.tasks}, f"odd {number}"))
    (handed_in / "deep.json").write_text('{"answers": ' + "[" * 50_000 + "]" * 50_000 + "}")
    (handed_in / "half.json").write_text(sheet(first, {}, "\ud800"))  # half a character
    more = ("--csv", str(tmp_path / "class.csv"), "--feedback", str(tmp_path / "f"))
    result = run("train", "grade", str(made / "keys"), str(handed_in), *more)
    assert result.exit_code == 2
    assert ["deep.json" in line or "half.json" in line for line in result.stderr.splitlines()] == [True, True]
    assert "sheets: 7" in result.stdout
    assert len(list((tmp_path / "f").iterdir())) == 7
    assert (tmp_path / "class.csv").exists()


def test_a_name_steers_neither_the_terminal_nor_the_files(made: Path, tmp_path: Path) -> None:
    first = exercise(made)
    names = ["\x1b[31mred", "Әйгерім" * 40, "Әйгерім" * 41, "../../up", "con", ""]
    for number, name in enumerate(names):
        (tmp_path / f"{number}.json").write_text(sheet(first, {}, name), encoding="utf-8")
    result = run("train", "grade", str(made / "keys"), str(tmp_path), "--feedback", str(tmp_path / "feedback"))
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.stdout
    assert "\\x1b[31mred" in result.stdout
    files = list((tmp_path / "feedback").iterdir())
    assert len(files) == len(names)
    assert all(len(file.name.encode()) < 255 for file in files)
    assert sorted(file.name[:2] for file in files) == ["01", "02", "03", "04", "05", "06"]


def test_what_is_passed_over_is_named(made: Path, handed_in: Path) -> None:
    (handed_in / "dana.txt").write_text("t1: a")
    (handed_in / ".hidden").write_text("")
    (handed_in / "D.JSON").write_text(sheet(exercise(made), {}, "D"))
    for name in ("handouts/01.md", "keys/02.md", "handouts/01.exercise"):
        (handed_in / name.replace("/", "-")).write_bytes((made / name).read_bytes())
    result = run("train", "grade", str(made / "keys"), str(handed_in))
    assert result.exit_code == 0, result.stderr
    assert "sheets: 4" in result.stdout
    told = sorted(result.stderr.splitlines())
    assert [line.partition(": ")[0].rpartition("/")[2] for line in told] == ["dana.txt", "handouts-01.md", "keys-02.md"]
    assert run("train", "grade", str(made / "keys"), str(made / "handouts")).exit_code == 0


def test_one_bad_key_does_not_stop_the_others(made: Path, handed_in: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    for number in ("01", "02", "03"):
        (keys / f"{number}.exercise").write_bytes((made / "keys" / f"{number}.exercise").read_bytes())
    (keys / "00.exercise").write_text("{")
    (keys / "04.EXERCISE").write_bytes((made / "handouts" / "01.exercise").read_bytes())
    result = run("train", "grade", str(keys), str(handed_in))
    assert result.exit_code == 2
    assert "Mean 33%, sheets: 3" in result.stdout
    assert [name in result.stderr for name in ("00.exercise", "04.EXERCISE")] == [True, True]


def test_an_exercise_is_named_as_people_write_it(made: Path, tmp_path: Path) -> None:
    first = exercise(made)
    for number, about in enumerate((f"{first.id} ", first.id.upper())):
        data = {"exercise": about, "answers": solution(first)}
        (tmp_path / f"{number}.json").write_text(json.dumps(data))
    result = run("train", "grade", str(made / "keys"), str(tmp_path))
    assert "Mean 100%, sheets: 2" in result.stdout, result.output


def test_one_key_grades_sheets_that_do_not_name_it(made: Path, tmp_path: Path) -> None:
    answers = tmp_path / "mine.json"
    answers.write_text(json.dumps(solution(exercise(made))))
    result = run("train", "grade", str(made / "keys" / "01.exercise"), str(answers), str(answers))
    assert result.exit_code == 0
    assert "Mean 100%, sheets: 1" in result.stdout


def test_two_people_of_one_name_are_kept_apart(made: Path, tmp_path: Path) -> None:
    first = exercise(made)
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(sheet(first, {}, "Dana"))
    result = run("train", "grade", str(made / "keys"), str(tmp_path))
    assert "Dana (2)" in result.stdout


@pytest.mark.parametrize("folder", ["handouts", "nowhere"])
def test_without_keys_nothing_is_graded(folder: str, made: Path, handed_in: Path) -> None:
    result = run("train", "grade", str(made / folder), str(handed_in))
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_folder_without_answers_is_told(made: Path, tmp_path: Path) -> None:
    result = run("train", "grade", str(made / "keys"), str(tmp_path))
    assert result.exit_code == 2
    assert "no answers found" in result.stderr


# the program


@pytest.mark.parametrize("command", ["", "new", "take", "grade"])
def test_every_command_has_help(command: str) -> None:
    result = run("train", *command.split(), "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_the_course_does_not_look_like_scenarios() -> None:
    result = process("check", "scenarios/training")
    assert result.returncode == 2
    assert b"no scenario files" in result.stderr
