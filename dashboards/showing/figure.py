"""A figure on a page: its title, its drawing, the same in words, and the numbers behind a fold."""

import solara

from dashboards.controls import Folded, raw, text
from dashboards.showing import charts
from simulation.outputs.drawing.pictures import table
from simulation.outputs.figures import Figure


@solara.component
def Picture(figure: Figure, before: Figure | None = None) -> None:
    """One figure, with the same before a change in it."""
    with solara.v.Html(tag="figure"):
        with solara.v.Html(tag="figcaption"):
            text("strong", figure.title)
            text("span", f" {figure.unit}", "soft")
        said = f"{figure.said} Before the change: {before.said}" if before else figure.said
        charts.Chart(
            name=figure.name,
            title=figure.title,
            said=said,
            option=charts.option(figure, before),
            height=charts.height(figure, before),
        )
        text("p", figure.said)
        with Folded("The numbers"):
            raw(table(figure.header, figure.rows, figure.wordy))
            if before:
                text("p", "Before the change:")
                raw(table(before.header, before.rows, before.wordy))
