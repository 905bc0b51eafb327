"""Published patterns of English places, computed from the settled market town: `run.py verify --patterns`.

Each pattern gives one or more quantities with the range that counts as a pass; a value outside by less than a quarter
of the range's width is *near*. Values are means over seeds, with their spread. Ages are in years; shares are of the
people named. Sources are rows of the evidence table.

Three quantities are published but not measured: one town has no range from place to place, groups have no grants from
outside, and ties are counted, not how people feel about them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulation.scenario import Scenario
from simulation.verification.settled import (
    Quantities,
    Settled,
    by_deprivation,
    care_by_age,
    children,
    civic_core,
    civic_gap,
    close_ties,
    concentration,
    lapse,
    mental_by_age,
    public_care,
    repeats,
    settle,
    spells,
    turnover,
    unpaid_help,
    volunteering,
)
from simulation.verification.trials import try_one

type Measured = dict[int, Quantities]


@dataclass(frozen=True)
class Range:
    """A quantity's accepted range."""

    quantity: str
    low: float
    high: float


@dataclass(frozen=True)
class Pattern:
    """One published regularity: its number in the list of patterns, its source, and what is accepted."""

    number: int
    name: str
    source: str
    accept: tuple[Range, ...]
    compute: Callable[[Settled], Quantities] | None


PATTERNS = (
    Pattern(1, "Care need climbs with age", "NED02, NED03",
            (Range("in need, 65-69", 0.15, 0.26), Range("in need, 80+", 0.45, 0.58), Range("ratio", 2.0, 3.2)),
            care_by_age),
    Pattern(2, "Mental ill-health falls with age", "MHW01, MHW02",
            (Range("16-24", 0.22, 0.30), Range("75+", 0.08, 0.125), Range("16-64", 0.20, 0.25)), mental_by_age),
    Pattern(3, "Need and deprivation", "NED08, CHI14",
            (Range("care need, most to least deprived fifth, 65+", 1.7, 2.4),
             Range("children in care, most to least deprived decile", 8.0, 12.0)), by_deprivation),
    Pattern(4, "Most help is unpaid", "NED09, NED10",
            (Range("helped by unpaid help only, 65+", 0.60, 0.85),
             Range("in touch with the council in the year, 65+ in need", 0.14, 0.25)), unpaid_help),
    Pattern(5, "Public care reaches few", "ASC09, NED01, NED07",
            (Range("long-term support, 65+", 0.045, 0.06), Range("in need, 65+", 0.22, 0.33),
             Range("with unmet need, 65+", 0.18, 0.28)), public_care),
    Pattern(6, "Children in need, on plans, in care, per 10,000", "CHI01, CHI02, CHI05, CHI10",
            (Range("in need", 300, 366), Range("on protection plans", 37, 47), Range("in care", 63, 77),
             Range("entering care in the year", 25, 31), Range("in care, from place to place", 25, 191)), children),
    Pattern(7, "Cost is concentrated", "HEA08, HEA09",
            (Range("cost of the top 5 % of users", 0.45, 0.55),), concentration),
    Pattern(8, "The costliest change", "HEA10",
            (Range("still in the top 5 % next year, under 25", 0.22, 0.40),), turnover),
    Pattern(9, "Repeat contact is normal", "CHI08, ASC05",
            (Range("referrals within 12 months of another", 0.18, 0.26),
             Range("requests a person who asks, 65+", 1.3, 1.6)), repeats),
    Pattern(10, "Spells are skewed", "CHI09, CHI12",
            (Range("episodes ended within 3 months", 0.42, 0.55),
             Range("ended plans of a year or more", 0.24, 0.35)), spells),
    Pattern(11, "Volunteering", "CIV01, CIV03",
            (Range("formal, monthly", 0.16, 0.27), Range("informal, monthly", 0.26, 0.33),
             Range("informal to formal", 1.0, 3.0)), volunteering),
    Pattern(12, "The civic core", "CIV10", (Range("hours given by the top 31 % of adults", 0.80, 0.92),), civic_core),
    Pattern(13, "Volunteering and deprivation", "CIV07, CIV23",
            (Range("formal, most to least deprived fifth", 0.45, 0.65),
             Range("grants a head, left behind to other deprived places", 0.35, 0.60)), civic_gap),
    Pattern(14, "People come and go", "CIV11, CIV12",
            (Range("no longer active after a year", 0.20, 0.40),
             Range("change of the share active in a year", -0.02, 0.02)), lapse),
    Pattern(15, "Close ties", "CIV24, CIV28",
            (Range("no close ties", 0.08, 0.13), Range("commonest number", 2, 3),
             Range("often lonely", 0.049, 0.071)), close_ties),
    Pattern(17, "Cuts do not by themselves raise volunteering", "CIV32, CIV33",
            (Range("hours given more for each hour of public help more", -0.6, 0.2),), None),
    Pattern(22, "Connecting families and entry to care", "INT11, INT12, INT17, INT18",
            (Range("entries to care, change in %", -32.0, 0.0),), None),
)  # fmt: skip


@dataclass(frozen=True)
class PatternRow:
    """One quantity of one pattern: mean and standard deviation over towns, and the verdict.

    spread: of a quantity pooled over towns, its standard error instead.
    """

    number: int
    pattern: str
    quantity: str
    low: float
    high: float
    mean: float
    spread: float
    verdict: str
    source: str


NOT_MEASURED = "not measured"


def verdict(value: float, low: float, high: float) -> str:
    """*pass* within the range, *near* within a quarter of its width outside, else *miss*."""
    if low <= value <= high:
        return "pass"
    margin = (high - low) / 4.0
    return "near" if low - margin <= value <= high + margin else "miss"


@dataclass(frozen=True)
class Pooled:
    """A quantity reckoned from sums over towns, since one town has few cases or lacks a fifth: its parts, and how."""

    quantity: str
    parts: tuple[str, ...]
    reckon: Callable[..., float]


POOLED = {
    3: Pooled(
        "children in care, most to least deprived decile",
        ("children in care, fifth 1", "children in care, fifth 5"),
        lambda most, least: (most / least) ** (9 / 8) if least else np.nan,
    ),
    13: Pooled(
        "formal, most to least deprived fifth",
        ("formal, fifth 1", "formal, fifth 5"),
        lambda most, least: most / least if least else np.nan,
    ),
    17: Pooled(
        "hours given more for each hour of public help more",
        ("civic hours, as is", "civic hours, after a cut", "public hours, as is", "public hours, after a cut"),
        lambda civic, civic_cut, public, public_cut: (civic - civic_cut) / (public - public_cut),
    ),
    22: Pooled(
        "entries to care, change in %",
        ("entries to care, as is", "entries to care, connecting"),
        lambda before, after: 100.0 * (after / before - 1.0) if before else np.nan,
    ),
}
"""By pattern; not a number where nobody is there to compare with.

Deciles stand 9 steps apart, fifths 8 of the same, so that a ratio of deciles is a power of theirs.
"""


def pool(pooled: Pooled, found: Sequence[Quantities]) -> tuple[float, float]:
    """A pooled quantity over towns, and its standard error by leaving out one town at a time (jackknife)."""
    parts = np.array([[one[part] for part in pooled.parts] for one in found])
    whole = pooled.reckon(*np.nanmean(parts, axis=0))
    if len(parts) < 2:
        return whole, float("nan")
    without = [pooled.reckon(*np.nanmean(np.delete(parts, town, axis=0), axis=0)) for town in range(len(parts))]
    return whole, float(np.sqrt((len(parts) - 1) * np.var(without)))


def measure(town: Settled) -> Measured:
    """What a settled town shows of every pattern that can be measured, by the pattern's number."""
    return {pattern.number: pattern.compute(town) for pattern in PATTERNS if pattern.compute}


def measure_one(asked: tuple[Scenario, int]) -> Measured:
    """What the town of a scenario and a seed shows, once settled."""
    return measure(settle(*asked))


def judge(found: Sequence[Measured]) -> list[PatternRow]:
    """Every pattern over several towns; those that were not tried or measured there say so."""
    rows = []
    for pattern in PATTERNS:
        each = [one[pattern.number] for one in found if pattern.number in one]
        for accepted in pattern.accept:
            measured = bool(each) and (_is_pooled(pattern.number, accepted.quantity) or accepted.quantity in each[0])
            mean, spread = _over_towns(pattern.number, accepted.quantity, each) if measured else (np.nan, np.nan)
            said = verdict(mean, accepted.low, accepted.high) if measured else NOT_MEASURED
            rows.append(PatternRow(pattern.number, pattern.name, accepted.quantity, accepted.low, accepted.high, mean,
                                   spread, said, pattern.source))  # fmt: skip
    return rows


def _is_pooled(number: int, quantity: str) -> bool:
    return number in POOLED and POOLED[number].quantity == quantity


def _over_towns(number: int, quantity: str, each: Sequence[Quantities]) -> tuple[float, float]:
    if _is_pooled(number, quantity):
        return pool(POOLED[number], each)
    seen = np.array([one[quantity] for one in each])
    return float(np.nanmean(seen)), float(np.nanstd(seen))


def look_at(asked: tuple[Scenario, int]) -> Measured:
    """What a town shows once settled, and what is found where something is tried in it."""
    return measure_one(asked) | try_one(asked)


def verify_patterns(scenario: Scenario, seeds: int = 20) -> list[PatternRow]:
    """Every pattern over the settled towns of this many seeds, one after the other."""
    return judge([look_at((scenario, seed)) for seed in range(1, seeds + 1)])
