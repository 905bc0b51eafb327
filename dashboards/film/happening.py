"""What happens in the month that the picture shows, and in its year, in both worlds."""

from collections.abc import Sequence

import solara

from dashboards import shell
from dashboards.controls import text
from dashboards.film.cinema import Film
from simulation.stories import narration
from simulation.words import month_name


@solara.component
def Happening(film: Film, titles: tuple[str, str], month: int) -> None:
    """Both worlds beside each other: the month's events, then the year's; on a projector the first event alone."""
    at, room = month - 1, shell.presenter.value
    told = solara.use_memo(lambda: narration.month(film.worlds, at), [film.name, at])
    chapter = solara.use_memo(lambda: narration.year(film.worlds, at // 12 + 1), [film.name, at // 12])
    with solara.v.Html(tag="section", class_="screen"):
        text("h2", f"What happens in {month_name(at)}")
        _both(titles, [[one] if one else [] for one in narration.headlines(film.worlds, at)] if room else told)
        if not room:
            text("h3", f"Year {at // 12 + 1} as a whole")
            _both(titles, chapter)


def _both(titles: tuple[str, str], told: Sequence[Sequence[str]]) -> None:
    with solara.v.Html(tag="div", class_="two"):
        for css, title, sentences in zip("ab", titles, told, strict=True):
            with solara.v.Html(tag="div"):
                text("p", title, css)
                text("p", " ".join(sentences) or "Nothing out of the ordinary happens.")
