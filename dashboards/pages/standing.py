"""What the shipped ways of working come to, for pages that quote it: made once, found on the shelf by all."""

import traceback
from collections.abc import Callable, Mapping
from typing import Any

import solara

from dashboards.answering.bench import bench
from dashboards.answering.finished import Finished
from dashboards.answering.orders import BusyError
from dashboards.answering.questions import refined
from dashboards.answering.runs import live
from dashboards.answering.visitor import visitor
from dashboards.asking.choice import Choice
from simulation.experiments.compare import Comparison
from simulation.scenario import ScenarioError

type Quote = Callable[[Comparison, str], str]
"""Says something of a comparison about its second way of working."""

_known = Finished[dict[str, str]](4)

NOTHING = "The numbers of the shipped town could not be made. Reload the page to try again."


def use_shipped(quotes: Mapping[str, Quote]) -> tuple[dict[str, str], str]:
    """What is quoted of all repeat runs of the shipped pair, by name, and what went wrong.

    Nothing is quoted until all are there; only the words stay with the visitor.
    """
    said, set_said = solara.use_state({}, key="said")
    trouble, set_trouble = solara.use_state("", key="trouble")

    def ask() -> Any:
        runs = dict[int, Any]()

        def told(number: int, result: Any) -> None:
            runs[number] = result
            if len(runs) < len(question.tasks):
                return
            found = _quoted(question.so_far(runs), quotes)
            runs.clear()
            if found:
                _known.put(asked, found)
            set_said(found)
            set_trouble("" if found else NOTHING)

        try:
            question = refined(Choice().pair())
            known = _known.get(asked := (tuple(question.tasks), tuple(quotes.items())))
            if known is not None:
                set_said(known)
                return None
            return bench().ask(f"{visitor()} about", live, question.tasks, told).cancel
        except (BusyError, ScenarioError) as error:
            set_trouble(str(error))
            return None

    solara.use_effect(ask, [])
    return said, trouble


def _quoted(comparison: Comparison, quotes: Mapping[str, Quote]) -> dict[str, str]:
    """What is said of a comparison, by name; nothing where nothing can be."""
    if not comparison.complete:
        return {}
    try:
        return {name: quote(comparison, comparison.names[1]) for name, quote in quotes.items()}
    except Exception:
        traceback.print_exc()
        return {}
