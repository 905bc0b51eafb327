"""Shares of one whole: what two settings take of it may not come to more than all."""

from collections.abc import Mapping

from simulation.parameters import Value, cards, number
from simulation.strict_yaml import ScenarioError

SHARES = ("budget.statutory_share", "budget.discretionary_share")
"""Shares of income; what they leave is fixed spending."""


def check_shares(values: Mapping[str, Value], origins: Mapping[str, str]) -> None:
    """Refuse shares that come to more than the whole, naming who set them and where."""
    taken = [float(values.get(key, 0.0)) for key in SHARES]  # type: ignore[arg-type]
    if sum(taken) <= 1.0 + 1e-9:
        return
    said = [f"{key} is {number(share)} ({origins[key]})" for key, share in zip(SHARES, taken, strict=True)]
    where = next(origins[key] for key in SHARES if origins[key] != cards()[key].where)
    raise ScenarioError(
        f"{where}: {' and '.join(said)}; they come to {number(round(sum(taken), 6))} of income, but can take no more "
        "than 1. Lower one of them."
    )


def within_whole(drawn: Mapping[str, Value], values: Mapping[str, Value]) -> dict[str, Value]:
    """`drawn` with a share that was drawn held down to what the other one leaves."""
    held = dict(drawn)
    for key, other in (SHARES, SHARES[::-1]):
        if key in held:
            left = 1.0 - float(held.get(other, values[other]))  # type: ignore[arg-type]
            held[key] = min(float(held[key]), left)  # type: ignore[arg-type]
    return held
