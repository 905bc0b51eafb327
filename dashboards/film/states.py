"""How each resident stands, in one byte a month: 0 for nobody, or bits for need, social action, burnout and help."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dashboards.film.homes import Homes
from dashboards.film.replay import replay
from simulation.chronicle.fields import BURNOUT_STEPS, LEVEL_BITS, unpack_ladders
from simulation.chronicle.frames import Frames

HERE, LEVEL, ACTIVE, BURNT, HELPED = 0, 1, 3, 4, 5
"""The lowest bit of each part: here or not; worst level of need (2 bits); takes part in social action; burnt out;
helped by kin, an agency, a group (3 bits, see `helped.HELPERS`)."""


def state_bytes(frames: Frames, homes: Homes, help_: NDArray[np.uint8], burnt_out: float) -> NDArray[np.uint8]:
    """The byte of whoever sits on each seat [month - 1, seat], from month 1 on. help_: as from `helped.helped`."""
    return np.array([
        person[homes.sitting(month)] for month, person in _bytes(frames, help_, burnt_out) if month > frames.first
    ])  # fmt: skip


def _bytes(frames: Frames, help_: NDArray[np.uint8], burnt_out: float) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The byte of every person by number, month by month."""
    limit = int(np.rint(np.float32(burnt_out) * np.float32(BURNOUT_STEPS)))
    names = [f"resident.{name}" for name in ("here", "level", "active", "burnout")]
    for month, shown in replay(frames, names):
        here, level, active, burnout = (shown[name] for name in names)
        byte = (unpack_ladders(level, LEVEL_BITS).max(axis=1) << LEVEL).astype(np.uint8)
        byte |= (active != 0).astype(np.uint8) << ACTIVE
        byte |= (burnout >= limit).astype(np.uint8) << BURNT
        byte |= help_[month, : len(here)] << HELPED
        byte |= 1 << HERE
        yield month, np.where(here != 0, byte, np.uint8(0))
