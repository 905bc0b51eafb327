"""Social action and ties: M7 what connectors do, M6 activation, M12 burnout, and ties closing and fading."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Event
from simulation.chance import Decision

from .agents import ACTS, FORMAL, INFORMAL, Group, Place, Resident
from .civic import act_key
from .helping import clip
from .incentives import incentive, staying
from .learning import CONNECTORS
from .need import probability
from .purse import pounds_of_staff, price
from .saying import said_in

if TYPE_CHECKING:
    from .model import OracleWorld

ELEVEN = 11 * 12
CANDIDATES = Decision.CONNECT_WITH.value


# M7 Stimulation, connection, catalysis


def connect(world: OracleWorld) -> None:
    """Connectors use the hours that their money buys: they ask people, introduce people and help groups begin."""
    for h in world.neighbourhoods:
        h.catalyst *= 0.5 ** (1.0 / world.cards.connecting.catalyst_half_life)
    for place in world.places:
        plan_acts(world, place)
    for place in world.places:
        for number in range(place.acts["stimulate"]):
            stimulate(world, place, number)
        met = [introduce(world, place, number) for number in range(place.acts["connect"])]
        for pair in met:
            if pair is not None and world.cards.connecting.tie_weight > 0:
                acquaint(world, *pair, world.cards.connecting.tie_weight)
        for number in range(place.acts["catalyse"]):
            catalyse(world, place, number)


def plan_acts(world: OracleWorld, place: Place) -> None:
    """Whole acts of each kind; the fraction is carried to next month."""
    cards, service = world.cards.connecting, world.cards.service
    money = sum(agency.connecting for agency in place.agencies)
    hours = money / price(world, pounds_of_staff(world, place, "service.connector_month")) * service.hours_per_fte
    hours *= place.worth_of(CONNECTORS)
    for act in ACTS:
        due = place.acts_carried[act] + hours * (getattr(cards, f"{act}_share") / getattr(cards, f"{act}_hours"))
        place.acts[act] = math.floor(due)
        place.acts_carried[act] = due - math.floor(due)


def stimulate(world: OracleWorld, place: Place, number: int) -> None:
    """Ask one person, or the best connected of five where the network is known."""
    key = act_key(world, place, number, "stimulate")
    first, rows = place.rows
    person = world.by_row.get(first + world.luck.index(Decision.STIMULATE_WHOM, key, rows))
    if world.luck.uniform(Decision.STIMULATE_AIMED, key) < said_in(world, place, "connecting.aim"):
        others = [first + world.luck.index(Decision.STIMULATE_OTHERS + word, key, rows) for word in range(3)]
        person = min([person, *map(world.by_row.get, others)], key=deprivation)
    elif world.luck.uniform(Decision.STIMULATE_KNOWN, key) < place.known_share:
        rivals = [Decision.STIMULATE_RIVALS.value + word for word in range(4)]
        others = [world.by_row.get(first + world.luck.index(rival, key, rows)) for rival in rivals]
        person = max([person, *others], key=reach)
    if person is not None and person.adult and not person.active:
        person.stimulation = min(1.0, person.stimulation + world.cards.connecting.push)


def reach(person: Resident | None) -> int:
    """The weight of a person's ties."""
    return sum(person.ties.values()) if person is not None else 0


def deprivation(person: Resident | None) -> int:
    """The fifth of a person's street, the most deprived first."""
    return person.fifth if person is not None else 6


def introduce(world: OracleWorld, place: Place, number: int) -> tuple[Resident, Resident] | None:
    """Choose somebody in need, and somebody active of the neighbourhood or outside it, rather one they do not know."""
    key = act_key(world, place, number, "connect")
    early = world.luck.uniform(Decision.CONNECT_EARLY, key) < place.earliness
    pool = [resident for resident in place.residents if resident.in_need and resident.in_crisis != early]
    if not pool:
        return None
    person = pool[world.luck.index(Decision.CONNECT_WHOM, key, len(pool))]
    if world.luck.uniform(Decision.CONNECT_AIMED, key) < said_in(world, place, "connecting.aim"):
        others = [pool[world.luck.index(Decision.CONNECT_OTHERS + word, key, len(pool))] for word in range(3)]
        person = min([person, *others], key=deprivation)
    looks = 4 if world.luck.uniform(Decision.CONNECT_KNOWN, key) < place.known_share else 1
    h, (first, rows) = person.neighbourhood, place.rows
    within = list(range(h.first_row, h.first_row + h.rows))
    outside = [row for row in range(first, first + rows) if row not in within]
    bridges = world.luck.uniform(Decision.CONNECT_BRIDGES, key) < world.cards.connecting.bridging
    among = outside if bridges and outside else within
    seen = [world.by_row.get(among[world.luck.index(CANDIDATES + look, key, len(among))]) for look in range(looks)]
    able = [other for other in seen if other is not None and other is not person and other.active and other.adult]
    strangers = [other for other in able if other not in person.ties]
    return (person, (strangers or able)[0]) if able else None


def acquaint(world: OracleWorld, one: Resident, other: Resident, weight: int) -> None:
    """Two people get to know each other, or each other better."""
    if other in one.ties:
        one.ties[other] = other.ties[one] = min(255, one.ties[other] + weight)
    else:
        world.tie(one, other, weight)


def catalyse(world: OracleWorld, place: Place, number: int) -> None:
    """Lower the barrier to founding a group in one neighbourhood."""
    u = world.luck.uniform(Decision.CATALYSE_WHERE, act_key(world, place, number, "catalyse"))
    place.neighbourhoods[int(u * len(place.neighbourhoods))].catalyst += world.cards.connecting.catalyst


# M6 Activation


def act(world: OracleWorld) -> None:
    """Adults decide whether to start or stop, all seeing the same month; then they do."""
    adults = [resident for resident in world.residents if resident.adult]
    starting = [r for r in adults if not r.active and r.resting == 0 and starts(world, r)]
    stopping = [r for r in adults if r.active and stops(world, r)]
    for resident in adults:
        if not resident.active and resident.resting > 0:
            resident.resting -= 1
        resident.stimulation *= 0.5 ** (1.0 / world.cards.connecting.push_half_life)
    for resident in stopping:
        resident.events.add(Event.STOPPED_HELPING)
        resident.active, resident.resting = False, world.cards.activation.rest
    for resident in starting:
        resident.events.add(Event.STARTED_HELPING)
        resident.active = True
    for resident in adults:
        if resident in starting or (resident.active and not resident.own_groups):
            join(world, resident)


def starts(world: OracleWorld, resident: Resident) -> bool:
    """The more exposure exceeds the threshold, the likelier."""
    cards = world.cards.activation
    exposure = resident.exposure_of_ties
    if resident.own_groups:
        fellows = sum(group.activity for group in resident.own_groups) / len(resident.own_groups)
        exposure = (1.0 - cards.group_weight) * exposure + cards.group_weight * fellows
    trust = cards.trust_effect * (resident.place.trust - world.cards.trust.start)
    pushes = resident.stimulation + incentive(world, resident) + trust
    ready = exposure - resident.threshold + pushes - cards.burnout_effect * resident.burnout
    chance = min(1.0, cards.opportunity * willingness(ready, cards.spread) + cards.noise)
    return world.luck.happens(Decision.START_HELPING, resident.key, chance)


def willingness(ready: float, spread: float) -> float:
    """A logistic of readiness, or, where the spread is 0, a step at the threshold as exactly as columns hold it."""
    if spread == 0:
        return 1.0 if ready >= -1e-6 else 0.0
    return 1.0 / (1.0 + math.exp(min(-ready / spread, 700.0)))


def stops(world: OracleWorld, resident: Resident) -> bool:
    """Likelier when burnt out."""
    cards = world.cards.activation
    chance = min(1.0, cards.stop * math.exp(cards.stop_burnout * resident.burnout))
    return world.luck.happens(Decision.STOP_HELPING, resident.key, staying(world, resident) * chance)


def join(world: OracleWorld, resident: Resident) -> None:
    """Somebody with no group of a kind may join one near."""
    cards = world.cards.groups
    for kind, decision, chance in (
        (FORMAL, Decision.JOIN_FORMAL, cards.join_formal),
        (INFORMAL, Decision.JOIN_INFORMAL, cards.join_informal),
    ):
        near: list[Group] = [group for group in resident.near if group.kind == kind]
        u = world.luck.uniform(decision, resident.key)
        if resident.groups[kind] is None and near and world.luck.less(u, chance, resident.key):
            resident.groups[kind] = near[int(u / chance * len(near))]


# M12 Burnout


def burn_out(world: OracleWorld) -> None:
    """Load beyond what is bearable exhausts; a lighter load heals; exhaustion may spread along ties."""
    cards = world.cards.burnout
    before = {resident: resident.burnout for resident in world.residents}
    for resident, b in before.items():
        load = (resident.kin_given + cards.civic_strain * resident.civic_given) / (60.0 * cards.bearable_hours)
        after = b + cards.gain * max(0.0, load - 1.0) - cards.recovery * b * (1.0 - min(load, 1.0))
        resident.burnout = clip(after, 0.0, 1.0)
        if cards.contagion > 0 and resident.burnout < world.burnt_out:
            spent = sum(w for friend, w in resident.ties.items() if before[friend] >= world.burnt_out)
            share = spent / sum(resident.ties.values()) if spent else 0.0
            if world.luck.happens(Decision.BURNOUT_SPREAD, resident.key, probability(cards.contagion * share)):
                resident.burnout = world.burnt_out


# Ties


def turn_over(world: OracleWorld) -> None:
    """In the month of their birthday people lose a tie or meet somebody; all endings come first."""
    lost: list[tuple[Resident, Resident]] = []
    made: list[tuple[Resident, Resident]] = []
    cards = world.cards.ties
    for resident in world.residents:
        if resident.age % 12 != 0 or resident.age < ELEVEN:
            continue
        u = world.luck.uniform(Decision.TIE_CHANGE, resident.key)
        outside = [friend for friend in resident.ties if friend.household != resident.household]
        if world.luck.less(u, 12.0 * cards.fade * len(outside), resident.key):
            lost.append((resident, min(outside, key=lambda f: world.luck.lot_of_tie(resident.key, f.key))))
        elif not world.luck.less(u, 1.0 - 12.0 * cards.form, resident.key):
            other = somebody_new(world, resident)
            if other is not None and other is not resident and other.age >= ELEVEN:
                made.append((resident, other))
    for a, b in lost:
        a.ties.pop(b, None)
        b.ties.pop(a, None)
    for a, b in made:
        world.tie(a, b, cards.new_weight)


def somebody_new(world: OracleWorld, resident: Resident) -> Resident | None:
    """A friend of a friend, or a neighbour."""
    closure = world.cards.ties.closure
    v = world.luck.uniform(Decision.TIE_PARTNER, resident.key)
    if v < closure:
        if not resident.ties:
            return None
        friend = resident.friends[int(v / closure * len(resident.ties))]
        step = world.luck.mix(resident.key, friend.key, int(world.luck.seed)) % 2**32 * len(friend.ties) >> 32
        return friend.friends[step]
    h = resident.neighbourhood
    return world.by_row.get(h.first_row + int((v - closure) / (1.0 - closure) * h.rows))
