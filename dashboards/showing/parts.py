"""What each part of the model does: made when somebody asks for it, with what the command line says and draws of it."""

import solara

from dashboards.answering.each_off import each_off
from dashboards.answering.hearing import Heard, Hearing
from dashboards.answering.orders import BusyError, Pace
from dashboards.answering.visitor import visitor
from dashboards.controls import Button, Download, alert, raw, text
from dashboards.showing.figure import Picture
from simulation.experiments.ablation import SEEDS, YEARS, Ablation
from simulation.experiments.measures import MAIN
from simulation.outputs.drawing.pictures import table
from simulation.outputs.folder import SWITCHED_OFF_TABLE
from simulation.outputs.switched_off import telling as switched_off
from simulation.scenario import Scenario, ScenarioError
from simulation.words import counted, words


def as_it_is(found: Ablation) -> Ablation:
    """What is shown of what has been found is drawn by the page."""
    return found


class Asking:
    """One scenario without each of its parts, once somebody asks; a page that reads it is drawn anew for news."""

    def __init__(self, visitor: str, scenario: Scenario) -> None:
        self._visitor, self._scenario, self._news = visitor, scenario, solara.reactive(object())
        self._hearing, self._stopped, self._refused = Hearing(as_it_is, None, self._tell), False, ""

    @property
    def heard(self) -> Heard[Ablation]:
        """How far it is."""
        self._news.get()
        return self._hearing.heard

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.heard.done < self.heard.total and not (self._stopped or self._refused)

    @property
    def trouble(self) -> str:
        """What went wrong."""
        return self._refused or self.heard.trouble

    def ask(self) -> None:
        """Begin, or go on."""
        self._refused, self._stopped = "", False
        self._hearing = Hearing(as_it_is, self._hearing.heard.picture, self._tell)
        try:
            question = each_off(self._scenario)
            if not self._hearing.recall(question):
                self._hearing.ask(self._visitor, question, Pace.LONG)
        except (BusyError, ScenarioError) as error:
            self._refused = str(error)
        self._tell()

    def stop(self) -> None:
        """No more runs; what is there stays."""
        self._stopped = self._hearing.heard.done < self._hearing.heard.total
        self._hearing.cancel()
        self._tell()

    def _tell(self) -> None:
        self._news.value = object()


@solara.component
def Parts(scenario: Scenario) -> None:
    """Each part of the model off in turn, in one way of working."""
    asking: Asking = solara.use_memo(
        lambda: Asking(f"{visitor()} parts", scenario), [scenario.fingerprint, scenario.title]
    )
    trouble, set_trouble = solara.use_state("")
    solara.use_effect(lambda: asking.stop, [asking])
    said, heard = words()["parts"], asking.heard
    with solara.v.Html(tag="section", class_="parts"):
        text("h2", said["title"])
        lasting, runs = counted(YEARS, "year", "years"), counted(SEEDS, "repeat run", "repeat runs")
        text("p", said["about"].format(years=lasting, way=scenario.title, runs=runs))
        with solara.v.Html(tag="div", class_="stage"):
            text("p", status(heard, asking.busy), role="status")
            if asking.busy:
                bar = {"max": str(heard.total), "value": str(heard.done), "aria-label": said["making"]}
                solara.v.Html(tag="progress", attributes=bar)
                Button("Stop", asking.stop)
            elif not heard.total or heard.done < heard.total or asking.trouble:
                Button(said["go_on"] if heard.total else said["begin"], asking.ask)
        alert(trouble or asking.trouble)
        if heard.picture is not None:
            Found(heard.picture)
            name = SWITCHED_OFF_TABLE
            Download(said["take"], name, lambda found=heard.picture: switched_off.rows(found).encode(), set_trouble)


def status(heard: Heard[Ablation], busy: bool) -> str:
    """How far it is, in a sentence; nothing before it has been asked for."""
    said = words()["parts"]
    if heard.picture is None:
        return said["first"] if busy else ""
    runs = max(one.runs for one in heard.picture.effects)
    whole = heard.done == heard.total and not busy
    return said["whole" if whole else "known"].format(runs=runs, all=SEEDS)


@solara.component
def Found(found: Ablation) -> None:
    """What was found: in words, as a table, and one main outcome at a time as a picture."""
    said = words()["parts"]
    which, set_which = solara.use_state(0)
    header, lines = switched_off.cells(found, " (")
    raw(table(header, [[line[0], *map(closed, line[1:])] for line in lines], label=said["table"]))
    for line in (switched_off.units(), *switched_off.told(found)):
        text("p", line)
    with solara.v.Html(tag="div", class_="bar", attributes={"role": "group", "aria-label": said["which"]}):
        for number, short in enumerate(switched_off.SHORT):
            Button(short.capitalize(), lambda number=number: set_which(number), pressed=number == which)
    for figure in switched_off.figures(found, MAIN[which]):
        Picture(figure)


def closed(cell: str) -> str:
    """A cell whose interval, if it has one, stands in brackets."""
    return f"{cell})" if "(" in cell else cell
