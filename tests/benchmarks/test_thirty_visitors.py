"""What thirty visitors at once wait for: `pytest tests/benchmarks/test_thirty_visitors.py -m benchmark -s`.

It prints each number beside the limit of issue 3, on 2 cores, and the load of the machine at the time; it does not
judge. The visitors are `visiting.Visitor`s, since their browsers run on machines of their own.
"""

import asyncio
import random
from collections.abc import Iterator
from itertools import count
from time import perf_counter

import pytest
from programs import dashboard
from visiting import Part, Visitor

from simulation.words import month_name
from tests.benchmarks.test_dashboard import fresh, tell

pytestmark = pytest.mark.benchmark

PLAYING, MOVING = 10, 20
SPREAD = 20.0
"""Seconds over which those who do not play move a lever, one after the other."""

MONTHS = 240
LEVER = "effort.connecting_share"
PATIENCE = 900.0


def is_picture(part: Part) -> bool:
    return bool(part.get("film"))


def is_status(part: Part) -> bool:
    return (part.get("attributes") or {}).get("role") == "status"


def is_lever(part: Part) -> bool:
    return any(lever["key"] == LEVER for group in part.get("groups", ()) for lever in group["levers"])


def answered(visitor: Visitor) -> bool:
    return "00 people" in visitor.said(is_status)


async def move(visitor: Visitor) -> float:
    """Move a lever to where nobody has had it; seconds until there is a first answer."""
    before, changed, began = visitor.said(is_status), False, perf_counter()

    def anew() -> bool:
        nonlocal changed
        changed = changed or visitor.said(is_status) != before
        return changed and answered(visitor)

    await visitor.happen(visitor.find(is_lever), "moved", {"key": LEVER, "value": random.uniform(0.1, 0.9)})
    await visitor.until(anew)
    return perf_counter() - began


async def play(visitor: Visitor, waited: list[float]) -> None:
    """Play at three months a second, as a browser tells it twice a second; note how long each month's story takes."""
    for month in count(random.randrange(MONTHS), 2):
        title, began = f"What happens in {month_name(month % MONTHS)}", perf_counter()
        await visitor.set(visitor.find(is_picture), month=month % MONTHS + 1)
        await visitor.until(lambda title=title: bool(visitor.find(lambda part: part.get("children") == [title])))
        waited.append(perf_counter() - began)
        await asyncio.sleep(max(0.0, 0.5 - waited[-1]))


async def warm(address: str) -> None:
    """Wait for the film and the shipped town's answer, as the second visitor finds them."""
    first = Visitor(address)
    await first.come("")
    await first.until(lambda: bool(first.find(is_picture)) and "20 repeat runs" in first.said(is_status))
    await first.leave()


async def thirty(address: str) -> None:
    await warm(address)
    players, movers = ([Visitor(address) for _ in range(many)] for many in (PLAYING, MOVING))
    came = [await one.come("") for one in players] + [await one.come(fresh()) for one in movers]
    tell("Thirty visitors come one after the other, each", came, 2)
    for one in players:
        await one.until(lambda one=one: bool(one.find(is_picture)))
    for one in movers:
        await one.until(lambda one=one: answered(one))
    told = list[float]()
    playing = [asyncio.create_task(play(one, told)) for one in players]
    moving = []
    for one in movers:
        moving.append(asyncio.create_task(move(one)))
        await asyncio.sleep(SPREAD / len(movers))
    tell(f"{MOVING} move a lever within {SPREAD:.0f} s while {PLAYING} play, each", await asyncio.gather(*moving), 2)
    tell(f"{PLAYING} are told what happens while they play, each month", told, 2)
    tell(f"{MOVING} move a lever at the same moment, each", await asyncio.gather(*map(move, movers)), 2)
    for task in playing:
        task.cancel()
    for one in players + movers:
        await one.leave()


@pytest.fixture
def address() -> Iterator[str]:
    with dashboard() as served:
        yield served.address


def test_thirty_visitors_at_once(address: str) -> None:
    asyncio.run(asyncio.wait_for(thirty(address), PATIENCE))
