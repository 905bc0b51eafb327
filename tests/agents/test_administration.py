"""Centre, places and agencies as agents: what they say is what the world's ledgers say."""

import numpy as np
import pytest

from simulation.agents.agency import Agency
from simulation.agents.centre import Centre
from simulation.agents.groups import DOMAINS
from simulation.agents.place import Place
from simulation.agents.provider import Provider
from simulation.agents.residents import Status
from simulation.outcomes import Line, Measure


@pytest.fixture
def recorded(world):
    """The world after three months, the last of which is recorded in its outcomes."""
    world.run_for(3)
    return world


def test_places_divide_people_groups_and_neighbourhoods(recorded):
    places = recorded.agents_by_type[Place]
    people = recorded.outcomes.people[2, :, :, Measure.RESIDENTS].sum(axis=1)
    assert places.get("population") == people.tolist() == [len(place.residents) for place in places]
    assert sum(len(place.groups) for place in places) == recorded.groups.alive.sum()
    assert sorted(n for place in places for n in place.neighbourhoods) == list(range(len(recorded.place_of)))
    assert sum(len(place.halls) for place in places) == recorded.halls.open.sum() > 0
    for place in places:
        assert set(place.halls) <= set(place.neighbourhoods)
        assert set(place.residents.get("place")) == {place}
        assert set(place.groups.get("place")) == {place}
        assert list(place.agencies) == list(DOMAINS)
    assert [place.trust for place in places] == recorded.outcomes.places[2, :, 1].tolist()
    assert [place.reserves for place in places] == recorded.outcomes.places[2, :, 0].tolist()
    assert [place.frozen for place in places] == (recorded.outcomes.places[2, :, 2] == 1).tolist()


def test_trust_can_be_set_within_its_range(world):
    place = world.place_agents[1]
    place.trust = 0.25
    assert world.places.trust[1] == 0.25
    with pytest.raises(ValueError, match="from 0 to 1"):
        place.trust = 1.5


def test_an_agencys_budget_is_the_recorded_one(recorded):
    for agency in recorded.agents_by_type[Agency]:
        for line in Line:
            name = line.name.lower()
            assert getattr(agency, name) == recorded.outcomes.money[2, agency.place.number, agency.number, line]
            with pytest.raises(AttributeError):
                setattr(agency, name, 0)
        spent = (
            agency.direct + agency.connecting + agency.dual_running + agency.growth + agency.joint + agency.incentives
        )
        assert agency.discretionary == spent
        assert agency.place.agencies[agency.service] is agency


def test_queues_and_help_are_the_recorded_ones(recorded):
    agencies = recorded.agents_by_type[Agency]
    assert agencies.agg("waiting", sum) == recorded.outcomes.waits[2].sum() > 0
    served = {Status.STATUTORY, Status.DIRECT, Status.PLACED}
    r = recorded.residents
    status = r.status[: r.count][r.alive[: r.count]]
    assert sum(agency.cases[one] for agency in agencies for one in served) == np.isin(status, list(served)).sum()
    assert agencies.agg("minutes_given", sum) == recorded.outcomes.people[2, :, :, Measure.DIRECT_MINUTES].sum()
    cards = recorded.scenario.service
    hour = round(100 * cards.direct_hour * (1 + recorded.scenario.budget.cost_growth) ** (2 / 12))
    for agency in agencies:
        assert agency.minutes_given <= 60 * agency.direct / hour
        assert agency.cases[Status.DIRECT] <= agency.direct / hour / (cards.hours_per_fte / cards.caseload)
    mean_fit = [np.mean([agency.fit for agency in place.agencies.values()]) for place in recorded.place_agents]
    assert mean_fit == pytest.approx(recorded.outcomes.places[2, :, 7])
    assert all(sum(agency.alignment) == pytest.approx(1) for agency in agencies)


def test_providers_are_paid_the_price_of_their_place(world):
    world = world.fork({"market.price_uplift": 0.1, "market.outcome_share": 0.25})
    world.run_for(1)
    hour = world.budget.price(world.scenario.service.direct_hour) / 100
    for place in world.place_agents:
        firms = place.providers
        assert len(firms) == world.scenario.market.providers
        assert set(firms.get("place")) == {place}
        assert firms.get("price") == pytest.approx([1.1 * hour] * len(firms))
        assert firms.get("outcome_share") == [0.25] * len(firms)
        bought = (world.market.for_duties + world.market.for_direct)[place.number] / 60
        assert firms.agg("sold", sum) == pytest.approx(bought)
        assert firms.agg("sold", sum) < firms.agg("capacity", sum)
    assert len(world.agents_by_type[Provider]) == world.providers.count
    with pytest.raises(TypeError):
        firms[0].remove()


def test_links_are_the_synapses_of_the_places_groups(recorded):
    g = recorded.groups
    for agency in recorded.agents_by_type[Agency]:
        here = g.alive & (recorded.place_of[g.neighbourhood] == agency.place.number)
        assert len(agency.links) == (g.synapse[here, agency.number] > 0).sum()
        assert all(group.links[agency.service] == strength for group, strength in agency.links.items())
        assert len(agency.known_groups) == recorded.outcomes.places[2, agency.place.number, 5]


def test_there_is_one_centre_and_it_pays(recorded):
    (centre,) = recorded.agents_by_type[Centre]
    assert centre is recorded.centre
    assert centre.grant == recorded.outcomes.money[2, :, :, Line.INCOME].sum()
    assert centre.grant == sum(sum(lines.values()) for lines in centre.entitlements.values())


def test_a_closed_hall_is_no_hall_of_its_place(world):
    before = world.place_agents[0].halls
    world.halls.open[np.flatnonzero(world.place_of[world.halls.neighbourhood] == 0)[0]] = False
    assert world.place_agents[0].halls == before[1:]
