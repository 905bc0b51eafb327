"""What happens in the month that the picture shows, and in its year, in both worlds."""

import solara

from dashboards import shell
from dashboards.controls import text
from dashboards.film.cinema import Film
from dashboards.stories import narration
from dashboards.words import month_name

FEW = 1
"""Sentences on a projector: few numbers at a time."""


@solara.component
def Happening(film: Film, titles: tuple[str, str], month: int) -> None:
    """Both worlds beside each other: the month's events, then the year's."""
    at = month - 1
    told = solara.use_memo(lambda: narration.month(film.worlds, at), [film.name, at])
    chapter = solara.use_memo(lambda: narration.year(film.worlds, at // 12 + 1), [film.name, at // 12])
    text("h2", f"What happens in {month_name(at)}")
    _both(titles, told)
    if not shell.presenter.value:
        text("h3", f"Year {at // 12 + 1} as a whole")
        _both(titles, chapter)


def _both(titles: tuple[str, str], told: narration.Both) -> None:
    with solara.v.Html(tag="div", class_="two"):
        for css, title, sentences in zip("ab", titles, told, strict=True):
            with solara.v.Html(tag="div"):
                text("p", title, css)
                few = sentences[:FEW] if shell.presenter.value else sentences
                text("p", " ".join(few) or "Nothing out of the ordinary happens.")
