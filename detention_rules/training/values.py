"""Instants, lengths of time and labels as people write them in answers: read tolerantly, but never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from detention_rules.model.catalogue import text
from detention_rules.model.periods import DAY, HOUR, MINUTE, elapsed
from detention_rules.model.zones import FIRST_YEAR, LAST_YEAR, Zone, instant_of
from detention_rules.training.tasks import Option

_SHORTEST_PREFIX = 3
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED_DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WORDED_DAY = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d_]{3,})\.?,?\s+(\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])")
_OFFSET = re.compile(r"(.*\d)\s*(?:Z|([+-])(\d{2}):?(\d{2}))")
_T = re.compile(r"(?<=\d)T(?=\d)")
_HOURS_AND_MINUTES = re.compile(r"(\d{1,5}):([0-5]\d)(?::00)?")
_ISO_LENGTH = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:0+S)?)?", re.IGNORECASE)
_PART = re.compile(r"(\d{1,7}(?:[.,]\d{1,3})?)\s*([^\W\d_]+)\.?")


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

    `2021-03-03 09:15`, `03.03.2021 09:15`, `9:15 3 March 2021`, with seconds or without, `24:00` for the end of a day.
    """
    if isinstance(raw, datetime) and raw.tzinfo is not None:
        return (instant_of(raw),)
    if not isinstance(raw, str):
        raise Unreadable("not-a-time", found=shown(raw))
    words = _T.sub(" ", " ".join(raw.split()))
    offset = _OFFSET.fullmatch(words)
    words = offset[1] if offset else words
    clocks, days = _CLOCK.findall(words), _days(words)
    if len(clocks) != 1 or len(days) != 1 or _unread(words):
        raise Unreadable("not-a-time", found=shown(raw))
    (day,), ((hour, minute, second),) = days, clocks
    local = _local(day, int(hour), int(minute), int(second or 0), raw)
    if offset:
        return (instant_of(datetime.fromisoformat(f"{local.isoformat()}{_offset(offset)}")),)
    found = home.instants(local)
    if not found:
        raise Unreadable("skipped-time", found=shown(raw))
    return found


def _days(words: str) -> list[tuple[int, int, int]]:
    """Return every date in a text, as year, month, day."""
    found = [(int(year), int(month), int(day)) for year, month, day in _ISO_DAY.findall(words)]
    found += [(int(year), int(month), int(day)) for day, month, year in _DOTTED_DAY.findall(words)]
    return found + [(int(year), number, int(day)) for day, name, year in _WORDED_DAY.findall(words) if (number := _month(name))]


def _month(name: str) -> int:
    """Return a month's number by its name or its beginning; 0 where it is none."""
    names = text("answer.months").split()
    return next((number for number, known in enumerate(names, 1) if known.startswith(name.casefold())), 0)


def _unread(words: str) -> bool:
    """Tell whether anything in a text is neither a date, a time nor a word that joins them."""
    left = words
    for pattern in (_ISO_DAY, _DOTTED_DAY, _WORDED_DAY, _CLOCK):
        left = pattern.sub(" ", left)
    return any(word not in text("answer.joining").split() for word in re.findall(r"[^\s,.;]+", left.casefold()))


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


def _offset(match: re.Match[str]) -> str:
    _, sign, hours, minutes = match.groups()
    if sign is None:
        return "+00:00"
    if int(hours) > 14 or int(minutes) > 59:
        raise Unreadable("not-a-time", found=match[0])
    return f"{sign}{hours}:{minutes}"


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
    """Read a length of time into whole minutes: `5 h 35 min`, `5:35`, `335 min`, `PT5H35M`, `1 day 2 h`. Raises Unreadable."""
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
    """Return a length of time in hours and minutes."""
    return elapsed(minutes * MINUTE)


# labels


def read_option(raw: object, options: Iterable[Option]) -> Option:
    """Find the option that a label names: its letter, name, title, or an unambiguous beginning of one. Raises Unreadable."""
    if not isinstance(raw, str) or not raw.strip():
        raise Unreadable("no-such-option", found=shown(raw))
    wanted, known = _plain(raw), list(options)
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
