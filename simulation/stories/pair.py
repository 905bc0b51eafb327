"""The stories of one person or group in two worlds, side by side: the same told once, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulation.stories.telling import Beat, Passage, Story, Subject, sentences
from simulation.words import capital, count, month_name, words


class Row(NamedTuple):
    """One month, or one stretch of months, of two stories: sentences told of both, and of each alone.

    parts: here they differ for the first time.
    """

    month: int
    until: int
    both: list[str]
    first: list[str]
    second: list[str]
    parts: bool


class Pair(NamedTuple):
    """Two stories side by side. parting: the first month told differently, or None; why: how they differ then."""

    name: str
    rows: list[Row]
    parting: int | None
    why: list[str]


def side_by_side(first: Story | None, second: Story | None, titles: tuple[str, str]) -> Pair | None:
    """Two stories as one, or None where neither world knows who is asked for. titles: of the two worlds."""
    known = first or second
    if known is None:
        return None
    parting = _parting(first, second)
    ours, theirs = (_cut(one, other, parting) for one, other in ((first, second), (second, first)))
    rows = [
        _row(span, ours.get(span, ()), theirs.get(span, ()), known.subject, span[0] == span[1] == parting)
        for span in sorted(ours.keys() | theirs.keys())
    ]
    return Pair(capital(known.subject.name), rows, parting, _why(rows, parting, titles))


def _parting(first: Story | None, second: Story | None) -> int | None:
    news = [
        {one.month: one.beats for one in story.passages if not one.quiet} if story else {} for story in (first, second)
    ]
    months = sorted(month for month in news[0].keys() | news[1].keys() if news[0].get(month) != news[1].get(month))
    return months[0] if months else None


def _cut(story: Story | None, other: Story | None, parting: int | None) -> dict[tuple[int, int], tuple[Beat, ...]]:
    """Beats by span; a quiet stretch over the parting begins anew there, and is until then as the other tells it."""
    found: dict[tuple[int, int], tuple[Beat, ...]] = {}
    for one in story.passages if story else ():
        if not one.quiet or parting is None or not one.month < parting <= one.until:
            found[one.month, one.until] = one.beats
            continue
        found[parting, one.until] = (_lasting(one, one.until - parting + 1),)
        before = [p for p in (other.passages if other else ()) if (p.month, p.until) == (one.month, parting - 1)]
        found |= {(p.month, p.until): p.beats for p in before}
    return found


def _lasting(stretch: Passage, months: int) -> Beat:
    """A quiet stretch of another length."""
    said = dict(stretch.beats[0].values) | {"months": f"{count(months)} month{'s' if months > 1 else ''}"}
    return Beat.of(stretch.beats[0].words, **said)


def _row(span: tuple[int, int], first: Sequence[Beat], second: Sequence[Beat], subject: Subject, parts: bool) -> Row:
    same = [beat for beat in first if beat in second]
    both, ours, theirs = (
        sentences(beats, subject)
        for beats in (same, [beat for beat in first if beat not in same], [beat for beat in second if beat not in same])
    )
    return Row(*span, both, ours, theirs, parts)


def _why(rows: list[Row], parting: int | None, titles: tuple[str, str]) -> list[str]:
    said = words()["pair"]
    if parting is None:
        return [said["never"]]
    row = next(row for row in rows if row.parts)
    sides = zip(titles, (row.first, row.second), strict=True)
    return [said["parts"].format(month=month_name(parting))] + [
        said["in_one"].format(world=title, sentences=" ".join(told) or said["nothing_new"]) for title, told in sides
    ]
