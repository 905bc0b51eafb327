"""What a visitor takes away: the command line's own files, made from the runs on screen."""

import io
import shlex
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboards.answering.bench import bench
from dashboards.answering.orders import BusyError
from dashboards.answering.questions import refined
from dashboards.answering.runs import live
from dashboards.answering.ticket import State
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Design
from simulation.experiments.execute import Result
from simulation.outputs import store
from simulation.outputs.folder import MONTHLY, REPORT, SUMMARY
from simulation.scenario import Scenario

ALL = "results.zip"
SHOWN = {
    SUMMARY: "A line for each repeat run (CSV)",
    MONTHLY: "Every month (Parquet)",
    REPORT: "The report (HTML)",
    ALL: "Everything, to be remade by run.py reproduce (ZIP)",
}
"""What can be fetched, and what it is called."""

PATIENCE = 120.0
"""Seconds to wait for runs that the shelf has lost."""


class TakeAway:
    """The files of one pair, made when first asked for."""

    def __init__(self, visitor: str, pair: Sequence[Scenario]) -> None:
        self._visitor, self._pair = visitor, tuple(pair)

    def get(self, name: str) -> bytes:
        """One of SHOWN. Raises BusyError where its runs have to be made again and take too long, or none ended well."""
        if name != ALL:
            return self.files[name]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for one, content in self.files.items():
                archive.writestr(f"results/{one}", content)
        return packed.getvalue()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file of a folder of results, and the two scenarios from which the command makes it again."""
        comparison = self._comparison()
        arms = comparison.design.arms
        scenarios = {f"{arm.name}.yaml": arm.scenario.to_yaml().encode() for arm in arms}
        command = shlex.join(["run.py", "compare", *scenarios, "--seeds", str(comparison.design.seeds)])
        with tempfile.TemporaryDirectory() as place:
            store.write(Path(place), comparison, command)
            return {path.name: path.read_bytes() for path in sorted(Path(place).iterdir())} | scenarios

    def _comparison(self) -> Comparison:
        question, runs = refined(self._pair), dict[int, Any]()
        ticket = bench().ask(f"{self._visitor} files", live, question.tasks, runs.__setitem__)
        if not ticket.wait(PATIENCE) or ticket.state is not State.DONE:
            ticket.cancel()
            raise BusyError("The repeat runs take too long just now. Try again in a minute.")
        found = question.so_far(runs)
        if not found.complete:
            raise BusyError(
                "There is nothing to take away: no repeat run ended well in both ways. Try again in a minute."
            )
        return _in_order(question.design, found)


def _in_order(design: Design, found: Comparison) -> Comparison:
    """The same in the order in which the command line makes it, so that every byte agrees."""
    place = {
        (task.seed, task.draw, arm.name): n
        for n, (task, arm) in enumerate((task, arm) for task in design.tasks() for arm in task.arms)
    }
    every: list[Result] = [*found.runs, *found.failures]
    return Comparison(design, sorted(every, key=lambda one: place[one.seed, one.draw, one.arm]))
