"""The documents of a case, as a file would hold them: each tells the steps that it knows of, by its own account, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detention_rules.language.shapes.training import DocumentShape, StoryShape
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.training.case import Document
from detention_rules.training.cases.dice import Dice
from detention_rules.training.cases.known import Known, filled
from detention_rules.training.cases.plan import Happening

_SHORTEST, _STEP = 10 * HOUR, 5 * MINUTE
"""Entries without a bearing are spread over at least so much time, to so many seconds."""
_TRIED = 12


class Teller:
    """Writes the documents of one case."""

    def __init__(self, story: StoryShape, known: Known, happened: Sequence[Happening], dice: Dice, difficulty: int) -> None:
        self.story, self.known, self.happened, self.dice, self.difficulty = story, known, happened, dice, difficulty

    def documents(self) -> tuple[Document, ...]:
        """Return the documents in the order of the story. One that has nothing to tell is left out."""
        known = {**self.known.stock.documents, **self.story.own_documents}
        return tuple(document for name in self.story.documents if (document := self._document(name, known[name])))

    def _document(self, name: str, paper: DocumentShape) -> Document | None:
        words = dict(self.known.words)
        for one in self.happened:
            if one.other is not None and self._account(one, name):
                words |= self.known.moment(one.step.step, one.other)
        title = filled(paper.title, words)
        if title is None or paper.since > self.difficulty or any(need not in words for need in paper.needs):
            return None
        told = sorted(self._told(name, words), key=lambda entry: entry[0])
        if paper.columns and not told:
            empty = filled(paper.empty, words) if paper.empty else None
            closing = self.blocks(paper.closes, words)
            return None if empty is None else Document(name, title, "\n\n".join([*self.blocks(paper.opens, words), empty, *closing]))
        if paper.columns:
            told = sorted([*told, *self._noise(paper, told, words)], key=lambda entry: entry[0])
        blocks = [
            *self.blocks(paper.opens, words),
            *self._fields(paper, words),
            *([self._table(paper, told, words)] if paper.columns else [text for _, text in told]),
            *self.blocks(paper.closes, words),
        ]
        return Document(name, title, "\n\n".join(blocks)) if blocks else None

    def _account(self, one: Happening, document: str) -> bool:
        """Tell whether a document gives the second account of a step."""
        return document in list(one.step.accounts.values())[1:]

    def _told(self, document: str, words: dict[str, str]) -> Iterator[tuple[int, str]]:
        for one in self.happened:
            step = one.step
            tells = {**(self.known.stock.tells.get(step.event, {}) if step.event else {}), **step.tells}
            second = self._account(one, document)
            if document not in tells or (second and one.other is None):
                continue
            own = {f"it.{name.partition('.')[2]}": said for name, said in words.items() if name.startswith(f"{step.step}.")}
            text = self._one(tells[document], {**words, **own})
            if text is not None:
                yield (one.other if second and one.other is not None else one.at), text

    def _one(self, texts: Sequence[str], words: dict[str, str]) -> str | None:
        """Return one of some texts, of those that can be told."""
        fit = list(self._fit(texts, words))
        return self.dice.pick(fit) if fit else None

    def _fit(self, texts: Sequence[str], words: dict[str, str]) -> Iterator[str]:
        return (text for raw in texts if (text := filled(raw, words)) is not None)

    def blocks(self, blocks: Sequence[Sequence[str]], words: dict[str, str] | None = None) -> Iterator[str]:
        """Yield of each block one of its texts, of those that can be told."""
        words = self.known.words if words is None else words
        return (text for block in blocks if (text := self._one(block, words)) is not None)

    def _fields(self, paper: DocumentShape, words: dict[str, str]) -> Iterator[str]:
        rows = [(label, text) for label, texts in paper.fields.items() if (text := next(self._fit(texts, words), None)) is not None]
        if rows:
            yield "\n".join(["| | |", "|---|---|", *(f"| {label} | {_cell(text)} |" for label, text in rows)])

    def _noise(self, paper: DocumentShape, told: Sequence[tuple[int, str]], words: dict[str, str]) -> Iterator[tuple[int, str]]:
        """Yield entries that matter to nobody, between the first and the last that do."""
        texts = self.dice.some([text for raw in paper.noise if (text := filled(raw, words)) is not None], 2 * (self.difficulty - 1))
        first, last = told[0][0], max(told[-1][0], told[0][0] + _SHORTEST)
        for index, text in enumerate(self.dice.shuffled(texts)):
            low, high = (first + (last - first) * part // len(texts) for part in (index, index + 1))  # spread over the time
            for _ in range(_TRIED):
                at = self.dice.between(low // _STEP, high // _STEP) * _STEP
                if self.known.in_hours(at, paper.noise_hours) and (not paper.on_office_days or self.known.on_office_day(at)):
                    yield at, text
                    break

    def _table(self, paper: DocumentShape, told: Sequence[tuple[int, str]], words: dict[str, str]) -> str:
        lines = [_row(paper.columns), "|" + "---|" * len(paper.columns)]
        for at, text in told:
            cells = {**words, **self.known.moment("at", at), "entry": text}
            lines.append(_row([filled(cell, cells) or "" for cell in paper.row]))
        return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
