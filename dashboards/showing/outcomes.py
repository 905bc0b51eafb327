"""The leading outcomes in full: for each of the five a heading, its figures and what goes with them; then the years."""

import solara

from dashboards import shell
from dashboards.controls import Button, text
from dashboards.showing.figure import Picture
from dashboards.showing.glance import Glance, Projected
from dashboards.showing.screen import OUTCOMES, Screen
from simulation.experiments.measures import FIFTHS
from simulation.outputs.series import SERIES


@solara.component
def Shown(seen: Screen, before: Screen | None = None, last: tuple[Screen | None, Screen | None] = (None, None)) -> None:
    """The glance and everything behind it; on a projector one outcome after the other.

    A single run has no pictures: until there are more, those of what was last on screen stay where they are.
    """
    if shell.presenter.value:
        Projected(seen)
        return
    Glance(seen, before)
    drawn, beside = (one if one and one.runs > 1 else None for one in ((seen, before) if seen.runs > 1 else last))
    with solara.v.Html(tag="div"):
        if drawn and drawn is not seen:
            text("p", "The pictures show what was there before until there are repeat runs of this.", "told")
    if drawn:
        Outcomes(drawn, beside)


@solara.component
def Outcomes(now: Screen, before: Screen | None) -> None:
    """Everything beneath the glance."""
    for number, title in enumerate(OUTCOMES):
        with solara.v.Html(tag="section"):
            text("h2", f"{number + 1}. {title}")
            if number == 2:
                Years(now, before)
                continue
            with solara.v.Html(tag="div"):
                for said in NOTES[number]:
                    if said in now.notes:
                        text("p", now.notes[said])
            with solara.v.Html(tag="div", class_="pictures" if len(FIGURES[number]) > 1 else ""):
                for name in FIGURES[number]:
                    _picture(name, now, before)


FIGURES = {0: ("coping",), 1: ("payers-apart",), 3: tuple(f"fifth-{name}" for name in FIFTHS), 4: ("surely",)}
NOTES = {0: ("coping",), 1: ("money",), 3: ("whom",), 4: ()}
"""Which figures, and which sentences, belong to each of OUTCOMES."""


@solara.component
def Years(now: Screen, before: Screen | None) -> None:
    """One series over the years, and which."""
    name, set_name = solara.use_state("in_crisis")
    with solara.v.Html(tag="div", class_="bar", attributes={"role": "group", "aria-label": "What is followed"}):
        for series in SERIES:
            Button(series.label, lambda chosen=series.name: set_name(chosen), pressed=series.name == name)
    text("p", f"Counts of people are of the {now.people:,} who are simulated.", "soft")
    with solara.v.Html(tag="div", class_="pictures"):
        _picture(name, now, before)
        _picture(f"{name}-difference", now, before)


def _picture(name: str, now: Screen, before: Screen | None) -> None:
    Picture(now.figures[name], before.figures[name] if before else None)
