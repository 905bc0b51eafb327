"""Providers: who sells hours of help to places, as columns."""

import numpy as np

from simulation.agents.columns import Column, Columns, column

BEFORE_THE_RUN = -1


class Providers(Columns):
    """Columns of all providers. Rows of providers that left are used again; `key` and `id` never are."""

    key: Column = column(np.uint64, "the provider's key: its place's key and month mixed, for luck")
    id: Column = column(np.int32, "the number Mesa knows the provider by")
    alive: Column = column(np.bool_, "sells hours now")
    number: Column = column(np.int16, "the number of the place that it sells to")
    entered: Column = column(np.int16, "month in which it entered; -1: it was there when the run began")
    capacity: Column = column(np.float64, "hours a month that it can sell", within=(0, 1e9))
    cost: Column = column(np.float64, "cost of an hour sold, against today's price of it", within=(0, 100))
    sold: Column = column(np.float64, "hours that it sold this month")
    margin: Column = column(np.float64, "what it kept of its pay this month, as a share of it")
    losses: Column = column(np.uint8, "months of losses in a row")
