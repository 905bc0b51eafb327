"""Names that never change: drawn by a person's or group's key, so that both worlds know them by the same one.

All names are invented and stand for nobody; `names.yaml` lists them.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from simulation.agents.groups import DOMAINS
from simulation.words import read_yaml

SEXES = ("female", "male")
ETHNIC = ("white", "Asian", "Black", "mixed", "other")


@cache
def _lists() -> dict[str, Any]:
    return dict(read_yaml(Path(__file__).with_name("names.yaml")))


def _drawn(names: list[str], key: int, tag: str) -> str:
    luck = blake2b(f"{tag} {key}".encode(), digest_size=8).digest()
    return names[int.from_bytes(luck) % len(names)]


def first_name(key: int, sex: int, ethnic: int) -> str:
    """What a person is called. sex, ethnic: as in the columns of residents.

    >>> first_name(10793619650396998472, 0, 0)
    'Janet'
    """
    return _drawn(_lists()[SEXES[sex]][ETHNIC[ethnic]], key, "person")


def group_name(key: int, domain: int, formal: bool) -> str:
    """What a group is called, by what it helps with and whether it is constituted.

    >>> group_name(7, 0, formal=True)
    'South Parade Carers’ Association'
    """
    lists = _lists()
    what = lists["formal" if formal else "informal"][DOMAINS[domain]]
    return f"{_drawn(lists['groups'], key, 'where')} {_drawn(what, key, 'what')}"
