"""M9 Assets: halls host formal groups; some close for good, and take with them part of their groups' hours."""

from typing import TYPE_CHECKING

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms.ladder import befalls

if TYPE_CHECKING:
    from simulation.world import World

NO_HALL = -1


@kernel
def _close(seed, month, key, neighbourhood, place_of, closing, open_now, hall_of):  # type: ignore[no-untyped-def]
    for hall in range(len(key)):
        u, rate = chance.uniform(seed, key[hall], month, Decision.HALL_CLOSES), closing[place_of[neighbourhood[hall]]]
        open_now[hall] &= not befalls(u, rate / 12.0)
    for g in range(len(hall_of)):
        if hall_of[g] >= 0 and not open_now[hall_of[g]]:
            hall_of[g] = NO_HALL


def close_halls(world: "World") -> None:
    """From month 0 on some halls close for good, and the groups that met there have no hall."""
    if world.month < 0:
        return
    halls = world.halls
    _close(
        world.seed, world.month, halls.key, halls.neighbourhood, world.place_of, world.by_place("assets.closing"),
        halls.open, world.groups.hall,
    )  # fmt: skip
