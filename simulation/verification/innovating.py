"""M17: keeping what looks better, pilots, practice that spreads from place to place, and help across services."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms import innovation
from simulation.mechanisms.hand_off import kept_in_hand_off
from simulation.mechanisms.innovation import KINDS, looks_better, settled_merit
from simulation.scenario import Scenario
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

JUDGED = int(Decision.SYNTHESIS) + 1120
TRIES = 200_000


@kernel
def _kept(seed, tries, difference, noise):  # type: ignore[no-untyped-def]
    kept = 0
    for i in range(tries):
        u = chance.uniform(seed, chance.mix(np.uint64(i), np.uint64(0), np.uint64(9)), 0, JUDGED)
        kept += looks_better(0.0, difference, noise, u)
    return kept


def choosing(noise: float = 0.8) -> list[Result]:
    """How often the better of two is kept, where each is judged with a normal error of 0.8."""
    return [
        Result(
            f"kept, better by {difference:g}",
            0.5 * math.erfc(-difference / (0.8 * math.sqrt(2.0)) / math.sqrt(2.0)),
            _kept(SEED, TRIES, difference, noise) / TRIES,
            4.0 * 0.5 / math.sqrt(TRIES),
        )
        for difference in (-1.0, 0.0, 0.5, 1.0)
    ]


def many_places(places: int, **cards: Any) -> Any:
    """Places that do nothing but learn, with all of their money."""
    told = Scenario.load("doing_things", {f"innovation.{name}": value for name, value in cards.items()})
    keys = np.array([chance.mix(np.uint64(17), np.uint64(p), np.uint64(0)) for p in range(places)], np.uint64)
    money = np.ones((places, 4), np.int64)
    return SimpleNamespace(
        seed=SEED, month=0, scenario=told, places=SimpleNamespace(key=keys, turned_back=np.zeros(places, np.bool_)),
        by_place=lambda key: np.full(places, told[key]),
        budget=SimpleNamespace(discretionary=money, first_discretionary=money),
        innovation=innovation.Innovation(places, 0.0),
    )  # fmt: skip


def live(town: Any, months: int) -> None:
    """So many months of learning."""
    for _ in range(months):
        innovation.learn(town)
        town.month += 1


def settling(stale: float = 0.03, places: int = 20_000, months: int = 240) -> list[Result]:
    """Where practice settles in places that try on their own: tries a month x gain of a try / share lost."""
    town = many_places(places, trials=1.0, noise=0.5, stale=stale)
    live(town, months)
    trying = 1.0 - math.exp(-0.3)
    expected = trying / math.sqrt(2.0 * math.pi * 1.5) / 0.03
    return [
        Result("mean merit in the end", expected, float(town.innovation.merit.mean()), 0.03),
        Result("where it is said to settle", expected, float(settled_merit(trying, 0.5, stale)), 1e-9),
    ]


def piloting(pilots: int = 5, templates: int = 20_000) -> list[Result]:
    """What the best looking of five pilots is worth: r times the expected maximum of five normal deviates, 1.16296.

    r = 1 / sqrt(1 + noise^2), how far looks go with worth (Teichroew 1956 for the maximum).
    """
    found = []
    for noise in (0.0, 1.0):
        sums = 0.0
        for month in range(templates // KINDS):
            template = np.zeros(KINDS)
            innovation._pilot(SEED, month, pilots, noise, template)
            sums += template.sum()
        expected = 1.16296 / math.sqrt(1.0 + noise**2)
        found.append(Result(f"gain of a template, noise {noise:g}", expected, sums / templates, 0.03))
    return found


def _town_of_imitators(places: int, reach: int, looking: float, better: slice) -> Any:
    """Places that only look at each other, some of them better at first; nothing fades away or is misjudged."""
    town = many_places(
        places, trials=0.0, noise=0.0, stale=0.001, fidelity=1.0, reach=reach, looking=-math.log1p(-looking),
        governance="networked",
    )  # fmt: skip
    town.innovation.merit[better] = 100.0
    return town


def spreading(looking: float = 0.2) -> list[Result]:
    """A better practice among places: in even steps along a ring, and by the logistic curve where all see all.

    On a ring of reach 1 the next place on either side sees the better one with chance looking / 2 a month. Where all
    see all, a share f grows by looking x f (1 - f) a month.
    """
    ring = _town_of_imitators(2400, 1, looking, slice(0, None, 300))
    live(ring, 500)
    reached = (ring.innovation.merit > 1.0).sum() / (8 * KINDS)
    everywhere, share, months = 20_000, 0.02, 25
    mixed = _town_of_imitators(everywhere, everywhere, looking, slice(0, 400))
    live(mixed, months)
    for _ in range(months):
        share += 0.2 * share * (1.0 - share)
    deviation = math.sqrt(2 * 500 * 0.1 * 0.9 / (8 * KINDS))
    return [
        Result("places reached on a ring in 500 months", 1.0 + 0.2 * 500, float(reached), 4.0 * deviation),
        Result("share reached where all see all", share, float((mixed.innovation.merit > 1.0).mean()), 0.02),
    ]


def handing_on(loss: float = 0.2) -> list[Result]:
    """Effective hours of ten for somebody with several needs, where services share what they know of 3 in 10 today."""
    told = [(0.3, 10.0), (1.0, 10.0 / 0.86), (0.0, 8.0 / 0.86)]
    return [
        Result(f"hours of ten, shared view {view:g}", hours, 10.0 * float(kept_in_hand_off(np.array(view), 0.3, loss)),
               1e-9)
        for view, hours in told
    ]  # fmt: skip


CHECKS = (
    Check("choosing under noise", "M17 innovation", "innovation.looks_better", "a try",
          "solved: Phi(difference / (noise sqrt 2))", choosing),
    Check("practice that settles", "M17 innovation", "innovation.learn, settled_merit", "a month",
          "solved: tries x 1 / sqrt(2 pi (1 + 2 noise^2)) / stale", settling),
    Check("pilots", "M17 centre", "innovation._pilot", "a template",
          "Teichroew 1956: expected maximum of five normal deviates, 1.16296", piloting),
    Check("practice that spreads", "M17 networks of places", "innovation.learn, linked_place", "a month",
          "solved: an even front on a ring; the logistic curve where all see all", spreading),
    Check("hand-offs", "M17 across services", "hand_off.kept_in_hand_off", "a month",
          "solved: (1 - loss (1 - view)) / (1 - loss (1 - today's))", handing_on),
)  # fmt: skip
