"""Answers as they come: a first one at once, then repeat runs, for a pair of ways of working; and how far they are.

Each question is told in a thread of its own, and a page is drawn by whichever comes last. Nothing is locked, since
nothing is written by two: what a question has told is written by its thread, and belongs to one asking, which is left
behind as a whole when something else is asked, with all that may still be told of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import solara

from dashboards.answering.bench import bench
from dashboards.answering.hearing import Hearing
from dashboards.answering.orders import BusyError, Pace
from dashboards.answering.questions import quick, quickest, refined
from dashboards.answering.visitor import visitor
from dashboards.showing.screen import Screen, beginning, first, screen
from simulation.scenario import Scenario, ScenarioError


@dataclass(frozen=True)
class Stage:
    """How far an answer is: runs done, of how many; whether somebody stopped it; repeat runs lost; what went wrong."""

    done: int = 0
    total: int = 0
    stopped: bool = False
    lost: int = 0
    trouble: str = ""

    @property
    def may_go_on(self) -> bool:
        """Whether asking again can bring more."""
        return self.stopped or (bool(self.trouble) and not self.busy)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.done < self.total and not self.stopped


class Answer:
    """The answer for one pair at a time; a page that reads it is drawn anew when there is more.

    The runs themselves stay on the bench's shelf. visitor: who asks; their first answers wait behind nobody's rest.
    """

    def __init__(self, visitor: str) -> None:
        self._visitor, self._news = visitor, solara.reactive(object())
        self._asked = _Asked((), None, self._tell)

    @property
    def pair(self) -> tuple[Scenario, ...]:
        """What the answer is about; empty where nothing is asked."""
        return self._now().pair

    @property
    def screen(self) -> Screen | None:
        """The picture of most runs so far."""
        return self._now().screen

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return self._now().stage

    def ask(self, pair: Sequence[Scenario]) -> None:
        """Answer for this pair from now on; the same pair goes on, or is taken up again where it was stopped."""
        now = self._asked
        same = _same(pair, now.pair)
        if same and not now.stage.may_go_on:
            return
        self._turn_to(pair, now.screen if same else None).begin(self._visitor)
        self._tell()

    def stop(self) -> None:
        """No more runs; what is there stays."""
        self._asked.stop()
        self._tell()

    def clear(self) -> None:
        """Forget everything."""
        if self._asked.pair:
            self._turn_to((), None)
            self._tell()

    def _now(self) -> "_Asked":
        self._news.get()
        return self._asked

    def _turn_to(self, pair: Sequence[Scenario], seen: Screen | None) -> "_Asked":
        self._asked.cancel()
        self._asked = asked = _Asked(pair, seen, self._tell)
        return asked

    def _tell(self) -> None:
        self._news.value = object()


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


class _Asked:
    """A pair asked once: its questions, and whether somebody stopped them. seen: what was there before."""

    def __init__(self, pair: Sequence[Scenario], seen: Screen | None, tell: Callable[[], None]) -> None:
        self.pair, self._stopped, self._refused = tuple(pair), False, ""
        self._refined, self._first = Hearing(screen, None, tell), Hearing(first, seen, tell)
        self._beginning = Hearing(beginning, None, tell)

    @property
    def screen(self) -> Screen | None:
        made = [one.heard.picture for one in (self._refined, self._first, self._beginning)]
        return max((one for one in made if one), key=lambda one: one.runs, default=None)

    @property
    def stage(self) -> Stage:
        if self._refused:
            return Stage(trouble=self._refused)
        rest = self._refined.heard
        trouble = rest.trouble or ("" if self.screen else self._first.heard.trouble)
        return Stage(rest.done, rest.total, self._stopped, rest.lost, trouble)

    def begin(self, visitor: str) -> None:
        try:
            whole = refined(self.pair)
            if self._refined.recall(whole):
                return
            if self.screen is None or self.screen.years:
                self._begin_first(f"{visitor} first")
            self._refined.ask(visitor, whole)
        except (BusyError, ScenarioError) as error:
            self._refused = str(error)

    def _begin_first(self, visitor: str) -> None:
        """Ask for a first answer; where others do too, for its first years first, and then for the whole time."""
        if self._first.recall(whole := quick(self.pair)):
            return
        years = quickest(self.pair) if bench().crowded(visitor) else None
        if years and not self._beginning.recall(years):
            self._beginning.ask(visitor, years, Pace.FIRST)
        self._first.ask(visitor, whole, Pace.REST if years else Pace.FIRST)

    def stop(self) -> None:
        self.cancel()
        self._stopped = self._stopped or self.stage.busy

    def cancel(self) -> None:
        for one in (self._beginning, self._first, self._refined):
            one.cancel()


def _same(pair: Sequence[Scenario], other: Sequence[Scenario]) -> bool:
    return [(one.fingerprint, one.title) for one in pair] == [(one.fingerprint, one.title) for one in other]
