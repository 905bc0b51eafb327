"""Calibration: uncertain facts about people and places, fitted to published patterns of settled towns.

Each fitted card moves by one factor. The factors are the mode of a posterior: a pattern's accepted range is read as
four standard deviations of what was published, a card's plausible range as four of what was known before, and both
enter one sum of soft-L1 losses, so that a pattern that the model cannot show does not spoil the others. The sum is
minimised by `scipy.optimize.least_squares` (trust region reflective) within the plausible ranges, over the same seeds
throughout; the patterns' part of the Gauss-Newton matrix at the minimum, beside what was known before, says what they
taught of each card.

No card with an effect (an efficacy or a harm), no policy and no card of grade A is ever fitted.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from simulation.experiments.workers import shared_out
from simulation.kernels import MODEL_VERSION
from simulation.outputs.folder import writing
from simulation.outputs.replacing import LAYER, marked, refuse_others, write_file
from simulation.parameters import Card, Value, cards
from simulation.scenario import Scenario, ScenarioError
from simulation.verification.patterns import NOT_MEASURED, PatternRow, judge, measure_one

FITTED = (
    "ladder.functional_up",
    "ladder.functional_down",
    "ladder.mental_up",
    "ladder.mental_down",
    "ladder.family_up",
    "ladder.family_down",
    "ladder.deprivation",
    "service.placement_share",
    "service.cost_spread",
    "seeking.rates",
    "activation.opportunity",
    "activation.stop",
    "groups.join_formal",
    "groups.join_informal",
    "population.threshold_gradient",
    "population.civic_hours_spread",
    "population.ties_mean",
    "population.ties_dispersion",
)
"""What is fitted: the facts on which the measured patterns hang, and that have a plausible range."""

STEP = 0.1
"""By how much a factor is moved to see what follows: luck is shared, but people change in whole numbers."""

TOLERANCE = 0.01
DIGITS = 3

type Evaluate = Callable[[Mapping[str, Value]], Sequence[PatternRow]]


@dataclass(frozen=True)
class FittedCard:
    """A card, its fitted value, and what the patterns say of it.

    learned: the share of the standard deviation known before that they take away, 0 = nothing. rival: the card it can
    be mistaken for most, and correlation with it.
    """

    key: str
    before: Value
    after: Value
    learned: float
    rival: str
    correlation: float


@dataclass(frozen=True)
class Calibration:
    """What came of it. before, after: the patterns with the cards' own values and with the fitted ones.

    collinearity: of all fitted cards together (Brun, Reichert and Kunsch 2001); above some 10 to 15 they cannot all be
    told apart by the patterns alone. converged: whether the minimum was found, or the search was cut short.
    """

    cards: tuple[FittedCard, ...]
    before: Sequence[PatternRow]
    after: Sequence[PatternRow]
    collinearity: float
    converged: bool

    def to_yaml(self, command: str) -> str:
        """The layer that worlds extend."""
        lines = [
            f"# Made by `{command}`.",
            "# Facts about people and places, fitted to published patterns. Worlds extend this file; make it again",
            "# rather than change it by hand. Repeat runs draw these settings around the values given here.",
            "",
            f"fitted: {json.dumps([card.key for card in self.cards])}",
        ]
        section = ""
        for card in sorted(self.cards, key=lambda one: list(cards()).index(one.key)):
            own, _, name = card.key.partition(".")
            if own != section:
                section = own
                lines.append(f"{own}:")
            lines.append(f"  {name}: {json.dumps(card.after)}")
        return "\n".join(lines) + "\n"


def fittable(card: Card) -> bool:
    """Whether a card may be fitted at all."""
    return card.effect is None and card.decides != "policy" and card.grade in "BCD" and card.plausible is not None


def span(card: Card) -> tuple[float, float]:
    """The factors between which a card plausibly lies."""
    low, high = card.plausible or (1.0, 1.0)
    return (low, high) if isinstance(card.value, tuple) else (low / float(card.value), high / float(card.value))


def scaled(card: Card, factor: float) -> Value:
    """A card's value times a factor, to three digits."""
    if isinstance(card.value, tuple):
        return tuple(float(f"{item * factor:.{DIGITS}g}") for item in card.value)
    return float(f"{float(card.value) * factor:.{DIGITS}g}")


def residuals(rows: Sequence[PatternRow]) -> NDArray[np.float64]:
    """How many standard deviations each measured quantity lies off the middle of what is accepted."""
    measured = [row for row in rows if row.verdict != NOT_MEASURED]
    if unseen := [row.quantity for row in measured if not np.isfinite(row.mean)]:
        raise ScenarioError(f"Too few people to measure {', '.join(unseen)}. Ask for more --seeds.")
    return np.array([(row.mean - (row.low + row.high) / 2.0) / ((row.high - row.low) / 4.0) for row in measured])


def calibrate(evaluate: Evaluate, keys: Sequence[str] = FITTED, steps: int = 8) -> Calibration:
    """Fit these cards. evaluate: the patterns under these values of them. steps: iterations at most."""
    fitted = [cards()[key] for key in keys]
    if refused := [card.key for card in fitted if not fittable(card)]:
        raise ValueError(f"{', '.join(refused)} must not be fitted: an effect, a policy, or known already.")
    low, high = np.array([span(card) for card in fitted]).T
    prior = (high - low) / 4.0

    def rows(factors: NDArray[np.float64]) -> Sequence[PatternRow]:
        return evaluate({card.key: scaled(card, float(f)) for card, f in zip(fitted, factors, strict=True)})

    def distance(factors: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([residuals(rows(factors)), (factors - 1.0) / prior])

    found = least_squares(
        distance, np.ones(len(fitted)), bounds=(low, high), diff_step=np.full(len(fitted), STEP), loss="soft_l1",
        xtol=TOLERANCE, ftol=TOLERANCE, max_nfev=steps,
    )  # fmt: skip
    slopes = np.asarray(found.jac, np.float64)[: -len(fitted)]
    spread = np.linalg.inv(slopes.T @ slopes + np.diag(prior**-2.0))
    told = _told(fitted, found.x, prior, spread)
    before, after = rows(np.ones(len(fitted))), rows(found.x)
    return Calibration(told, before, after, _collinearity(slopes), found.status > 0)


def _told(
    fitted: Sequence[Card], factors: NDArray[np.float64], prior: NDArray[np.float64], spread: NDArray[np.float64]
) -> tuple[FittedCard, ...]:
    deviation = np.sqrt(np.diag(spread))
    alike = spread / np.outer(deviation, deviation) - np.eye(len(fitted))
    rivals = np.abs(alike).argmax(axis=1)
    return tuple(
        FittedCard(
            card.key, card.value, scaled(card, float(factors[k])), float(1.0 - deviation[k] / prior[k]),
            fitted[rivals[k]].key, float(alike[k, rivals[k]]),
        )
        for k, card in enumerate(fitted)
    )  # fmt: skip


def _collinearity(slopes: NDArray[np.float64]) -> float:
    """One over the root of the smallest eigenvalue of the normalised sensitivities' product [quantity, card]."""
    size = np.linalg.norm(slopes, axis=0)
    normal = slopes[:, size > 0] / size[size > 0]
    return float(1.0 / np.sqrt(max(np.linalg.eigvalsh(normal.T @ normal)[0], 1e-12)))


def fit(
    scenario: Scenario, seeds: int, workers: int, out: Path | None, asked: str, progress: Callable[[int], None]
) -> Calibration:
    """Calibrate in settled towns and write the layer to `out`; what a stopped call had found is used by the next.

    asked: the command that asks for this, which the layer names. Raises FolderError where `out` cannot be written.
    """
    evaluate = in_worlds(scenario, seeds, workers, progress)
    if out is None:
        return calibrate(evaluate)
    refuse_others(out, marked(LAYER))
    memory = out.with_name(f"{out.name}.evaluations")
    with writing(out):
        made = calibrate(remembered(evaluate, memory, asked))
        write_file(out, made.to_yaml(f"{asked} --out {out}"), marked(LAYER))
        memory.unlink(missing_ok=True)
    return made


def in_worlds(scenario: Scenario, seeds: int, workers: int, progress: Callable[[int], None]) -> Evaluate:
    """Evaluate by settling the scenario's town under seeds 1 to `seeds`. progress: told how often that was done."""
    done = 0

    def evaluate(values: Mapping[str, Value]) -> Sequence[PatternRow]:
        nonlocal done
        asked = [(scenario.with_changes(values, "calibrate"), seed) for seed in range(1, seeds + 1)]
        found = dict(shared_out(measure_one, asked, workers))
        lost = [number + 1 for number, one in found.items() if one is None]
        if lost:
            raise RuntimeError(f"The process that settled the town of seed {lost[0]} was lost. Ask again.")
        done += 1
        progress(done)
        return judge([one for _, one in sorted(found.items()) if one is not None])

    return evaluate


def remembered(evaluate: Evaluate, memory: Path, asked: str) -> Evaluate:
    """The same, but what was found before, by this model for what is `asked`, is read from a file instead.

    Each line of the file is one evaluation; a line that was cut short is made again.
    """
    known: dict[str, Sequence[PatternRow]] = {}
    for line in memory.read_text(encoding="utf-8").splitlines() if memory.exists() else ():
        with suppress(ValueError):
            said = json.loads(line)
            known[said["asked"]] = [PatternRow(**row) for row in said["rows"]]

    def evaluate_once(values: Mapping[str, Value]) -> Sequence[PatternRow]:
        key = f"{MODEL_VERSION} {asked} {json.dumps(dict(values))}"
        if key not in known:
            known[key] = evaluate(values)
            with memory.open("a", encoding="utf-8") as file:
                file.write("\n" + json.dumps({"asked": key, "rows": [asdict(row) for row in known[key]]}))
        return known[key]

    return evaluate_once
