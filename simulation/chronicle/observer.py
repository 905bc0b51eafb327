"""What an observer of a world is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulation.world import World


class Observer(Protocol):
    """Is told before and after every phase that runs, by the phase's name in PHASES; may read the world, never write.

    Observers are part of their world: a copy or fork of it has observers of its own, which share its past.
    """

    def before(self, phase: str, world: World) -> None:
        """A phase is about to run."""

    def after(self, phase: str, world: World) -> None:
        """A phase has just run."""
