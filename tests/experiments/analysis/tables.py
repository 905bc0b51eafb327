"""Tables of results as a study leaves them, made without the model: points, and a function in place of a run."""

import numpy as np
import pandas as pd


def table(x, names, outcome, ways=("a",), seeds=(1,), world="town", noise=0.0):
    """A row for each point, way and seed; outcome: {way: function of x [point, input] and seed} by name.

    noise: standard deviation of the luck of each run.
    """
    rng = np.random.default_rng(7)
    parts = []
    for way in ways:
        for seed in seeds:
            part = pd.DataFrame(x, columns=list(names))
            part.insert(0, "point", np.arange(len(x)))
            part = part.assign(world=world, way=way, seed=seed, failed=None)
            for name, said in outcome.items():
                part[name] = said[way](x, seed) + noise * rng.standard_normal(len(x))
            parts.append(part)
    return pd.concat(parts).sort_values(["point", "world", "way", "seed"], ignore_index=True)


def uniform(n, k, seed=3):
    """Points drawn evenly from the unit cube."""
    return np.random.default_rng(seed).random((n, k))
