"""Community groups, formal and informal: what residents do together, as columns."""

import numpy as np

from simulation.agents.columns import Column, Columns, column

DOMAINS = ("care", "family", "livelihood", "home")
"""The four domains of need, one for each question of the essay; each is also a service and its agency."""

SERVICE_OF_LADDER = (0, 0, 1, 2, 3)
"""The domain and service of each ladder."""

UNKNOWN = 255


class Groups(Columns):
    """Columns of all groups. Rows of groups that ended are used again; `key` never is."""

    key: Column = column(np.uint64, "the group's key: its founder's key and month mixed")
    id: Column = column(np.int32, "the number Mesa knows the group by")
    alive: Column = column(np.bool_, "exists now")
    neighbourhood: Column = column(np.int16, "where it meets")
    domain: Column = column(np.uint8, "the domain of need it serves, 0-3")
    formal: Column = column(np.bool_, "a constituted organisation rather than an informal circle")
    founder: Column = column(np.uint64, "key of the resident who founded it")
    born: Column = column(np.int16, "month of founding")
    quality: Column = column(np.float32, "effective hours of help in one hour given, 0-1", within=(0, 1))
    members: Column = column(np.int32, "residents who belong to it")
    active: Column = column(np.int32, "members taking part now")
    burnt: Column = column(np.int64, "sum of its active members' burnout, in 1/65536")
    pool: Column = column(np.int64, "minutes that it can give to need this month")
    asked: Column = column(np.int64, "minutes that people asked of it this month")
    given: Column = column(np.int64, "minutes that it gave to need this month")
    hall: Column = column(np.int16, "row of the hall where it meets, or -1: at homes and in the open", new=-1)
    mapped: Column = column(np.uint8, "months since agencies last mapped it; 255 = unknown to them", new=UNKNOWN)
    synapse: Column = column(np.float32, "strength of its working link with each service, 0-1", width=4, within=(0, 1))
