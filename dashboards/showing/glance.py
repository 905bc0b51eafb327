"""The leading outcomes at a glance: a table with what was before beneath, or three numbers for a room."""

from html import escape

import solara

from dashboards.controls import Button, raw, text
from dashboards.showing.screen import OUTCOMES, Row, Screen

HEADER = ("difference", "95 % interval", "how surely", "rests on assumptions without evidence")
SURELY = {"clear": "clear", "could be either way": "either way"}


@solara.component
def Glance(now: Screen, before: Screen | None) -> None:
    """All leading outcomes as one table."""
    raw(table(now, before))


def table(now: Screen, before: Screen | None) -> str:
    """The table: a group of rows for each outcome; everything that people wrote is escaped."""
    ways = [f'<span class="{css}">{escape(name)}</span>' for css, name in zip("ab", now.names, strict=True)]
    head = "".join(f'<th scope="col">{one}</th>' for one in (*ways, *HEADER))
    earlier = {row.label: row for row in before.rows} if before else {}
    groups = []
    for outcome, title in enumerate(OUTCOMES):
        heading = f'<tr><th scope="rowgroup" colspan="7" class="outcome">{outcome + 1}. {title}</th></tr>'
        rows = [row for row in now.rows if row.outcome == outcome]
        told = "".join(_row(row, now) + _was(earlier.get(row.label), row, now.names) for row in rows)
        groups += [f"<tbody>{heading}{told}</tbody>"] if rows else []
    return f'<div class="table glance"><table><thead><tr><td></td>{head}</tr></thead>{"".join(groups)}</table></div>'


def _row(row: Row, now: Screen) -> str:
    label = f'{escape(row.label)} <span class="unit">{escape(row.unit)}</span>'
    unknown = "" if now.whole or row.surely == "no difference" else "<i>not known yet</i>"
    return f'<tr><th scope="row">{label}</th>{_cells(row, now.names, row.rests or unknown)}</tr>'


def _was(row: Row | None, now: Row, names: tuple[str, str]) -> str:
    """What was before the change, in a row of its own; its unit where that is another, as of more repeat runs."""
    if row is None:
        return ""
    unit = "" if row.unit == now.unit else f' <span class="unit">{escape(row.unit)}</span>'
    label = f'<span class="sr">{escape(row.label)}, </span>before the change{unit}'
    return f'<tr class="was"><th scope="row">{label}</th>{_cells(row, names, row.rests)}</tr>'


def _cells(row: Row, names: tuple[str, str], rests: str) -> str:
    said = (_told(row.a), _told(row.b), row.difference, row.interval, SURELY.get(row.surely, row.surely), rests)
    labels = (*names, *HEADER)
    return "".join(
        f'<td data-label="{escape(label)}">{one}</td>' for label, one in zip(labels, said, strict=True)
    )  # fmt: skip


def _told(said: str) -> str:
    """A number, and what goes with it in a line of its own."""
    number, _, more = said.partition("; ")
    return f"<span>{number}<i>{more}</i></span>" if more else number


@solara.component
def Projected(now: Screen) -> None:
    """One outcome after the other, for a room: three numbers."""
    at, set_at = solara.use_state(0)
    row = now.rows[min(at, len(now.rows) - 1)]
    with solara.v.Html(tag="div", class_="projected"):
        text("h2", OUTCOMES[row.outcome])
        text("p", f"{row.label}, {_in_letters(row.unit)}" if row.outcome else row.label, "soft")
        raw(_bars(row, now.names))
        text("p", f"Difference: {row.difference}. {_surely(row)}" if row.difference and row.outcome else "")
        with solara.v.Html(tag="div", class_="bar"):
            Button("Previous", lambda: set_at(max(at - 1, 0)), disabled=at == 0)
            Button("Next", lambda: set_at(min(at + 1, len(now.rows) - 1)), disabled=at >= len(now.rows) - 1)


def _in_letters(unit: str) -> str:
    """A unit without a number, since three others are on the screen."""
    return unit.replace("of 1,000", "of a thousand").replace("1,000", "thousand")


def _surely(row: Row) -> str:
    return {"clear": "Clear.", "could be either way": "It could be either way."}.get(row.surely, "")


def _bars(row: Row, names: tuple[str, str]) -> str:
    most = max(*row.levels, 1e-9)
    told = zip(("a", "b"), names, (row.a, row.b), row.levels, strict=True)
    return "".join(
        f'<div class="way"><span class="{css}">{escape(name)}</span><b>{escape(said.partition("; ")[0])}</b>'
        f'<span class="length {css}" style="width:{100 * level / most:.1f}%"></span></div>'
        for css, name, said, level in told
    )
