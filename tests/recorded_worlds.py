"""Two worlds of 1,000 residents over ten years, recorded and filed; and a hamlet written by hand."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from simulation.agents.residents import LADDERS
from simulation.chronicle.frames import CHANGE, FIELDS, Frames
from simulation.chronicle.table import table
from simulation.chronicle.vocabulary import label
from simulation.chronicle.watch import watch
from simulation.outcomes import Outcomes
from simulation.stories.filing import file

MONTHS = 120
SCARCE = {"budget.income_growth": -0.03, "run.years": 10, "connecting.connect_hours": 1.0}
"""Money that shrinks, so that spending freezes; and introductions enough to be met with."""

TURNS = {"politics.term": 3, "politics.turn_chance": 1.0}
"""Elections in months 36, 72 and 108, of which each turns the approach round, where there is one."""

WAYS = {"a": TURNS, "b": {"effort.connecting_share": 0.3, "effort.earliness": 0.6, **TURNS}}


@pytest.fixture(scope="session")
def recorded(_settled, tmp_path_factory):
    """Both worlds by name: archive, events (a data frame), frames, outcomes."""
    folder, found = tmp_path_factory.mktemp("archives"), {}
    for name, changes in WAYS.items():
        world = _settled.fork(SCARCE | changes)
        chronicle = watch(world)
        while world.month < MONTHS:
            world.step_month()
        events, frames = table(chronicle.scribe), chronicle.camera.frames()
        outcomes = world.outcomes.last(MONTHS)
        archive = file(folder / name, events, frames, outcomes, world.needs.needed_at, world.places.names)
        found[name] = SimpleNamespace(
            archive=archive, table=events, events=events.to_pandas(), frames=frames, outcomes=outcomes
        )
    return SimpleNamespace(**found)


@pytest.fixture(scope="session")
def worlds(recorded):
    """The two archives."""
    return recorded.a.archive, recorded.b.archive


class Hamlet:
    """A world written by hand: `person`, `group` and `happens` add to it, `filed` files it."""

    def __init__(self, months=12):
        self.months, self.changes, self.events = months, [], []

    def person(self, number, frame=0, **fields):
        """Somebody who is there from a frame on; fields as in frames, with levels by ladder."""
        levels = fields.pop("levels", {})
        fields = {"key": 1000 + number, "born": -720, "household": number, "fifth": 1, **fields}
        fields["level"] = sum(level << 2 * LADDERS.index(ladder) for ladder, level in levels.items())
        self.says("resident", frame, number, here=1, **fields)

    def group(self, number, frame=0, **fields):
        """A group that is there from a frame on."""
        self.says("group", frame, number, here=1, **{"key": 2000 + number, "members": 9, "active": 4, **fields})

    def says(self, what, frame, number, **fields):
        """New values in a frame."""
        self.changes += [(frame, (FIELDS.index(f"{what}.{f}"), number, 0, value)) for f, value in fields.items()]

    def happens(self, month, what, person=0, **said):
        """An event."""
        self.events.append({"month": month, "what": what, "person": person, **said})

    def filed(self, folder, outcomes=None):
        """The archive."""
        changes = sorted(self.changes, key=lambda one: one[0])
        starts = np.searchsorted([frame for frame, _ in changes], np.arange(self.months + 2))
        frames = Frames(0, np.array([said for _, said in changes], CHANGE), starts)
        needed = np.array([(0, 600, 2100, 6000)] * 5)
        return file(folder, self._table(), frames, outcomes or Outcomes(1, self.months), needed, ["Hamlet"])

    def _table(self):
        events = sorted(self.events, key=lambda one: one["month"])
        words = lambda column, of: pa.array(  # noqa: E731
            [of(one[column]) if one.get(column) is not None else None for one in events], pa.string()
        ).dictionary_encode()
        numbers = {
            to: pa.array([one.get(name, default) for one in events], pa.int32())
            for name, to, default in (
                ("month", "month", 0), ("person", "person", 0), ("before", "level_before", None),
                ("after", "level_after", None), ("by", "by", 0), ("minutes", "minutes", None),
            )
        }  # fmt: skip
        place = pa.DictionaryArray.from_arrays(pa.array([0] * len(events), pa.int16()), ["Hamlet"])
        reasons = {name: words(name, label) for name in ("why", "why_kin", "why_group")}
        return pa.table(
            numbers | {"place": place, "what": words("what", label), "ladder": words("ladder", str)} | reasons
        )


@pytest.fixture
def hamlet():
    return Hamlet()


@pytest.fixture
def two_hamlets():
    """The same nowhere twice."""
    return Hamlet(), Hamlet()
