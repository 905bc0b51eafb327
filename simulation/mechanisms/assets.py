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
def _close(seed, month, key, rate, open_now, hall_of):  # type: ignore[no-untyped-def]
    for hall in range(len(key)):
        open_now[hall] &= not befalls(chance.uniform(seed, key[hall], month, Decision.HALL_CLOSES), rate[hall])
    for g in range(len(hall_of)):
        if hall_of[g] >= 0 and not open_now[hall_of[g]]:
            hall_of[g] = NO_HALL


def close_halls(world: "World") -> None:
    """From month 0 on some halls close for good, and the groups that met there have no hall."""
    if world.month < 0:
        return
    halls = world.halls
    rate = world.by_place("assets.closing")[world.place_of[halls.neighbourhood]] / 12.0
    _close(world.seed, world.month, halls.key, rate, halls.open, world.groups.hall)
