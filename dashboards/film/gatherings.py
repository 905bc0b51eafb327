"""Groups of both worlds on one ground: the same group, founded by the same person in the same month, is seen once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboards.film.replay import Shown, replay
from simulation.agents.groups import DOMAINS
from simulation.chronicle.frames import Frames
from simulation.stories.names import group_name

type Numbers = NDArray[np.int64]

FIXED = ("key", "neighbourhood", "domain", "formal")
LINKS = tuple(f"link_{name}" for name in DOMAINS)


@dataclass(frozen=True)
class Gatherings:
    """Groups that are ever there.

    number [world, group]: its number there, 0 where it never is. name [group]: as its story has it. neighbourhood,
    domain, formal, spot [group]; groups of one neighbourhood that are there at once, in either world, have different
    spots. active [world, month - 1, group]: members taking part, plus 1; 0 where the group is not there. link
    [world, month - 1, group, service]: in 1/250.
    """

    number: Numbers
    name: list[str]
    neighbourhood: Numbers
    domain: Numbers
    formal: Numbers
    spot: Numbers
    active: NDArray[np.uint16]
    link: NDArray[np.uint8]


def gather(worlds: Sequence[Frames]) -> Gatherings:
    """The groups of these worlds."""
    first = [_fixed(frames) for frames in worlds]
    keys = np.unique(np.concatenate([one["group.key"][1:] for one in first]))
    place_of = [np.searchsorted(keys, one["group.key"][1:]) for one in first]
    number = np.zeros((len(worlds), len(keys)), np.int64)
    fixed = np.zeros((len(FIXED), len(keys)), np.int64)
    for w, (one, at) in enumerate(zip(first, place_of, strict=True)):
        number[w, at] = np.arange(1, len(at) + 1)
        fixed[:, at] = [one[f"group.{name}"][1:] for name in FIXED]
    active, link = zip(*(_lives(*both, len(keys)) for both in zip(worlds, place_of, strict=True)), strict=True)
    there = (np.array(active) > 0).any(axis=0)
    _, neighbourhood, domain, formal = fixed
    name = [group_name(*one) for one in zip(keys.tolist(), domain.tolist(), formal.astype(bool).tolist(), strict=True)]
    return Gatherings(
        number, name, neighbourhood, domain, formal, _spots(there, neighbourhood), np.array(active), np.array(link)
    )


def _fixed(frames: Frames) -> Shown:
    """What never changes about every group there has been."""
    *_, (_, shown) = replay(frames, [f"group.{name}" for name in FIXED])
    return shown


def _lives(frames: Frames, at: Numbers, groups: int) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    names = [f"group.{name}" for name in ("here", "active", *LINKS)]
    active = np.zeros((frames.last - frames.first, groups), np.uint16)
    link = np.zeros((*active.shape, len(LINKS)), np.uint8)
    for month, shown in replay(frames, names):
        if month > frames.first:
            here, members, *links = (shown[name][1:] for name in names)
            active[month - frames.first - 1, at] = np.where(here, members + 1, 0)
            link[month - frames.first - 1, at] = np.where(here, links, 0).T
    return active, link


def _spots(there: NDArray[np.bool_], neighbourhood: Numbers) -> Numbers:
    """The first spot that is free in each group's neighbourhood for as long as the group is there [group]."""
    spot = np.zeros(len(neighbourhood), np.int64)
    begin = there.argmax(axis=0)
    end = len(there) - there[::-1].argmax(axis=0)
    free: dict[int, list[int]] = {}
    for group in np.argsort(begin, kind="stable").tolist():
        until = free.setdefault(int(neighbourhood[group]), [])
        at = next((k for k, month in enumerate(until) if month <= begin[group]), len(until))
        until[at : at + 1] = [int(end[group])]
        spot[group] = at
    return spot
