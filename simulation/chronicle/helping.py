"""Who helps whom with how much, what is still missing, and why: the lasting facts of a month.

A fact's key holds the person helped (31 bits), of which kind the help is (2 bits) and who helps (31 bits); its value
holds the minutes a month (32 bits), the ladder and three reasons (8 bits each).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, Status
from simulation.chronicle.kinship import Kin
from simulation.chronicle.lasting import WHOSE, Facts
from simulation.chronicle.notebook import NOBODY, NONE, Before, Notebook
from simulation.chronicle.vocabulary import What, Why
from simulation.kernels import kernel, rule

if TYPE_CHECKING:
    from simulation.world import World

KIN, SERVICE, GROUP, MISSING = range(4)
ALL_LADDERS = 255
DIRECT = 8
"""In the place of who helps, a service stands as the ladder it helps on, plus this where help is direct."""

WHAT_IT_IS = np.array([What.HELP_FROM_KIN, What.HELP_FROM_DUTY, What.HELP_FROM_GROUP, What.HELP_MISSING], np.uint8)


@rule
def fact_key(person, by, kind):  # type: ignore[no-untyped-def]
    """The key of a fact about a person."""
    return (np.uint64(person) << np.uint64(WHOSE)) | (np.uint64(kind) << np.uint64(31)) | np.uint64(by)


@rule
def fact_value(minutes, ladder, why, why_kin, why_group):  # type: ignore[no-untyped-def]
    """The value of a fact."""
    return (
        (np.uint64(minutes) << np.uint64(32))
        | (np.uint64(ladder) << np.uint64(24))
        | (np.uint64(why) << np.uint64(16))
        | (np.uint64(why_kin) << np.uint64(8))
        | np.uint64(why_group)
    )


@rule
def why_no_service(status, duty, paid_for, frozen, served, gave_up, below):  # type: ignore[no-untyped-def]
    """Why services leave some of a need unmet: a Why, from how the case stands once they have done what they do."""
    if status == Status.MISROUTED:
        return Why.MISROUTED_BY_TRIAGE
    if status == Status.WAITING and duty:
        return Why.NO_PROVIDER_WITH_HOURS if paid_for else Why.NO_MONEY_FOR_THE_DUTY
    if served or status == Status.STATUTORY or status == Status.PLACED or status == Status.DIRECT:
        return Why.SERVICE_FALLS_SHORT
    if status == Status.WAITING:
        return Why.SPENDING_FREEZE if frozen else Why.NO_FREE_PLACE
    if below:
        return Why.BELOW_THE_THRESHOLD
    return Why.GAVE_UP_WAITING if gave_up else Why.DID_NOT_COME_FORWARD


@rule
def why_no_kin(helpers, wanted, received):  # type: ignore[no-untyped-def]
    """Why kin leave some of it: what they were asked for may be all that kin can do for such a need.

    A minute or less for each helper is the rounding of equal asks and shares.
    """
    if helpers == 0 and wanted > 0:
        return Why.NO_KIN_WITH_TIME
    return Why.KIN_GAVE_WHAT_KIN_CAN if wanted - received <= helpers else Why.KIN_HAVE_NO_MORE_TIME


@rule
def why_no_group(level, helped, here, asked, pool):  # type: ignore[no-untyped-def]
    """Why groups leave some of it. helped: by a group; here: on this ladder; asked, pool: the group's minutes."""
    if level == CRISIS:
        return Why.CRISIS_IS_BEYOND_GROUPS
    if not helped:
        return Why.NO_GROUP_FOUND
    if not here:
        return Why.GROUP_HELPS_WITH_ANOTHER_NEED
    return Why.HOURS_OF_GROUP_USED_UP if asked > pool else Why.GROUP_GAVE_ITS_MOST


@kernel
def _gather(  # type: ignore[no-untyped-def]
    rows, person, ladder, holder, needed, statutory, direct, civic, met, ids, place, level, status, helper,
    helped_ladder, group_id, asked, pool, eligibility, threshold, frozen, exhausted, gave_up, wanted, received, helpers,
    helped, kin, kin_minutes, key, value,
):  # fmt: skip
    f = 0
    for pair in range(len(helped)):
        if kin_minutes[pair] > 0:
            key[f] = fact_key(ids[rows[helped[pair]]], ids[kin[pair]], KIN)
            value[f] = fact_value(kin_minutes[pair], ALL_LADDERS, 0, 0, 0)
            f += 1
    for c in range(len(person)):
        i, l, j = person[c], np.int64(ladder[c]), holder[c]
        g = helper[i]
        if civic[c] > 0:
            key[f] = fact_key(ids[i], group_id[g], GROUP)
            value[f] = fact_value(civic[c], l, 0, 0, 0)
            f += 1
        for by, minutes in ((l, statutory[c]), (l + DIRECT, direct[c])):
            if minutes > 0:
                key[f] = fact_key(ids[i], by, SERVICE)
                value[f] = fact_value(minutes, l, 0, 0, 0)
                f += 1
        if met[c] < needed[c]:
            served = statutory[c] + direct[c] > 0
            duty = level[i, l] >= eligibility[place[i], l]
            below = level[i, l] < threshold[place[i]]
            paid_for = not exhausted[place[i], SERVICE_OF_LADDER[l]]
            why = why_no_service(status[i, l], duty, paid_for, frozen[place[i]], served, gave_up[c], below)
            why_kin = why_no_kin(helpers[j], wanted[j], received[j])
            here = g >= 0 and helped_ladder[i] == l
            why_group = why_no_group(level[i, l], g >= 0, here, asked[g] if here else 0, pool[g] if here else 0)
            key[f] = fact_key(ids[i], l, MISSING)
            value[f] = fact_value(needed[c] - met[c], l, why, why_kin, why_group)
            f += 1
    return f


def gather(world: World, kin: Kin, gave_up: NDArray[np.bool_]) -> Facts:
    """Who is helped by whom this month, and what is missing, once co-production has said what help came to.

    gave_up [case]: whose wait has ended in giving up.
    """
    r, g, needs = world.residents, world.groups, world.needs
    room = len(kin.grants.holder) + 4 * len(needs.person)
    key, value = np.empty(room, np.uint64), np.empty(room, np.uint64)
    count = _gather(
        needs.rows, needs.person, needs.ladder, needs.holder, needs.needed, needs.statutory, needs.direct,
        needs.civic, needs.met, r.id, world.place_of[r.neighbourhood], r.level, r.status, r.helper, r.helped_ladder,
        g.id, g.asked, g.pool, world.by_place("service.eligibility"), world.by_place("service.threshold"),
        world.month < world.budget.frozen_until, world.budget.exhausted, gave_up, kin.wanted, kin.received,
        kin.helpers, *kin.grants, key, value,
    )  # fmt: skip
    return Facts.of(key[:count], value[:count])


def write(world: World, facts: Facts, over: bool, notebook: Notebook, place: NDArray[np.int16]) -> None:
    """Write facts down as events; `over`: they hold no more. place [number of a person]: -1 for those not here."""
    person = (facts.key >> np.uint64(WHOSE)).astype(np.int64)
    here = place[person] >= 0
    key, value, person = facts.key[here], facts.value[here], person[here]
    if not len(key):
        return
    kind = ((key >> np.uint64(31)) & np.uint64(3)).astype(np.int64)
    by = (key & np.uint64(0x7FFFFFFF)).astype(np.int64)
    ladder = ((value >> np.uint64(24)) & np.uint64(255)).astype(np.int64)
    notebook.put(
        world,
        np.where((kind == SERVICE) & (by >= DIRECT), What.HELP_DIRECT, WHAT_IT_IS[kind]),
        person,
        place[person],
        by=np.where((kind == KIN) | (kind == GROUP), by, NOBODY),
        ladder=np.where(ladder == ALL_LADDERS, NONE, ladder),
        minutes=0 if over else (value >> np.uint64(32)).astype(np.int64),
        why=0 if over else (value >> np.uint64(16)) & np.uint64(255),
        why_kin=0 if over else (value >> np.uint64(8)) & np.uint64(255),
        why_group=0 if over else value & np.uint64(255),
    )


def groups_found(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *travel to groups*: which group began or ceased to help, on which ladder, and why it ceased."""
    r, g = world.residents, world.groups
    n = r.count
    was, was_ladder = before["residents.helper"], before["residents.helped_ladder"]
    differs = (was[:n] != r.helper[:n]) | ((was[:n] >= 0) & (was_ladder[:n] != r.helped_ladder[:n]))
    row = np.flatnonzero(differs)
    left, found = row[was[row] >= 0], row[r.helper[row] >= 0]
    ladder = was_ladder[left]
    level = r.level[left, ladder]
    why = np.select(
        [level == 0, level == CRISIS, ~g.alive[was[left]]],
        [Why.THE_NEED_IS_OVER, Why.CRISIS_IS_BEYOND_GROUPS, Why.THE_GROUP_ENDED],
        Why.HELP_LAPSED,
    )
    notebook.write(world, What.GROUP_HELP_ENDED, left, by=g.id[was[left]], ladder=ladder, why=why)
    notebook.write(world, What.GROUP_HELP_BEGAN, found, by=g.id[r.helper[found]], ladder=r.helped_ladder[found])
