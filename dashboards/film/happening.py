"""What happens in the month that the picture shows, and in its year, in both worlds."""

from collections.abc import Sequence
from html import escape

import solara

from dashboards import shell
from dashboards.controls import raw, text
from dashboards.film.cinema import Film
from simulation.stories import narration
from simulation.words import month_name

NOTHING = "Nothing out of the ordinary happens."


@solara.component
def Happening(film: Film, titles: tuple[str, str], month: int) -> None:
    """Both worlds beside each other: the month's events, then the year's; on a projector the first event alone.

    One piece beneath its heading, since it is told anew twice a second while somebody plays.
    """
    at, room = month - 1, shell.presenter.value
    told = solara.use_memo(lambda: _told(film, titles, at, room), [film.name, titles, at, room])
    with solara.v.Html(tag="section", class_="screen"):
        text("h2", f"What happens in {month_name(at)}")
        raw(told)


def _told(film: Film, titles: tuple[str, str], at: int, room: bool) -> str:
    if room:
        return _both(titles, [[one] if one else [] for one in narration.headlines(film.worlds, at)])
    year = at // 12 + 1
    months, whole = narration.month(film.worlds, at), narration.year(film.worlds, year)
    return f"{_both(titles, months)}<h3>Year {year} as a whole</h3>{_both(titles, whole)}"


def _both(titles: tuple[str, str], told: Sequence[Sequence[str]]) -> str:
    """Both columns; everything that people wrote is escaped."""
    columns = (
        f'<div><p class="{css}">{escape(title)}</p><p>{escape(" ".join(sentences) or NOTHING)}</p></div>'
        for css, title, sentences in zip("ab", titles, told, strict=True)
    )
    return f'<div class="two">{"".join(columns)}</div>'
