"""Who acts: one object for each resident, group, agency and place, and the neighbourhoods where they meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from simulation.agents.residents import Event, Status

if TYPE_CHECKING:
    from .headcount import Headcount
    from .model import OracleWorld

LADDERS = ("functional", "mental", "family", "livelihood", "home")
FUNCTIONAL, MENTAL, FAMILY, LIVELIHOOD, HOME = range(5)
DOMAINS = ("care", "family", "livelihood", "home")
SERVICE_OF = (0, 0, 1, 2, 3)
"""The service of each ladder: functional and mental need are both care's."""

COMPLEX, CRISIS = 2, 3
UNKNOWN = 255
STATE_ON_LADDER = ("level", "months", "status", "wait", "kin_share", "agency_share", "civic_share")
ACTS = ("stimulate", "connect", "catalyse", "map", "keep")
FORMAL, INFORMAL = 0, 1
FLOWS = ("born", "died", "arrived", "left")
INCENTIVES = ("asking", "recognition", "voice", "time_credits", "payment", "tax_discount", "micro_grants")

type Cell = tuple[int, int]


class Single:
    """State of a resident or group that is kept as float32: computed in float64 and rounded once, when stored."""

    def __set_name__(self, _: type, name: str) -> None:
        self.name = f"_{name}"

    def __get__(self, agent: Any, _: type) -> float:
        return getattr(agent, self.name)

    def __set__(self, agent: Any, value: float) -> None:
        setattr(agent, self.name, float(np.float32(value)))


@dataclass(slots=True)
class Rung:
    """Where a resident stands on one ladder; below, this month's minutes there."""

    ladder: int
    frailty: float
    level: int
    months: int
    status: Status
    wait: int
    kin_share: int
    agency_share: int
    civic_share: int
    needed: int = 0
    kin: int = 0
    statutory: int = 0
    direct: int = 0
    civic: int = 0
    met: int = 0

    @property
    def service(self) -> int:
        """The service that this ladder's need belongs to."""
        return SERVICE_OF[self.ladder]

    @property
    def missing(self) -> int:
        """Minutes that neither kin nor an agency has given."""
        return max(self.needed - self.kin - self.statutory - self.direct, 0)

    @property
    def emerging_or_complex(self) -> bool:
        """Levels 1 and 2, where groups can help."""
        return 0 < self.level < CRISIS

    def enter(self, status: Status) -> None:
        """Change status; the wait in it begins."""
        self.status, self.wait = status, 0

    def enter_if_new(self, status: Status) -> None:
        """Change status, unless it is held already and its wait goes on."""
        if self.status != status:
            self.enter(status)


class Resident(mesa.Agent):
    """A person. `row` is where the columns keep them: lists of candidates and of ties are in its order."""

    model: OracleWorld
    capacity, start_capacity, skills, wellbeing = Single(), Single(), Single(), Single()
    threshold, stimulation, burnout = Single(), Single(), Single()

    def __init__(self, model: OracleWorld, key: int, row: int, neighbourhood: Neighbourhood) -> None:
        super().__init__(model)
        self.key, self.row, self.neighbourhood = key, row, neighbourhood
        self.ties: dict[Resident, int] = {}
        self.rungs: list[Rung] = []
        self.groups: list[Group | None] = [None, None]
        self.helper: Group | None = None
        self.helped_ladder = 0
        self.events: set[Event] = set()
        self.fell = -32768
        self.kin_given = self.civic_given = 0

    household: int
    head: bool
    born: int
    sex: int
    ethnic: int
    disabled: bool
    lifelong: int
    work: int
    fifth: int
    kin_minutes: int
    civic_minutes: int
    spare_minutes: int
    active: bool
    resting: int

    @property
    def place(self) -> Place:
        """The place where they live."""
        return self.neighbourhood.place

    @property
    def age(self) -> int:
        """Age in months."""
        return self.model.month - self.born

    @property
    def near(self) -> list[Group]:
        """The groups near this resident: every other one of those nearest to the neighbourhood, by the key's parity."""
        return self.neighbourhood.near[self.key % 2 :: 2]

    @property
    def adult(self) -> bool:
        """16 and over."""
        return self.age >= 16 * 12

    @property
    def older(self) -> bool:
        """65 and over."""
        return self.age >= 65 * 12

    def can_hold(self, ladder: int) -> bool:
        """Whether they can hold need on a ladder."""
        if ladder == FAMILY:
            return self.age < 18 * 12
        if ladder == LIVELIHOOD:
            return self.adult and not self.older
        if ladder == HOME:
            return self.head
        return self.adult

    @property
    def in_need(self) -> list[Rung]:
        """The ladders on which they need help."""
        return [rung for rung in self.rungs if rung.level > 0]

    @property
    def in_crisis(self) -> bool:
        """Whether any need is a crisis."""
        return any(rung.level == CRISIS for rung in self.rungs)

    @property
    def friends(self) -> list[Resident]:
        """Those they are tied to, in row order."""
        return sorted(self.ties, key=lambda friend: friend.row)

    @property
    def own_groups(self) -> list[Group]:
        """The groups they belong to: at most one formal and one informal."""
        return [group for group in self.groups if group is not None]

    @property
    def exposure_of_ties(self) -> float:
        """E, the share of the weight of their ties that lies on active people; 0 with no ties."""
        weight = sum(self.ties.values())
        return sum(w for friend, w in self.ties.items() if friend.active) / weight if weight else 0.0

    def fall(self, event: Event) -> None:
        """Enter crisis: it scars capacity and is remembered."""
        self.events.add(event)
        self.fell = self.model.month
        if self.model.cards.capacity.on:
            self.capacity = self.capacity * (1.0 - self.model.cards.capacity.scar)


class Group(mesa.Agent):
    """A community group, formal or informal."""

    model: OracleWorld
    quality = Single()

    def __init__(self, model: OracleWorld, key: int, neighbourhood: Neighbourhood) -> None:
        super().__init__(model)
        self.key, self.neighbourhood = key, neighbourhood
        self.alive = True
        self._synapse = [0.0] * 4
        self.mapped = UNKNOWN
        self.members = self.acting = self.burnt = self.pool = self.asked = self.given = 0

    domain: int
    formal: bool
    founder: int
    born: int
    hall: int

    @property
    def place(self) -> Place:
        """The place where it meets."""
        return self.neighbourhood.place

    @property
    def kind(self) -> int:
        """FORMAL or INFORMAL: which of a member's two it takes."""
        return FORMAL if self.formal else INFORMAL

    @property
    def known(self) -> bool:
        """Whether the place's agencies know of it."""
        return self.mapped != UNKNOWN

    @property
    def activity(self) -> float:
        """x_g, the active share of its members at the last census; 0 with none."""
        return self.acting / self.members if self.members else 0.0

    @property
    def synapse(self) -> tuple[float, ...]:
        """The strength of its working link with each service."""
        return tuple(self._synapse)

    def set_synapse(self, service: int, strength: float) -> None:
        """Store a strength, as float32."""
        self._synapse[service] = float(np.float32(strength))


class Agency(mesa.Agent):
    """One service of one place: its lines of the month's budget, in pence, and what it has learned of the place."""

    def __init__(self, model: OracleWorld, place: Place, service: int) -> None:
        super().__init__(model)
        self.place, self.service = place, service
        self.income = self.tax_base = self.grant = self.growth = self.interest = self.repaid = self.borrowed = 0
        self.joint = self.added = 0
        self.fixed = self.lifelong = self.other_fixed = self.statutory = self.unserved = 0
        self.discretionary = self.first_discretionary = self.dual_running = self.connecting = self.direct = 0
        self.incentives = self.minutes_given = self.first_duties = self.returned = self.dearer = 0
        self.prevention = self.picking = 0.0
        self.drawn = 0
        self.recent_duties: list[int] = []
        self.alignment = [0.2] * 5
        self.profile = [0.2] * 5
        self.fit = 1.0

    @property
    def realised(self) -> int:
        """What comes in: the entitlement, what the tax base and deals bring above or below it, less what debt takes."""
        return self.income + self.tax_base + self.grant - self.interest - self.repaid


class Provider(mesa.Agent):
    """Who sells hours of help to a place. entered: the month, or -1."""

    sold: float = 0.0
    margin: float = 0.0
    losses: int = 0
    capacity: float
    cost: float

    def __init__(self, model: OracleWorld, key: int, entered: int) -> None:
        super().__init__(model)
        self.key, self.entered = key, entered


class Place(mesa.Agent):
    """A council area: four agencies, its connectors, its levers, its purse and the trust in it."""

    model: OracleWorld

    def __init__(self, model: OracleWorld, number: int, key: int) -> None:
        super().__init__(model)
        self.number, self.key = number, key
        self.agencies = [Agency(model, self, service) for service in range(4)]
        self.providers: list[Provider] = []
        self.neighbourhoods: list[Neighbourhood] = []
        self.acts = dict.fromkeys(ACTS, 0)
        self.acts_carried = dict.fromkeys(ACTS, 0.0)
        self.flows = dict.fromkeys(FLOWS, 0)
        self.felt: dict[str, dict[Cell, float]] = {}

    offered_for: dict[str, int]
    lost: dict[Cell, float]
    belief: float
    trust_when_offered: float
    target: float
    replaced: int
    trust: float
    reserves: int
    frozen_until: int
    answered: float
    pooled: float
    owed: int
    owed_a_month: int
    planned: int
    due: int
    wanted: int
    needs: int
    instalment: int
    connecting_share: float
    earliness: float
    dual_running: float
    shift_began: int
    aim: tuple[float, ...]
    turned_back: bool
    merit: list[float]
    worth: list[float]
    from_connecting_share: float
    from_earliness: float
    hour_price: float
    usual_pay: float
    room: int
    for_duties: int
    refused: int
    for_direct: int
    wanted_direct: int
    concentration: float
    first_concentration: float
    new_part: float
    activity: float
    outside: float
    new_jobs: float
    preparing: float
    jobs: Headcount
    settled_jobs: list[Headcount]
    months_settled: bool
    stock: float
    stock_at_start: float
    settled_people: list[tuple[int, int, int]]

    @property
    def residents(self) -> list[Resident]:
        """Those who live here, in row order."""
        return [resident for resident in self.model.residents if resident.place is self]

    @property
    def scarcity(self) -> float:
        """sigma, how much less there is of what the place shares than at first."""
        return 1.0 - self.stock / self.stock_at_start

    @property
    def groups(self) -> list[Group]:
        """The groups that meet here."""
        return [group for group in self.model.groups if group.place is self]

    def worth_of(self, practice: int) -> float:
        """What an hour achieves by a practice (a service's, or the connectors') against today's."""
        return self.worth[practice] if self.model.cards.innovation.on else 1.0

    @property
    def known_share(self) -> float:
        """kappa, the share of the place's groups that its agencies know."""
        groups = self.groups
        return sum(group.known for group in groups) / max(len(groups), 1)

    @property
    def frozen(self) -> bool:
        """Whether discretionary spending has stopped."""
        return self.model.month < self.frozen_until

    @property
    def rows(self) -> tuple[int, int]:
        """Its first row and the number of its rows, as last sorted."""
        first, last = self.neighbourhoods[0], self.neighbourhoods[-1]
        return first.first_row, last.first_row + last.rows - first.first_row


@dataclass(eq=False)
class Hall:
    """Where formal groups can meet."""

    number: int
    key: int


@dataclass(eq=False)
class Neighbourhood:
    """Where people live near each other. first_row, rows: where its residents lay when rows were last sorted.

    halls: those that are open.
    """

    number: int
    place: Place
    fifth: int
    first_row: int
    rows: int
    catalyst: float
    grants: float = 0.0
    halls: list[Hall] = field(default_factory=list)
    near: list[Group] = field(default_factory=list)
