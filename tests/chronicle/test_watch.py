"""Watching changes nothing, costs nothing where nobody watches, and goes with copies of a world."""

import copy
import pickle

import numpy as np

from simulation.chronicle.table import table
from simulation.chronicle.watch import watch

from .conftest import CHANGES


def same(a, b):
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def test_a_watched_world_is_the_same_to_the_last_byte(seen):
    for part in ("residents", "groups", "ties", "outcomes", "places", "budget", "understanding", "needs", "effort"):
        mine, theirs = vars(getattr(seen.world, part)), vars(getattr(seen.unwatched, part))
        assert mine.keys() == theirs.keys()
        arrays = {name: value for name, value in mine.items() if isinstance(value, np.ndarray)}
        assert arrays
        for name, value in arrays.items():
            assert same(value, theirs[name]), f"{part}.{name}"


def test_nobody_watches_unless_asked(world):
    assert world.observers == ()


def test_an_observer_is_told_of_every_phase_that_runs_and_of_no_other(world):
    from simulation.world import PHASES

    told = []

    class Listener:
        def before(self, phase, world):
            told.append((phase, "before", world.month))

        def after(self, phase, world):
            told.append((phase, "after", world.month))

    world = world.fork({"trust.on": False})
    world.observers = (Listener(),)
    world.step_month()
    ran = [phase.name for phase in PHASES if phase.name != "trust"]
    assert told == [(phase, when, 0) for phase in ran for when in ("before", "after")]


def test_a_fork_has_a_chronicle_of_its_own_with_the_same_past(world):
    world = world.fork(CHANGES)
    chronicle = watch(world)
    for _ in range(3):
        world.step_month()
    past = chronicle.scribe.notebook.events()
    twin = world.fork({"effort.connecting_share": 0.0})
    for other in (twin, copy.deepcopy(world), pickle.loads(pickle.dumps(world))):
        scribe, camera = other.observers
        assert scribe.notebook.pages[0].packed == chronicle.scribe.notebook.pages[0].packed
        other.step_month()
        assert (scribe.notebook.events()[: len(past)] == past).all()
        assert len(scribe.notebook.events()) > len(past)
        assert camera.frames().last == 4
    assert len(chronicle.scribe.notebook.events()) == len(past)
    assert chronicle.camera.frames().last == 3
    assert twin.observers[0].notebook.pages[0].packed is chronicle.scribe.notebook.pages[0].packed, "copied, not shared"


def test_two_worlds_with_one_history_have_one_chronicle(world):
    """Until something differs nothing differs, event by event; afterwards the same people are found by their keys."""
    a, b = world.fork({}), world.fork({})
    one, other = watch(a), watch(b)
    for _ in range(2):
        a.step_month()
        b.step_month()
    assert table(one.scribe).equals(table(other.scribe))
    b = b.fork({"ladder.civic_efficacy": 0.0})
    for _ in range(2):
        a.step_month()
        b.step_month()
    mine, theirs = table(one.scribe).to_pandas(), table(b.observers[0]).to_pandas()
    arrived = [frame[frame.what == "arrived"][["month", "person", "key"]] for frame in (mine, theirs)]
    assert len(arrived[0])
    assert arrived[0].reset_index(drop=True).equals(arrived[1].reset_index(drop=True))
