"""Pictures drawn by the bench's processes, from runs that lie on its shelf: the server, which all share, stays free."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from dashboards.answering.ticket import Kept, Lost
from simulation.experiments.design import Task
from simulation.experiments.shelf import Shelf


class Asked[Found](Protocol):
    """A question whose results are drawn."""

    @property
    def tasks(self) -> Sequence[Task]:
        """What is to be done."""

    @property
    def work(self) -> Callable[[Task], Any]:
        """How, as the bench is told it."""

    @property
    def named(self) -> Hashable:
        """All that a picture hangs on, titles that people wrote among it."""

    def found(self, results: Mapping[int, Any]) -> Found | None:
        """What can be drawn of the results so far, by the number of the task; None where that is nothing."""

    def lost(self, results: Mapping[int, Any]) -> Collection[int]:
        """The repeat runs that were lost."""


@dataclass(frozen=True)
class Drawing[Picture, Found]:
    """What is to be drawn of which results of a question, as they were told: on the shelf, in hand or lost.

    draw: importable.
    """

    draw: Callable[[Found], Picture]
    question: Asked[Found]
    results: Mapping[int, Any]
    shelf: Shelf

    @property
    def key(self) -> str:
        """All that the picture hangs on."""
        of = [(self.question.tasks[n].key, isinstance(one, Lost)) for n, one in sorted(self.results.items())]
        return repr((self.draw.__module__, self.draw.__qualname__, self.question.named, of))


@dataclass(frozen=True)
class Drawn[Picture]:
    """What was drawn: None where nothing can be."""

    picture: Picture | None


def drawn[Picture, Found](drawing: Drawing[Picture, Found]) -> Drawn[Picture]:
    """Draw it. What has gone from the shelf meanwhile, as the least used does, is made again."""
    question = drawing.question

    def read(number: int, result: Any) -> Any:
        if not isinstance(result, Kept):
            return result
        kept = drawing.shelf.get(result.key)
        return question.work(question.tasks[number]) if kept is None else kept

    found = question.found({number: read(number, result) for number, result in drawing.results.items()})
    return Drawn(None if found is None else drawing.draw(found))
