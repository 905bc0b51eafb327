"""Answers as they come: a first one at once, then repeat runs, for a pair of ways of working; and how far they are."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import solara

from dashboards.answering.bench import bench
from dashboards.answering.orders import BusyError
from dashboards.answering.questions import Question, quick, refined
from dashboards.answering.runs import live
from dashboards.answering.ticket import Lost, Ticket
from dashboards.answering.visitor import visitor
from dashboards.showing.screen import Screen, first, screen
from simulation.scenario import Scenario, ScenarioError

PAUSE = 2.0
"""Seconds between two pictures of an answer that is still being made."""


@dataclass(frozen=True)
class Stage:
    """How far an answer is: tasks done, of how many; repeat runs lost; whether somebody stopped it; what went wrong."""

    done: int = 0
    total: int = 0
    lost: int = 0
    stopped: bool = False
    trouble: str = ""

    @property
    def may_go_on(self) -> bool:
        """Whether asking again can bring more."""
        return self.stopped or bool(self.trouble) or (self.lost > 0 and not self.busy)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.done < self.total and not self.stopped


class Answer:
    """The answer for one pair at a time, as two things that a page may watch: `screen` and `stage`.

    The runs themselves stay on the bench's shelf. visitor: who asks; their first answers wait behind nobody's rest.
    """

    def __init__(self, visitor: str) -> None:
        self.screen: solara.Reactive[Screen | None] = solara.reactive(None)
        self.stage: solara.Reactive[Stage] = solara.reactive(Stage())
        self.pair: tuple[Scenario, ...] = ()
        self._visitor, self._tickets = visitor, list[Ticket]()

    def ask(self, pair: Sequence[Scenario]) -> None:
        """Answer for this pair from now on; the same pair goes on, or is taken up again where it was stopped."""
        if _same(pair, self.pair) and not self.stage.value.may_go_on:
            return
        self._cancel()
        if not _same(pair, self.pair):
            self.screen.value = None
        self.pair, self.stage.value = tuple(pair), Stage()
        try:
            if self.screen.value is None:
                self._begin(f"{self._visitor} first", _Telling(self, quick(pair)))
            self._begin(self._visitor, _Telling(self, refined(pair)))
        except (BusyError, ScenarioError) as error:
            self.stage.value = Stage(trouble=str(error))

    def stop(self) -> None:
        """No more runs; what is there stays."""
        self._cancel()
        if self.stage.value.busy:
            self.stage.value = replace(self.stage.value, stopped=True)

    def clear(self) -> None:
        """Forget everything."""
        self._cancel()
        self.pair, self.screen.value, self.stage.value = (), None, Stage()

    def _begin(self, visitor: str, telling: "_Telling") -> None:
        telling.total = len(telling.question.tasks)
        self._tickets.append(bench().ask(visitor, live, telling.question.tasks, telling.told))

    def _cancel(self) -> None:
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets.clear()


def use_answer(name: str, pair: tuple[Scenario, ...] | None) -> Answer:
    """The answer that a page of this tab shows under a name, for a pair; for None there is none."""
    answer: Answer = solara.use_memo(lambda: Answer(f"{visitor()} {name}".rstrip()), [])

    def ask() -> None:
        if pair is None:
            answer.clear()
        else:
            answer.ask(pair)

    solara.use_effect(ask, [pair])
    solara.use_effect(lambda: answer.clear, [])
    return answer


class _Telling:
    """What one question's ticket calls: it keeps the runs until all are there, and draws now and then."""

    def __init__(self, answer: Answer, question: Question) -> None:
        self.answer, self.question, self.total = answer, question, 0
        self._pair, self._runs, self._drawn = answer.pair, dict[int, Any](), 0.0
        self._both = sum(task.draw is question.draw for task in question.tasks if task.arms)

    def told(self, number: int, result: Any) -> None:
        """Note a run; show what is known where that is due."""
        if self.answer.pair is not self._pair:
            return
        self._runs[number] = result
        done, refining = len(self._runs), self.total > 2
        if done == self.total or (refining and time.monotonic() - self._drawn > PAUSE and done >= 4):
            self._show(refining)
        if refining and self.answer.pair is self._pair:
            lost = len(self.question.lost(self._runs))
            self.answer.stage.value = replace(self.answer.stage.value, done=done, total=self.total, lost=lost)
        if done == self.total:
            self._runs.clear()

    def _show(self, refining: bool) -> None:
        comparison = self.question.so_far(self._runs)
        if not comparison.seeds(self.question.draw, *comparison.names):
            if len(self._runs) == self.total:
                why = next((one.why for one in self._runs.values() if isinstance(one, Lost)), "No run ended well.")
                self.answer.stage.value = replace(self.answer.stage.value, trouble=why)
            return
        made = screen(comparison) if refining else first(comparison)
        seen = self.answer.screen.value
        if self.answer.pair is self._pair and (seen is None or made.runs >= seen.runs):
            self.answer.screen.value = made
        self._drawn = time.monotonic()


def _same(pair: Sequence[Scenario], other: Sequence[Scenario]) -> bool:
    return [(one.fingerprint, one.title) for one in pair] == [(one.fingerprint, one.title) for one in other]
