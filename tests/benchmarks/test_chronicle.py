"""What watching costs, run by hand: `pytest tests/benchmarks/test_chronicle.py -m benchmark -s`.

Processor time and bytes a resident-month, beside a world that nobody watches.
"""

from time import process_time

import pytest

from simulation.chronicle.camera import Camera
from simulation.chronicle.files import save_events, save_frames
from simulation.chronicle.scribe import Scribe
from simulation.world import World

from .test_month import MONTHS, town

WATCHED_BY = {"nobody": (), "a scribe": (Scribe,), "a camera": (Camera,), "both": (Scribe, Camera)}


def nanoseconds(world: World) -> float:
    """Processor time a resident-month over MONTHS."""
    people = int(world.residents_by_place().sum())
    began = process_time()
    for _ in range(MONTHS):
        world.step_month()
    return (process_time() - began) / MONTHS / people * 1e9


@pytest.mark.benchmark
@pytest.mark.parametrize("residents", [10_000, 100_000])
def test_cost_of_watching(residents: int, tmp_path) -> None:
    start = town(residents)
    people = int(start.residents_by_place().sum())
    print(f"\n{people:,} residents, {MONTHS} months")
    for name, observers in WATCHED_BY.items():
        spent = []
        for _ in range(3):
            world = start.fork({})
            world.observers = tuple(observer(world) for observer in observers)
            spent.append(nanoseconds(world))
        print(f"  watched by {name}: {min(spent):.0f} ns a resident-month")
    scribe, camera = world.observers
    months = people * MONTHS
    first, *later = [len(page.packed) for page in camera.pages]
    events = sum(len(page.packed) for page in scribe.notebook.pages)
    print(f"  events: {sum(page.rows for page in scribe.notebook.pages) / months:.2f} a resident-month,")
    print(f"  {events / months:.1f} bytes in memory")
    print(f"  frames: {first / people:.0f} bytes a resident for the first, then {sum(later) / months:.1f} a month")
    save_events(tmp_path / "events.parquet", {"way": scribe})
    save_frames(tmp_path / "frames.parquet", {"way": camera.frames()})
    for name in ("events", "frames"):
        print(f"  {name}.parquet: {(tmp_path / f'{name}.parquet').stat().st_size / months:.1f} bytes a resident-month")
