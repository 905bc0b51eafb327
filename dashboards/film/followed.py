"""The story of whom the visitor follows, in both worlds, month by month."""

import re
import shlex
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Any

import solara

from dashboards import shell
from dashboards.controls import raw, text
from dashboards.film.cinema import Film
from dashboards.film.whom import key_said
from simulation.stories import agency, group, person
from simulation.stories.archive import Archive
from simulation.stories.pair import Pair, Row, side_by_side
from simulation.stories.telling import Story
from simulation.words import month_name, words


@solara.component
def Followed(
    film: Film, titles: tuple[str, str], picked: dict[str, Any] | None, month: int, command: str = ""
) -> None:  # fmt: skip
    """Both stories of somebody who has been picked, up to the month that is shown; in a room, the newest step.

    command: by which the command line tells the same, without its last word; empty where it knows nothing of this film.
    """
    told = solara.use_memo(lambda: both_stories(film, titles, picked), [film.name, str(picked)])
    if told is None:
        return
    known, room = [row for row in told.rows if row.until < month], shell.presenter.value
    with solara.v.Html(tag="div", class_="screen").key(f"{film.name} {picked}"):
        text("h2", told.name)
        text("p", words()["pair"]["invented"], "soft")
        if picked and not room:
            text("p", keyed(picked["kind"], key_said(film, picked), command), "soft")
        for sentence in () if room else told.why:
            text("p", sentence)
        earlier, last = parted([row for row in known if _brief(row)][-1:] if room else known, titles)
        raw(earlier)
        raw(last)


def parted(known: Sequence[Row], titles: tuple[str, str]) -> tuple[str, str]:
    """A story's opening with its earlier years, each behind a fold; and its last year, which alone changes by month."""
    years = [(year, list(told)) for year, told in groupby(known[1:], lambda row: row.month // 12 + 1)]
    folds = (f"<details><summary>Year {year}</summary>{rows(told, titles)}</details>" for year, told in years[:-1])
    earlier = f'{rows(known[:1], titles)}<div class="years">{"".join(folds)}</div>'
    return earlier, rows(years[-1][1], titles) if years else ""


def keyed(kind: str, key: str, command: str) -> str:
    """By which key somebody is followed again, here and on the command line."""
    said = words()["follow"]
    again = said["command"].format(command=f"{command} --{kind} {shlex.quote(key)}") if command else ""
    return f"{said['its_key'].format(kind=said['kinds'][kind].lower(), key=key)} {again}".rstrip()


def _brief(row: Row) -> bool:
    """Whether a step fits a screen of a room: three numbers with those of its date."""
    said = " ".join([month_name(row.month), month_name(row.until), *row.both, *row.first, *row.second])
    return len(re.findall(r"\d[\d.,]*", said)) <= 3


def both_stories(film: Film, titles: tuple[str, str], picked: dict[str, Any] | None) -> Pair | None:
    """The two stories of whom the picture says is picked; None for nobody, or for somebody unknown."""
    if not picked:
        return None
    number, kind = picked["number"], picked["kind"]
    if kind == "person":
        stories = [_person(world, int(number)) for world in film.worlds]
    elif kind == "group":
        stories = [_group(world, int(one)) for world, one in zip(film.worlds, number, strict=True)]
    else:
        place, service = divmod(int(number), 4)
        stories = [agency.story(world, service, place) for world in film.worlds]
    return side_by_side(stories[0], stories[1], titles)


def _person(world: Archive, number: int) -> Story | None:
    return person.story(world, int(world.people["key"][number])) if 0 < number < len(world.people) else None


def _group(world: Archive, number: int) -> Story | None:
    return group.story(world, int(world.groups["key"][number])) if 0 < number < len(world.groups) else None


def rows(told: Sequence[Row], titles: tuple[str, str]) -> str:
    """Rows as one list, since a year of a life has dozens of parts; everything that people wrote is escaped."""
    return f'<ol class="story">{"".join(_row(row, titles) for row in told)}</ol>'


def _row(row: Row, titles: tuple[str, str]) -> str:
    when = month_name(row.month) if row.until == row.month else f"{month_name(row.month)} to {month_name(row.until)}"
    both = f"<p>{escape(' '.join(row.both))}</p>" if row.both else ""
    sides = zip("ab", titles, (row.first, row.second), strict=True)
    apart = "".join(
        f'<div><p class="{css}">{escape(title)}</p><p>{escape(" ".join(said) or "Nothing new.")}</p></div>'
        for css, title, said in sides
    )
    two = f'<div class="two">{apart}</div>' if row.first or row.second else ""
    return f'<li class="{"parting" if row.parts else ""}"><p class="when">{when}</p>{both}{two}</li>'
