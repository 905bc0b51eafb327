"""The leading outcomes at a glance: a table with what was before beneath, or three numbers for a room."""

from html import escape

import solara

from dashboards.controls import Button, raw, text
from dashboards.screen import OUTCOMES, Row, Screen

HEADER = ("", "difference", "95 % interval", "rests on assumptions without evidence")


@solara.component
def Glance(now: Screen, before: Screen | None) -> None:
    """All leading outcomes as one table."""
    raw(table(now, before))


def table(now: Screen, before: Screen | None) -> str:
    """The table: a group of rows for each outcome; everything that people wrote is escaped."""
    columns = [f'<span class="a">{escape(now.names[0])}</span>', f'<span class="b">{escape(now.names[1])}</span>']
    head = "".join(f'<th scope="col">{one}</th>' for one in (HEADER[0], *columns, *HEADER[1:]))
    groups = []
    for outcome, title in enumerate(OUTCOMES):
        rows = [row for row in now.rows if row.outcome == outcome]
        if rows:
            told = "".join(_row(row, _before(row, before), now) for row in rows)
            heading = f'<tr><th scope="rowgroup" colspan="6" class="outcome">{outcome + 1}. {title}</th></tr>'
            groups.append(f"<tbody>{heading}{told}</tbody>")
    return f'<div class="table glance"><table><thead><tr>{head}</tr></thead>{"".join(groups)}</table></div>'


def _before(row: Row, before: Screen | None) -> Row | None:
    return next((one for one in before.rows if one.label == row.label), None) if before else None


def _row(row: Row, before: Row | None, now: Screen) -> str:
    label = f'{escape(row.label)} <span class="unit">{escape(row.unit)}</span>'
    sure = {"clear": "clear", "could be either way": "either way"}.get(row.surely, row.surely)
    interval = f"{row.interval} <em>{sure}</em>" if row.interval else ""
    earlier = (before.a, before.b, before.difference, before.interval, "") if before else ("",) * 5
    labels = (*now.names, *HEADER[1:])
    cells = "".join(
        f'<td data-label="{escape(said)}">{cell}{_was(was)}</td>'
        for said, cell, was in zip(labels, (row.a, row.b, row.difference, interval, row.rests), earlier, strict=True)
    )
    return f'<tr><th scope="row">{label}</th>{cells}</tr>'


def _was(said: str) -> str:
    return f'<span class="was"><span class="sr">before: </span>{said}</span>' if said else ""


@solara.component
def Projected(now: Screen) -> None:
    """One outcome after the other, for a room: three numbers."""
    at, set_at = solara.use_state(0)
    row = now.rows[min(at, len(now.rows) - 1)]
    with solara.v.Html(tag="div", class_="projected"):
        text("h2", OUTCOMES[row.outcome])
        text("p", f"{row.label}, {row.unit}", "soft")
        raw(_bars(row, now.names))
        if row.difference:
            text("p", f"Difference: {row.difference}. {_surely(row)}")
        with solara.v.Html(tag="div", class_="bar"):
            Button("Previous", lambda: set_at(max(at - 1, 0)), disabled=at == 0)
            Button("Next", lambda: set_at(min(at + 1, len(now.rows) - 1)), disabled=at >= len(now.rows) - 1)


def _surely(row: Row) -> str:
    return {"clear": "Clear.", "could be either way": "It could be either way."}.get(row.surely, "")


def _bars(row: Row, names: tuple[str, str]) -> str:
    most = max(*row.levels, 1e-9)
    told = zip(("a", "b"), names, (row.a, row.b), row.levels, strict=True)
    return "".join(
        f'<div class="way"><span class="{css}">{escape(name)}</span><b>{escape(said.partition(" (")[0])}</b>'
        f'<span class="length {css}" style="width:{100 * level / most:.1f}%"></span></div>'
        for css, name, said, level in told
    )
