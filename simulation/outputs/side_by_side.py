"""The stories of two worlds on a screen and for machines."""

from collections.abc import Sequence
from typing import Any

from simulation.stories.follow import Known
from simulation.stories.pair import Pair, Row
from simulation.words import capital, month_name, words

LISTED = {"person": "listed", "group": "listed_groups", "agency": "listed_agencies"}


def known(found: Sequence[Known], kind: str, titles: tuple[str, str]) -> list[str]:
    """Who can be followed, a line each."""
    said = words()
    return [said["follow"][LISTED[kind]], f"{titles[0]} and {titles[1]}. {said['pair']['invented']}"] + [
        f"  {one.key}  {capital(one.who)}" for one in found
    ]


def lines(told: Pair, titles: tuple[str, str]) -> list[str]:
    """A pair of stories: where they part, then month by month."""
    head = [told.name, words()["pair"]["invented"], *told.why]
    return [*head, *(line for row in told.rows for line in _row(row, titles))]


def _row(row: Row, titles: tuple[str, str]) -> list[str]:
    sides = zip(titles, (row.first, row.second), strict=True)
    apart = [f"  {title}: {' '.join(said) or '-'}" for title, said in sides if row.first or row.second]
    return ["", f"{_when(row)}. {' '.join(row.both)}".rstrip(), *apart]


def _when(row: Row) -> str:
    since, until = month_name(row.month), month_name(row.until)
    return since if row.month == row.until else f"{since} to {until}"


def machine(told: Pair, titles: tuple[str, str]) -> dict[str, Any]:
    """The same for machines."""
    return {"name": told.name, "scenarios": list(titles), "parting": told.parting, "why": told.why,
            "rows": [row._asdict() for row in told.rows]}  # fmt: skip
