"""Help: how unequally people have hours to give, how kin share them out, and what two kinds of hours come to."""

import math
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms.coproduction import joint_help
from simulation.mechanisms.kin import ask_kin
from simulation.mechanisms.routing import civic_minutes_free
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED, random_graph, ring
from simulation.verification.travel import CARE, Travellers, over

HOURS = int(Decision.SYNTHESIS) + 1064


@kernel
def _lognormal(seed, deviation, hours):  # type: ignore[no-untyped-def]
    for i in range(len(hours)):
        hours[i] = np.exp(deviation * chance.normal(chance.uniform(seed, np.uint64(i), 0, HOURS)))


@kernel
def _draw(seed, line, uniforms):  # type: ignore[no-untyped-def]
    for i in range(len(uniforms)):
        uniforms[i] = chance.uniform(seed, np.uint64(i), line, HOURS)


def drawn(people: int, line: int) -> NDArray[np.float64]:
    """A uniform for each of so many people, others for another line."""
    uniforms = np.empty(people)
    _draw(SEED, line, uniforms)
    return uniforms


def unequal_hours(deviation: float = 1.0, people: int = 1_000_000) -> list[Result]:
    """How unequal lognormal hours are: the Gini coefficient, and what the fifth with most of them holds."""
    hours = np.empty(people)
    _lognormal(SEED, deviation, hours)
    hours.sort()
    rank = np.arange(1, people + 1)
    gini = float(2 * (rank * hours).sum() / (people * hours.sum()) - (people + 1) / people)
    return [
        Result("Gini coefficient", 0.5205, gini, 0.003),
        Result("share of the top fifth", 0.5629, float(hours[-people // 5 :].sum() / hours.sum()), 0.003),
    ]


class Kin:
    """People some of whom need help on one ladder, with their ties and their pots, after kin have been asked."""

    def __init__(self, ties, pot, need: int, in_need) -> None:  # type: ignore[no-untyped-def]
        rows = np.asarray(in_need, np.int32)
        self.given, self.received = ask_kin(rows, np.full(len(rows), need, np.int64), pot, ties)


def kin_rationing(pot_of_one: int = 120) -> list[Result]:
    """Minutes given and received among kin, and equal shares of a pot too small for those who ask of it."""
    people = 3000
    pot = (np.arange(people) * 7919 % 900).astype(np.int32)
    many = Kin(random_graph(people, 6, network=1), pot, 1000, np.arange(0, people, 3))
    circle = ring(5, 2)
    one_helper = np.array([pot_of_one, 0, 0, 0, 0], np.int32)
    few = Kin(circle, one_helper, 100, np.arange(1, 5))
    enough = Kin(circle, np.array([1000, 0, 0, 0, 0], np.int32), 100, np.arange(1, 5))
    return [
        Result("minutes given less received", 0, int(many.given.sum() - many.received.sum()), 0),
        Result("most given beyond a pot", 0, max(0, int((many.given - pot).max())), 0),
        Result("most received beyond need", 0, max(0, int((many.received - 1000).max())), 0),
        Result("least of four shares of 120 minutes", 30, int(few.received.min()), 1),
        Result("most of four shares of 120 minutes", 30, int(few.received.max()), 1),
        Result("each of four, where there is enough", 100, int(enough.received.min()), 0),
    ]


def free_hours(burnout: float = 0.25) -> list[Result]:
    """Minutes an active resident can give to groups: less when worn out, and never beyond what kin leave."""
    return [
        Result("of 400 minutes, a quarter burnt out", 300, civic_minutes_free(400, 1000, 0, burnout), 0),
        Result("of 400 minutes, kin left 150", 150, civic_minutes_free(400, 1000, 850, 0.0), 0),
        Result("of 400 minutes, kin took too much", 0, civic_minutes_free(400, 1000, 1200, 0.0), 0),
    ]


def civic_energy(burnout: float = 0.25, people: int = 20_000) -> list[Result]:
    """The hours of a place are the sum of what each who is active has left, of strength and of time; none are made.

    The first two places are alike people, bound by their strength and by their time; in the third all are drawn.
    """
    town = Travellers([over(CARE)], people)
    r, g, needs = town.residents, town.groups, town.world.needs
    r.active[:], r.groups[:, 1] = True, np.arange(people) % len(g.alive)
    r.burnout[:], r.civic_minutes[:], r.spare_minutes[:] = burnout, 480, 10_000
    town.travel()
    strong = int(r.civic_given.sum())
    r.spare_minutes[:], r.kin_given[:] = 200, 150
    town.travel()
    busy = int(r.civic_given.sum())
    for most, name in ((4000, "civic_minutes"), (9000, "spare_minutes"), (9000, "kin_given")):
        getattr(r, name)[:] = drawn(people, len(name)) * most
    r.burnout[:], r.active[:] = drawn(people, 1), drawn(people, 2) < 0.5
    town.travel()
    given = r.civic_given
    left = np.maximum(r.spare_minutes - r.kin_given, 0)
    beyond = np.maximum(given - left, 0) + np.maximum(given - r.civic_minutes * (1.0 - r.burnout), 0)
    return [
        Result("minutes of 20,000 with 480, a quarter burnt out", 20_000 * 360, strong, 0),
        Result("minutes of 20,000 with 50 left by kin", 20_000 * 50, busy, 0),
        Result("minutes beyond a person's strength or time", 0, float(beyond.sum()), 1e-3),
        Result("minutes of those not active", 0, int(given[~r.active].sum()), 0),
        Result("minutes that reach people beyond a half of these", 0, max(int(g.given.sum() - given.sum() / 2), 0), 0),
        Result("minutes given beyond a group's pool", 0, int(np.maximum(g.given - g.pool, 0).sum()), 0),
        Result("minutes given less received", 0, int(g.given.sum() - needs.civic.sum()), 0),
        Result("whether any reach people", 1, int(g.given.sum() > 0), 0),
    ]


def substitution(a: float, v: float, q: float) -> float:
    """The elasticity of substitution of joint help at (a, v): how log(a / v) changes with the log rate of exchange."""
    h = 1e-4

    def exchange(x: float, y: float) -> float:
        by_a = joint_help(x * (1 + h), y, 1.0, q) - joint_help(x * (1 - h), y, 1.0, q)
        by_v = joint_help(x, y * (1 + h), 1.0, q) - joint_help(x, y * (1 - h), 1.0, q)
        return math.log((by_v / y) / (by_a / x))

    return math.log(1.1) / (exchange(a * 1.1, v) - exchange(a, v))


def joint(exponent: float = -1.0) -> list[Result]:
    """The properties of a constant-elasticity function so normalised that equal hours add up."""
    hours, parts, exponents = (0.0, 1.0, 30.0, 90.0, 200.0), (0.0, 0.4, 1.0), (-30.0, -1.0, 0.0, 0.5, 0.9)
    grid = list(product(hours, hours, parts, exponents))
    return [
        Result("equal hours, 30 and 30", 60.0, joint_help(30.0, 30.0, 0.7, exponent), 1e-9),
        Result("most beyond the sum", 0.0, max(0.0, *(joint_help(*at) - at[0] - at[1] for at in grid)), 1e-9),
        Result("perfect complements, 10 and 40", 20.0, joint_help(10.0, 40.0, 1.0, -200.0), 0.1),
        Result("perfect substitutes, 10 and 40", 50.0, joint_help(10.0, 40.0, 1.0, 0.999999), 1e-3),
        Result("Cobb-Douglas, 10 and 40", 40.0, joint_help(10.0, 40.0, 1.0, 0.0), 1e-9),
        Result("near Cobb-Douglas, 10 and 40", 40.0, joint_help(10.0, 40.0, 1.0, 1e-6), 1e-3),
        Result("harmonic mean doubled, 10 and 40", 32.0, joint_help(10.0, 40.0, 1.0, exponent), 1e-9),
        Result(
            "ten times the hours", 10.0, joint_help(100.0, 400.0, 0.5, -1.0) / joint_help(10.0, 40.0, 0.5, -1.0), 1e-9
        ),
        Result("elasticity of substitution, q = -1", 0.5, substitution(10.0, 40.0, exponent), 1e-4),
        Result("elasticity of substitution, q = .5", 2.0, substitution(10.0, 40.0, 0.5), 1e-4),
        Result("one side alone, q = -1, m = .4", 0.6 * 30, joint_help(30.0, 0.0, 0.4, exponent), 1e-9),
    ]


CHECKS = (
    Check("unequal hours", "M5 civic energy", "chance.normal", "none",
          "solved: lognormal s = 1, Gini 2 Phi(s / sqrt 2) - 1, top fifth Phi(s - 0.8416)", unequal_hours),
    Check("hours left to give", "M5 civic energy", "routing.civic_minutes_free", "a month", "solved", free_hours),
    Check("civic energy of a place", "M5 civic energy", "routing.route", "a month",
          "solved: sum of min(hours (1 - burnout), spare hours left by kin)", civic_energy),
    Check("kin share out", "M5 kin", "kin.ask_kin (ration, granted)", "a month",
          "solved: what is given is received; equal asks, equal shares", kin_rationing),
    Check("joint help", "M9 co-production", "coproduction.joint_help", "none",
          "Arrow, Chenery, Minhas and Solow 1961", joint),
)  # fmt: skip
