"""People as columns describe them, made into objects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import Event, Status

from .agents import LADDERS, STATE_ON_LADDER, Resident, Rung

if TYPE_CHECKING:
    from simulation.agents.residents import Residents

    from .model import OracleWorld

PLAIN = (
    "born", "sex", "ethnic", "disabled", "lifelong", "fifth", "household", "head", "fell", "capacity",
    "start_capacity", "wellbeing", "kin_minutes", "civic_minutes", "spare_minutes", "kin_given", "civic_given",
    "threshold", "stimulation", "burnout", "active", "resting", "helped_ladder", "work", "skills",
)  # fmt: skip
"""Columns of residents that an object holds as they are."""


def read_residents(oracle: OracleWorld, columns: Residents, first_row: int) -> list[Resident]:
    """The people in these columns, without ties and groups; their rows in the world are counted from `first_row`."""
    plain = {name: getattr(columns, name).tolist() for name in PLAIN}
    on_ladders = {name: getattr(columns, name).tolist() for name in STATE_ON_LADDER}
    score, event = columns.frailty_score.tolist(), columns.event.tolist()
    spread = oracle.cards.population.frailty_sd
    people = []
    for row in np.flatnonzero(columns.alive[: columns.count]).tolist():
        h = oracle.neighbourhoods[columns.neighbourhood[row]]
        resident = Resident(oracle, int(columns.key[row]), first_row + row, h)
        for name, values in plain.items():
            setattr(resident, name, values[row])
        resident.events = {one for one in Event if event[row] & one.value}
        for l in range(len(LADDERS)):
            state = {name: values[row][l] for name, values in on_ladders.items()}
            state["status"] = Status(state["status"])
            resident.rungs.append(Rung(l, math.exp(spread * (score[row][l] - 128) / 32), **state))
        people.append(resident)
    return people
