"""Tables as text that every program reads: numbers in full, and nothing where nothing is known."""

import math


def cell(value: float) -> str:
    """A number in full; empty where it is not known, as spreadsheets and pandas have it.

    >>> cell(0.1), cell(3), cell(math.inf), cell(math.nan)
    ('0.1', '3.0', 'inf', '')
    """
    return "" if math.isnan(value) else repr(float(value))
