"""All that a world remembers and records, by dotted name, found by looking, so that no part can be left out."""

import mesa
import numpy as np

from simulation.outcomes import YEAR
from simulation.scenario import Scenario

PLAIN = bool, int, float, str, np.generic, type(None)
MESAS = {name for name, value in vars(mesa.Model(rng=0)).items() if not isinstance(value, PLAIN)}
NOT_LIVED = {"seconds", "observers", "plan", "_in_force", "handles", "datacollector", *MESAS}
"""What a world holds beside its state: how long phases took, who looks on, what it was told, and Mesa's own things."""


def state(world):
    """Every array and plain value that a world remembers, by dotted name, as it is now."""
    held = {name: value for name, value in vars(world).items() if name not in NOT_LIVED}
    return dict(values(held, "", (world,)))


def values(thing, name, within):
    """Every array and plain value in a thing, with its name; `within`: the things that hold it, and end a circle."""
    if isinstance(thing, np.ndarray):
        yield name, (thing.dtype, thing.shape, thing.tobytes())
    elif isinstance(thing, PLAIN):
        yield name, thing
    elif not any(thing is one for one in within):
        for part, value in parts(thing, name):
            yield from values(value, f"{name}.{part}" if name else part, (*within, thing))


def parts(thing, name):
    """What a plain collection or a thing of ours is made of; of anything else it cannot be known what it remembers."""
    if isinstance(thing, dict):
        return [(str(key), value) for key, value in thing.items()]
    if isinstance(thing, list | tuple):
        return [(str(number), value) for number, value in enumerate(thing)]
    if type(thing).__module__.startswith("simulation.") and not isinstance(thing, Scenario):
        return vars(thing).items()
    raise TypeError(f"Is {name}, a {type(thing).__name__}, a part of what a world remembers? Say so here.")


def record(run, months=None):
    """The outcomes of a world or run up to a month, by table; those of a year where the whole year is."""
    kept = run.outcomes
    months = kept.months if months is None else months
    until = dict.fromkeys(kept.MONTHLY, months) | dict.fromkeys(kept.YEARLY, months // YEAR)
    return {name: (getattr(kept, name).dtype, getattr(kept, name)[:end].tobytes()) for name, end in until.items()}


def differing(one, other):
    """Names of what is not the same, bit for bit, or is in one of them alone."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
