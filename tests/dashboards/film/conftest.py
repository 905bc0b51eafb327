"""Two villages that live through two ways of working, watched, and filmed."""

from types import SimpleNamespace

import numpy as np
import pytest

from dashboards.film.develop import wound
from dashboards.film.reel import unwind
from simulation.chronicle.watch import watch

MONTHS = 26

BOTH = {"demography.moves": 0.12, "routing.most_hours": 2.0, "burnout.bearable_hours": 25.0}
"""Comings and goings, help from groups, strain."""

CONNECTING = {"effort.connecting_share": 0.5, "effort.lag": 1, "connecting.connect_hours": 0.5}


class HelpSeen:
    """Whose help each person gets, by number, month by month: read from the needs themselves."""

    def __init__(self):
        self.months = [{}]

    def before(self, phase, world):
        pass

    def after(self, phase, world):
        if phase != "co-production":
            return
        r, needs = world.residents, world.needs
        helped = {}
        for person, *minutes in zip(
            r.id[needs.person].tolist(), needs.kin, needs.statutory + needs.direct, needs.civic, strict=True
        ):
            for bit, given in enumerate(minutes):
                helped[person] = helped.get(person, 0) | int(given > 0) << bit
        self.months.append(helped)


@pytest.fixture(scope="session")
def filmed(_settled):
    """The worlds, who watched them, and the reel with what is on it."""
    worlds = [_settled.fork(BOTH), _settled.fork(BOTH | CONNECTING)]
    chronicles, onlookers = [watch(world) for world in worlds], [HelpSeen(), HelpSeen()]
    for world, onlooker in zip(worlds, onlookers, strict=True):
        world.observers = (*world.observers, onlooker)
        for _ in range(MONTHS):
            world.step_month()
    reel = wound(worlds, chronicles)
    heading, arrays = unwind(reel)
    arrays["states.1"] = arrays["states.1"] + arrays["states.0"]
    frames = [one.camera.frames() for one in chronicles]
    return SimpleNamespace(
        worlds=worlds, chronicles=chronicles, frames=frames, helped=[one.months for one in onlookers], reel=reel,
        heading=heading, arrays=arrays,
    )  # fmt: skip


@pytest.fixture(scope="session")
def sitting(filmed):
    """Who sits on each seat in a month, by the reel."""
    stays = {name: filmed.arrays[f"stay.{name}"] for name in ("person", "seat", "begin", "end")}

    def who(month):
        found = np.zeros(len(filmed.arrays["seat.home"]), np.int64)
        there = (stays["begin"] <= month) & (month < stays["end"])
        assert len(np.unique(stays["seat"][there])) == there.sum(), "two on one seat"
        found[stays["seat"][there]] = stays["person"][there]
        return found

    return who
