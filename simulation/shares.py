"""Shares of one whole: what two settings take of it may not come to more than all."""

from collections.abc import Mapping

from simulation.parameters import Value, cards, number
from simulation.strict_yaml import ScenarioError

SHARES = ("budget.statutory_share", "budget.discretionary_share")
"""Shares of income; what they leave is fixed spending."""

ACTS = ("stimulate", "connect", "catalyse", "map", "keep")
WHOLES = {"income": SHARES, "a connector’s time": tuple(f"connecting.{act}_share" for act in ACTS)}
"""Shares that may together not exceed the whole: nobody works, or is paid, more than once for the same."""


def check_shares(values: Mapping[str, Value], origins: Mapping[str, str]) -> None:
    """Refuse shares that come to more than their whole, naming who set them and where. Raises ScenarioError."""
    for whole, keys in WHOLES.items():
        taken = {key: float(values[key]) for key in keys if key in values}  # type: ignore[arg-type]
        total = number(round(sum(taken.values()), 6))
        if sum(taken.values()) <= 1.0 + 1e-9:
            continue
        chosen = [key for key in taken if origins[key] != cards()[key].where]
        said = " and ".join(f"{key} is {number(taken[key])} ({origins[key]})" for key in chosen)
        raise ScenarioError(
            f"{origins[chosen[0]]}: {said}; {', '.join(taken)} come to {total} of {whole}, but can take no more than "
            "1. Lower one of them."
        )


def within_whole(drawn: Mapping[str, Value], values: Mapping[str, Value]) -> dict[str, Value]:
    """`drawn` with a share that was drawn held down to what the other one leaves."""
    held = dict(drawn)
    for key, other in (SHARES, SHARES[::-1]):
        if key in held:
            left = 1.0 - float(held.get(other, values[other]))  # type: ignore[arg-type]
            held[key] = min(float(held[key]), left)  # type: ignore[arg-type]
    return held
