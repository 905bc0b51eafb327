"""JSON that every program reads: what is no finite number is null. Whoever writes it says beside it why."""

import json
import math
from collections.abc import Mapping
from typing import Any


def number(value: float) -> float | None:
    """A number that JSON can hold: what is not finite is null.

    >>> number(1.5), number(math.inf), number(math.nan)
    (1.5, None, None)
    """
    return value if math.isfinite(value) else None


def finite(told: Any) -> Any:
    """The same with null for every number within it that is not finite."""
    if isinstance(told, float):
        return number(told)
    if isinstance(told, Mapping):
        return {name: finite(one) for name, one in told.items()}
    if isinstance(told, list | tuple):
        return [finite(one) for one in told]
    return told


def text(told: Any) -> str:
    """JSON, a line for each value."""
    return json.dumps(finite(told), indent=1, allow_nan=False)
