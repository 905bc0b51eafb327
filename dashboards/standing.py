"""The comparison of the shipped ways of working, for pages that quote it: made once, found on the shelf by all."""

from typing import Any

import solara

from dashboards.bench import bench
from dashboards.choice import Choice
from dashboards.orders import BusyError
from dashboards.questions import refined
from dashboards.runs import live
from dashboards.visitor import visitor
from simulation.experiments.compare import Comparison


def use_shipped() -> Comparison | None:
    """All repeat runs of the shipped pair, or None as long as some are missing."""
    found, set_found = solara.use_state(None, key="shipped")

    def ask() -> Any:
        question, runs = refined(Choice().pair()), dict[int, Any]()

        def told(number: int, result: Any) -> None:
            runs[number] = result
            if len(runs) == len(question.tasks):
                set_found(question.so_far(runs))

        try:
            return bench().ask(f"{visitor()} about", live, question.tasks, told).cancel
        except BusyError:
            return None

    solara.use_effect(ask, [])
    return found
