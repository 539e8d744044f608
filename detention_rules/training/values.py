"""Instants, lengths of time and labels as people write them in answers: read tolerantly, but never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction

from detention_rules.model.catalogue import text
from detention_rules.model.periods import DAY, HOUR, MINUTE, rough
from detention_rules.model.zones import FIRST_YEAR, LAST_YEAR, Zone, instant_of
from detention_rules.training.tasks import Option

_SHORTEST_PREFIX = 3
_MONTHS = 12
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"(?<![0-9])([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_DAY_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2})\s+([^\W\d_]{3,})\.?,?\s+([0-9]{4})(?![0-9])")
_MONTH_DAY = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})\.?\s+([0-9]{1,2}),?\s+([0-9]{4})(?![0-9])")
_CLOCK = re.compile(r"(?<![0-9:./-])([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2}))?(?![0-9:]|[./-][0-9])")
_OFFSET = re.compile(r"(.*[0-9])\s*(?:Z|([+-])([0-9]{2}):?([0-9]{2}))")
_BESIDE = re.compile(r"(.*[0-9])\s*\(([^()]*)\)")
_T = re.compile(r"(?<=[0-9])T(?=[0-9])")
_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,5}):([0-5][0-9])(?::00)?")
_ISO_LENGTH = re.compile(r"P(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:0+S)?)?", re.IGNORECASE)
_BARE_MINUTES = re.compile(r"(.*[^\W\d_]\.?)\s*([0-5][0-9])")
_PART = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,2})?)\s*([^\W\d_]+)\.?")  # 1,000 may be one or a thousand


class Unreadable(ValueError):
    """An answer that cannot be read as what was asked for; says what was found and what is expected."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(text(f"answer.{code}", **values))


def shown(raw: object) -> str:
    """Return any answer for a message, cut short where it is long."""
    if isinstance(raw, str):
        words = raw
    elif raw is None or isinstance(raw, (bool, float)) or (isinstance(raw, int) and abs(raw) < 10**15):
        words = str(raw)
    elif isinstance(raw, datetime):
        words = raw.isoformat()
    else:
        words = text("answer.of-type", type=type(raw).__name__)
    words = " ".join(words.split())
    return words if len(words) <= 80 else f"{words[:77]}..."


# instants


def read_instants(raw: object, home: Zone) -> tuple[int, ...]:
    """Read a local time, or one with an offset, into its instant; into both where clocks showed it twice. Raises Unreadable.

    `2021-03-03 09:15`, `03.03.2021 09:15`, `9:15 3 March 2021`, `Wednesday, March 3, 2021 9:15`, with seconds or without, `24:00` for
    the end of a day, and as reports and tasks write it: `2021-03-03 09:15 (+06:00)`, `2021-03-04 00:00 (24:00 of 2021-03-03)`.
    """
    if isinstance(raw, datetime) and raw.utcoffset() is not None:
        return (instant_of(raw),)
    if not isinstance(raw, str):
        raise Unreadable("not-a-time", found=shown(raw))
    words = _T.sub(" ", " ".join(raw.split()))
    beside = _BESIDE.fullmatch(words)
    if beside is None:
        return _one_time(words, home, raw)
    joined = f"{beside[1]} {beside[2]}"
    if _OFFSET.fullmatch(joined):
        return _one_time(joined, home, raw)
    first, second = (_one_time(part, home, raw) for part in beside.groups())
    if first != second:
        raise Unreadable("two-times", found=shown(raw))
    return first


def _one_time(words: str, home: Zone, raw: str) -> tuple[int, ...]:
    offset = _OFFSET.fullmatch(words)
    words = offset[1] if offset else words
    clocks, days = _CLOCK.findall(words), _days(words)
    if len(clocks) != 1 or len(days) != 1:
        raise Unreadable("not-a-time", found=shown(raw))
    (day,), ((hour, minute, second),) = days, clocks
    local = _local(day, int(hour), int(minute), int(second or 0), raw)
    _check_rest(words, date(*day), raw)
    if offset:
        return (instant_of(local.replace(tzinfo=_zone_of(offset, raw))),)
    found = home.instants(local)
    if not found:
        raise Unreadable("skipped-time", found=shown(raw))
    return found


def _days(words: str) -> list[tuple[int, int, int]]:
    """Return every date in a text, as year, month, day."""
    found = [(int(year), int(month), int(day)) for year, _, month, day in _YEAR_FIRST.findall(words)]
    for day, mark, month, year in _YEAR_LAST.findall(words):
        if mark != "/" or int(day) == int(month) or int(day) > _MONTHS:  # with slashes some write the month first: not guessed
            found.append((int(year), int(month), int(day)))
    worded = [(year, name, day) for day, name, year in _DAY_MONTH.findall(words)]
    worded += [(year, name, day) for name, day, year in _MONTH_DAY.findall(words)]
    return found + [(int(year), number, int(day)) for year, name, day in worded if (number := _numbered(name, "months"))]


def _numbered(name: str, names: str) -> int:
    """Return the number of a month or a day of the week by its name or its beginning; 0 where it is none."""
    known = text(f"answer.{names}").split()
    return next((number for number, one in enumerate(known, 1) if len(name) >= _SHORTEST_PREFIX and one.startswith(name.casefold())), 0)


def _check_rest(words: str, day: date, raw: str) -> None:
    """Raise Unreadable where a text has more than a date, its day of the week, a time and words that join them."""
    left = words
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _CLOCK):
        left = pattern.sub(" ", left)
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        left = pattern.sub(lambda found: " " if _days(found[0]) else found[0], left)
    for word in re.findall(r"[^\s,.;]+", left.casefold()):
        weekday = _numbered(word, "weekdays")
        if weekday and weekday != day.isoweekday():
            raise Unreadable("other-weekday", found=shown(raw))
        if not weekday and word not in text("answer.joining").split():
            raise Unreadable("not-a-time", found=shown(raw))


def _local(day: tuple[int, int, int], hour: int, minute: int, second: int, raw: str) -> datetime:
    try:
        found = date(*day)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(found.year)
        if (hour, minute, second) == (24, 0, 0):
            return datetime.combine(found + timedelta(days=1), time())
        return datetime.combine(found, time(hour, minute, second))
    except ValueError as error:
        raise Unreadable("no-such-time", found=shown(raw)) from error


def _zone_of(match: re.Match[str], raw: str) -> timezone:
    _, sign, hours, minutes = match.groups()
    if sign is None:
        return UTC
    if int(hours) > 14 or int(minutes) > 59:
        raise Unreadable("not-a-time", found=shown(raw))
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(ahead if sign == "+" else -ahead)


def same_minute(given: int, right: int) -> bool:
    """Tell whether an instant is the right one to the minute; where it names seconds that are not the right one's, it is not."""
    return given == right or (given % MINUTE == 0 and given == right - right % MINUTE)


def local_words(instant: int, home: Zone) -> str:
    """Return an instant as local date and time, which the grader reads back."""
    local = home.local(instant)
    return f"{local.date().isoformat()} {local.strftime('%H:%M:%S' if local.second else '%H:%M')}"


def instant_words(instant: int, home: Zone) -> str:
    """Return an instant as local date and time, and midnight also as 24:00 of the day before."""
    local = home.local(instant)
    if local.time() != time():
        return local_words(instant, home)
    return text("answer.midnight", time=local_words(instant, home), day=local.date() - timedelta(days=1))


def iso(instant: int, home: Zone) -> str:
    """Return an instant as ISO 8601 with the offset of its place."""
    return home.local(instant).isoformat()


def instant(iso_text: str) -> int:
    """Return the instant that ISO 8601 with an offset names."""
    return instant_of(datetime.fromisoformat(iso_text))


# lengths of time


def read_minutes(raw: object) -> int:
    """Read a length of time into whole minutes: `5 h 35 min`, `5 h 35`, `5:35`, `335 min`, `PT5H35M`, `1 day 2 h`. Raises Unreadable."""
    if not isinstance(raw, str):
        raise Unreadable("not-a-length", found=shown(raw))
    words = " ".join(raw.split()).casefold().removeprefix("-").strip()
    for word in text("answer.late").split():
        words = words.removeprefix(f"{word} ").removesuffix(f" {word}").strip()
    if match := _HOURS_AND_MINUTES.fullmatch(words):
        return int(match[1]) * 60 + int(match[2])
    match = _ISO_LENGTH.fullmatch(words)
    if match and any(match.groups()):
        days, hours, minutes = (int(part or 0) for part in match.groups())
        return days * (DAY // MINUTE) + hours * (HOUR // MINUTE) + minutes
    return _in_parts(words, raw)


def _in_parts(words: str, raw: str) -> int:
    units = {name: size for unit, size in (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1)) for name in text(f"answer.{unit}").split()}
    if bare := _BARE_MINUTES.fullmatch(words):
        words = f"{bare[1]} {bare[2]} {text('answer.min').split()[0]}"
    parts = _PART.findall(words)
    rest = _PART.sub(" ", words).replace(",", " ").split()
    if not parts or any(word not in text("answer.joining").split() for word in rest) or any(unit not in units for _, unit in parts):
        raise Unreadable("not-a-length", found=shown(raw))
    sizes = [units[unit] for _, unit in parts]
    seconds = sum((Fraction(number.replace(",", ".")) * size for (number, _), size in zip(parts, sizes, strict=True)), Fraction())
    if sizes != sorted(set(sizes), reverse=True):  # the same unit twice, or minutes before hours: a slip, not a length
        raise Unreadable("not-a-length", found=shown(raw))
    if seconds % MINUTE:
        raise Unreadable("not-whole-minutes", found=shown(raw))
    return int(seconds / MINUTE)


def minutes_words(minutes: int) -> str:
    """Return a length of time in days where it is long, hours and minutes, which the grader reads back."""
    return rough(minutes * MINUTE)


# labels


def read_option(raw: object, options: Iterable[Option]) -> Option:
    """Find the option that a label names: its letter, name, title, or an unambiguous beginning of one. Raises Unreadable."""
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("no-such-option", found=shown(raw))
    wanted, known = _plain(raw), list(options)
    if len(wanted.rstrip(".)")) == 1:  # a letter of another alphabet that looks the same
        wanted = wanted.translate(str.maketrans(*text("answer.look-alikes").split()))
    ways: tuple[Callable[[Option], bool], ...] = (
        lambda option: wanted in (_plain(option.id), f"{_plain(option.id)}.", f"{_plain(option.id)})"),
        lambda option: wanted == _plain(option.title),
        lambda option: wanted == _plain(option.name),
        lambda option: wanted == _plain(option.name.rpartition(".")[2]),
        lambda option: len(wanted) >= _SHORTEST_PREFIX and any(name.startswith(wanted) for name in _names(option)),
    )
    for way in ways:
        found = [option for option in known if way(option)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Unreadable("ambiguous-option", found=shown(raw), options="; ".join(option.id for option in found))
    raise Unreadable("no-such-option", found=shown(raw))


def _names(option: Option) -> tuple[str, ...]:
    return (_plain(option.title), _plain(option.name), _plain(option.name.rpartition(".")[2]))


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold().replace("’", "'")
