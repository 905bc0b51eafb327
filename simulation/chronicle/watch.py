"""Watching a world with a scribe and a camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulation.chronicle.camera import Camera
from simulation.chronicle.scribe import Scribe

if TYPE_CHECKING:
    from simulation.world import World


class Chronicle(NamedTuple):
    """What a watched world has been through."""

    scribe: Scribe
    camera: Camera


def watch(world: World) -> Chronicle:
    """Watch a world from now on, beside whoever watches it already.

    >>> chronicle = watch(world)                                            # doctest: +SKIP
    >>> world.run_for(240)                                                  # doctest: +SKIP
    >>> life(table(chronicle.scribe), key=12345)                            # doctest: +SKIP
    """
    chronicle = Chronicle(Scribe(world), Camera(world))
    world.observers = (*world.observers, *chronicle)
    return chronicle
