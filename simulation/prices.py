"""Prices: what cards give in pounds of month 0, in whole pence of this month, and what that buys."""

import numpy as np

from simulation.kernels import kernel, rule


@rule
def in_pence(pounds, level):  # type: ignore[no-untyped-def]
    """Pounds of month 0 in whole pence of a month in which all costs `level` times as much.

    >>> in_pence(12.345, 1.02)
    1259
    """
    return np.int64(np.rint(100.0 * pounds * level))


@rule
def minutes_of(pence, hour):  # type: ignore[no-untyped-def]
    """Whole minutes that pence buy at so many pence an hour."""
    return pence * 60 // hour


@rule
def price_of_staff(pounds, scale, at_scale, level):  # type: ignore[no-untyped-def]
    """Pence of hours of staff that cost so many pounds; times `scale` where buying together has begun."""
    return in_pence(pounds * scale if at_scale else pounds, level)


@kernel
def prices_of_staff(pounds, scale, at_scale, level):  # type: ignore[no-untyped-def]
    """`price_of_staff` in each place [place]."""
    prices = np.empty(len(pounds), np.int64)
    for p in range(len(prices)):
        prices[p] = price_of_staff(pounds[p], scale[p], at_scale, level)
    return prices


@kernel
def prices_of_cases(usual, dearness, level):  # type: ignore[no-untyped-def]
    """Pence a month of a case [place, ladder] that usually costs so many pounds; homes, the last ladder, are dearer."""
    prices, home = np.empty((len(dearness), len(usual)), np.int64), len(usual) - 1
    for p in range(len(dearness)):
        for l in range(home):
            prices[p, l] = in_pence(usual[l], level)
        prices[p, home] = in_pence(usual[home] * dearness[p], level)
    return prices


@kernel
def minutes_of_staff(direct, dearer, pounds, scale, at_scale, level):  # type: ignore[no-untyped-def]
    """Minutes of direct help that pence [place, service] buy, of which `dearer` go to providers' higher prices."""
    minutes = np.empty_like(direct)
    for p in range(len(direct)):
        hour = price_of_staff(pounds[p], scale[p], at_scale, level)
        for k in range(direct.shape[1]):
            minutes[p, k] = minutes_of(direct[p, k] - dearer[p, k], hour)
    return minutes


@kernel
def full_time(connecting, pounds, scale, at_scale, level):  # type: ignore[no-untyped-def]
    """Full-time connectors whom pence [place, service] pay for a month [place]."""
    connectors = np.empty(len(connecting))
    for p in range(len(connecting)):
        connectors[p] = connecting[p].sum() / price_of_staff(pounds[p], scale[p], at_scale, level)
    return connectors
