"""Groups and the links to them: M8 travel and the synapse, M10 understanding, M11 the life of groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Status
from simulation.chance import Decision

from .agents import ACTS, FORMAL, INFORMAL, UNKNOWN, Agency, Group, Neighbourhood, Place, Resident, Rung
from .helping import granted
from .learning import drift_to_average, speed_of_learning
from .need import first_beyond, probability
from .saying import said_in

if TYPE_CHECKING:
    from .model import OracleWorld


def act_key(world: OracleWorld, place: Place, number: int, act: str) -> int:
    """The luck of the number-th act of a kind in a place."""
    return world.luck.mix(place.key, number, ACTS.index(act))


# M8 Travel


def route(world: OracleWorld) -> None:
    """Groups gather their members' hours, needs travel to groups, and groups give what they can."""
    gather_pools(world)
    for resident in world.residents:
        if resident.helper is not None and lapses(world, resident, resident.helper):
            resident.helper = None
        if resident.helper is None:
            find_group(world, resident)
    asks = {}
    for resident in world.residents:
        if resident.helper is not None:
            rung = resident.rungs[resident.helped_ladder]
            asks[resident] = min(int(60 * world.cards.routing.most_hours), rung.missing)
            resident.helper.asked += asks[resident]
    for resident, ask in asks.items():
        group = resident.helper
        if group is not None and ask > 0:
            minutes = granted(ask, group.pool, group.asked)
            resident.rungs[resident.helped_ladder].civic = minutes
            group.given += minutes


def gather_pools(world: OracleWorld) -> None:
    """Active members' hours for social action, split over their groups, times what of it serves need."""
    for resident in world.residents:
        resident.civic_given = civic_hours(resident) if resident.own_groups else 0
        to_formal, to_informal = split(resident)
        for group, minutes in ((resident.groups[FORMAL], to_formal), (resident.groups[INFORMAL], to_informal)):
            if group is not None:
                homeless = group.formal and group.hall < 0
                hosting = world.cards.groups.no_hall if homeless else 1.0
                group.pool += math.floor(minutes * world.cards.routing.serving_share * hosting)


def civic_hours(resident: Resident) -> int:
    """v_r: minutes for social action, after exhaustion and kin."""
    if not resident.active:
        return 0
    willing = math.floor(resident.civic_minutes * (1.0 - resident.burnout))
    return min(willing, max(resident.spare_minutes - resident.kin_given, 0))


def split(resident: Resident) -> tuple[int, int]:
    """Minutes to the formal and to the informal group: the formal one gets the smaller half."""
    minutes = resident.civic_given
    if resident.groups[FORMAL] is None:
        return 0, minutes
    if resident.groups[INFORMAL] is None:
        return minutes, 0
    return minutes // 2, minutes - minutes // 2


def lapses(world: OracleWorld, resident: Resident, helper: Group) -> bool:
    """Whether a running relation ends: with the group, with the need, in crisis, or by luck."""
    over = not helper.alive or not resident.rungs[resident.helped_ladder].emerging_or_complex
    return over or world.luck.happens(Decision.LOSE_GROUP, resident.key, probability(world.cards.routing.lose_rate))


def find_group(world: OracleWorld, resident: Resident) -> None:
    """The worst need below crisis may reach one of the few groups near."""
    open_to = [rung for rung in resident.rungs if rung.emerging_or_complex]
    if not open_to:
        return
    rung = max(open_to, key=lambda rung: rung.level)
    near = resident.near
    if rung.missing == 0 or not near:
        return
    hazards = [hazard_of(world, resident, rung, group) for group in near]
    if world.luck.happens(Decision.FIND_GROUP, resident.key, probability(sum(hazards))):
        mark = world.luck.uniform(Decision.WHICH_GROUP, resident.key) * sum(hazards)
        resident.helper = near[first_beyond(mark, hazards)]
        resident.helped_ladder = rung.ladder


def hazard_of(world: OracleWorld, resident: Resident, rung: Rung, group: Group) -> float:
    """x_g: found by itself, or by a path from agency or own group, from agency to agency, across a synapse."""
    cards, k = world.cards.routing, rung.service
    entry = 1.0
    if rung.status == Status.NONE:
        entry = max((own.synapse[k] for own in resident.own_groups), default=0.0)
    pass_on = world.cards.synapse.between_agencies
    best = max((1.0 if other == k else pass_on) * group.synapse[other] for other in range(4))
    return float((cards.base + cards.path * entry * best) * (1.0 if group.domain == k else cards.other_domain))


# M8 Plasticity


def strengthen(world: OracleWorld) -> None:
    """Links grow where both ends are active and fade everywhere; connectors keep some of them alive."""
    cards = world.cards.synapse
    for group in world.groups:
        for service in range(4):
            group.set_synapse(service, group.synapse[service] * (1.0 - said_in(world, group.place, "synapse.reset")))
    attention = {
        (group, service): cards.delivery_attention if group.known else 0.0
        for group in world.groups
        for service in range(4)
    }
    for place in world.places:
        for group, service in links_to_keep(place):
            attention[group, service] = 1.0
            group.mapped = 0
    for (group, service), agency in attention.items():
        before = group.synapse[service]
        after = before + cards.growth * agency * group.activity * (1.0 - before) - cards.decay * before
        group.set_synapse(service, after if after >= cards.prune else 0.0)


def links_to_keep(place: Place) -> list[tuple[Group, int]]:
    """Known groups, the strongest first: each one's own domain, then the next service round, as far as time goes."""
    known = [group for group in place.groups if group.known]
    known.sort(key=lambda group: (-group.synapse[group.domain], group.key))
    links = [(group, (group.domain + turn) % 4) for turn in range(4) for group in known]
    return links[: place.acts["keep"]]


# M10 Understanding and alignment


def map_groups(world: OracleWorld) -> None:
    """Connectors find groups; agencies come across some and lose sight of others."""
    for place in world.places:
        for number in range(place.acts["map"]):
            map_one(world, place, number)
    for group in world.groups:
        notice_or_forget(world, group)


def align(world: OracleWorld) -> None:
    """Services learn the place's mix of needs."""
    for place in world.places:
        residents = place.residents
        for agency in place.agencies:
            learn(world, agency, residents)
    drift_to_average(world)
    for place in world.places:
        for agency in place.agencies:
            judge_fit(world, agency)


def map_one(world: OracleWorld, place: Place, number: int) -> None:
    """One act of mapping makes one unknown group known."""
    unknown = sorted((group for group in place.groups if not group.known), key=lambda group: group.key)
    if unknown:
        u = world.luck.uniform(Decision.MAP_GROUP, act_key(world, place, number, "map"))
        unknown[int(u * len(unknown))].mapped = 0


def notice_or_forget(world: OracleWorld, group: Group) -> None:
    """Agencies come across a group by themselves, or lose sight of one nobody visited; other knowledge grows older."""
    cards, key = world.cards.understanding, group.key
    if not group.known:
        discovery = cards.discovery_formal if group.formal else cards.discovery_informal
        if world.luck.happens(Decision.GROUP_NOTICED, key, probability(discovery)):
            group.mapped = 0
    elif group.mapped > 0 and world.luck.happens(Decision.GROUP_STALE, key, probability(cards.stale_rate)):
        group.mapped = UNKNOWN
    else:
        group.mapped = min(group.mapped + 1, UNKNOWN - 1)


def learn(world: OracleWorld, agency: Agency, residents: list[Resident]) -> None:
    """A service moves towards the mix of need, by deprivation fifth, that it finds."""
    needed = [0] * 5
    for resident in residents:
        for rung in resident.rungs:
            if rung.service == agency.service:
                needed[resident.fifth - 1] += rung.needed
    total = sum(needed)
    profile = [minutes / total if total else 0.2 for minutes in needed]
    speed = speed_of_learning(world, agency.place)
    agency.alignment = [a + speed * (p - a) for a, p in zip(agency.alignment, profile, strict=True)]
    agency.profile = profile


def judge_fit(world: OracleWorld, agency: Agency) -> None:
    """The misfit between what a service is set up for and what it finds costs hours."""
    cards, profile = world.cards.understanding, agency.profile
    apart = 0.5 * sum(abs(p - a) for a, p in zip(agency.alignment, profile, strict=True))
    agency.fit = 1.0 - cards.misfit * apart


# M9 Assets


def close_halls(world: OracleWorld) -> None:
    """Some halls close for good, once the place is reported on, and leave the groups that met there without."""
    if world.month < 0:
        return
    closing = world.cards.by_place("assets.closing")
    for h in world.neighbourhoods:
        for hall in list(h.halls):
            if world.luck.happens(Decision.HALL_CLOSES, hall.key, probability(closing[h.place.number] / 12.0)):
                h.halls.remove(hall)
                for group in world.groups:
                    group.hall = -1 if group.hall == hall.number else group.hall


# M11 Groups


def live_and_die(world: OracleWorld) -> None:
    """Groups are counted; some end; some are founded; every neighbourhood learns which are near."""
    take_census(world)
    for group in [group for group in world.groups if ends(world, group)]:
        end(world, group)
    crowding = {place: crowding_of(world, place) for place in world.places}
    founders = [r for r in world.residents if r.active and founds(world, r, crowding[r.place])]
    for founder in sorted(founders, key=lambda founder: founder.key):
        found(world, founder)
    learn_who_is_near(world)


def take_census(world: OracleWorld) -> None:
    """Members, active members and their burnout in 1/65536."""
    for group in world.groups:
        group.members = group.acting = group.burnt = 0
    for resident in world.residents:
        for group in resident.own_groups:
            group.members += 1
            if resident.active:
                group.acting += 1
                group.burnt += math.floor(resident.burnout * 65536)


def ends(world: OracleWorld, group: Group) -> bool:
    """Whether a group ends: likelier when small, tired or without its founder."""
    cards = world.cards.groups
    shortfall = max(0.0, 1.0 - group.acting / cards.small) if cards.small > 0 else 0.0
    founder = world.by_key.get(group.founder)
    gone = founder is None or not founder.active or group not in founder.groups
    tired = group.burnt / (65536 * max(group.acting, 1))
    effects = cards.small_effect * shortfall + cards.founder_effect * gone + cards.burnout_effect * tired
    return world.luck.happens(Decision.GROUP_ENDS, group.key, probability(cards.death * math.exp(effects)))


def end(world: OracleWorld, group: Group) -> None:
    """Members and those helped leave it."""
    group.alive = False
    world.groups.remove(group)
    for resident in world.residents:
        resident.groups = [None if own is group else own for own in resident.groups]
        if resident.helper is group:
            resident.helper = None
    group.remove()


def crowding_of(world: OracleWorld, place: Place) -> float:
    """How far the groups that are left hold back new ones."""
    said = world.cards.places[place.number]
    usual = (said.formal_groups + said.informal_groups) / 1000 * len(place.residents)
    return math.exp(world.cards.groups.density * (1.0 - len(place.groups) / max(usual, 1e-9)))


def founds(world: OracleWorld, resident: Resident, crowding: float) -> bool:
    """Whether an active resident founds a group this month."""
    cards = world.cards.groups
    hazard = cards.birth / cards.usual_active * (resident.exposure_of_ties / cards.usual_active)
    hazard *= math.exp(resident.neighbourhood.catalyst + resident.neighbourhood.grants) * crowding
    return world.luck.happens(Decision.FOUND_GROUP, resident.key, probability(hazard))


def found(world: OracleWorld, founder: Resident) -> None:
    """A new group of the founder and those of their active ties who belong to none of its kind."""
    cards, h = world.cards.groups, founder.neighbourhood
    key = world.luck.mix(founder.key, world.month % 2**32, 3)
    group = Group(world, key, h)
    group.founder, group.born = founder.key, world.month
    group.domain = world.luck.index(Decision.GROUP_DOMAIN, key, 4)
    low, high = world.cards.population.group_quality
    group.quality = low + (high - low) * world.luck.uniform(Decision.GROUP_QUALITY, key)
    group.formal = world.luck.uniform(Decision.GROUP_KIND, key) < cards.formal_share
    group.hall = h.halls[0].number if group.formal and h.halls else -1
    founder.groups[group.kind] = group
    for friend in founder.ties:
        if friend.active and friend.groups[group.kind] is None:
            friend.groups[group.kind] = group
    circle = [founder, *(friend for friend in founder.ties if friend.active)]
    group.members = group.acting = sum(person.groups[group.kind] is group for person in circle)
    world.groups.append(group)


def learn_who_is_near(world: OracleWorld) -> None:
    """The up to ten groups of the place nearest to every neighbourhood; each resident meets every other one of them."""
    for place in world.places:
        groups = place.groups
        for h in place.neighbourhoods:
            h.near = sorted(groups, key=lambda group: (distance(h, group.neighbourhood), group.key))[:10]


def distance(a: Neighbourhood, b: Neighbourhood) -> int:
    """How far apart two neighbourhoods of a place lie: they form a ring, in the order of their numbers."""
    apart = abs(a.number - b.number)
    return min(apart, len(a.place.neighbourhoods) - apart)
