"""The World used as a Mesa user would use it, in the words of Mesa's own documentation."""

import copy
import gc
import math
import pickle
from operator import attrgetter

import mesa
import numpy as np
import pytest
from looking import ages, column
from mesa.time import Schedule
from remembering import differing, state

from simulation.agents.agency import Agency
from simulation.agents.centre import Centre
from simulation.agents.group import Group
from simulation.agents.handles import AgentGoneError
from simulation.agents.place import Place
from simulation.agents.provider import Provider
from simulation.agents.resident import Resident
from simulation.world import World


def residents_made():
    return sum(issubclass(type(thing), Resident) for thing in gc.get_objects())


# time


def test_a_step_advances_time_steps_and_month_together(world):
    world.step()
    world.step()
    assert (world.time, world.steps, world.month) == (2.0, 2, 2)
    assert world.outcomes.months == 2


def test_run_for_and_run_until_are_steps(world):
    twin = copy.deepcopy(world)
    world.run_for(3)
    world.run_until(5)
    for _ in range(5):
        twin.step()
    assert (world.time, world.steps, world.month) == (5.0, 5, 5)
    assert differing(state(world), state(twin)) == set()


def test_run_model_runs_until_running_is_false(world):
    def stop():
        world.running = False

    world.schedule_event(stop, at=3)
    world.run_model()
    assert world.month == 3


def test_run_model_ends_with_the_years_of_the_scenario_and_a_fork_may_go_on(world):
    world = world.fork({"run.years": 1})
    world.run_model()
    assert (world.month, world.running) == (12, False)
    longer = world.fork({"run.years": 2})
    longer.run_model()
    assert (longer.month, world.month) == (24, 12)


@pytest.mark.parametrize("seed", [-1, 2**64, "x", 1.5])
def test_a_seed_that_does_not_fit_is_refused(two_villages, seed):
    with pytest.raises(ValueError, match=rf"The seed is {seed!r}, but must be a whole number from 0 to 2\^64 - 1\."):
        World(two_villages, rng=seed)


@pytest.mark.parametrize("months", [math.nan, -1, math.inf])
def test_a_clock_that_could_not_go_on_is_refused(world, months):
    with pytest.raises(ValueError, match="cannot run for"):
        world.run_for(months)
    if not math.isfinite(months):
        with pytest.raises(ValueError, match="A world runs until a month"):
            world.run_until(months)
    assert math.isfinite(world.time)


def test_without_a_seed_two_worlds_differ(two_villages):
    one, other = World(two_villages, rng=None), World(two_villages, rng=None)
    assert one.seed != other.seed
    assert column(one, "key").tobytes() != column(other, "key").tobytes()


# who is there


def test_agents_are_residents_groups_providers_places_agencies_and_one_centre(world):
    here = int(world.residents.alive.sum())
    groups = int(world.groups.alive.sum())
    firms = 2 * world.scenario.market.providers
    assert len(world.agents) == here + groups + firms + 1 + 2 + 2 * 4
    assert set(world.agent_types) == {Resident, Group, Provider, Place, Agency, Centre} == set(world.agents_by_type)
    assert [len(world.agents_by_type[kind]) for kind in (Resident, Group, Provider, Centre, Place, Agency)] == [
        here, groups, firms, 1, 2, 8,
    ]  # fmt: skip
    assert all(isinstance(agent, mesa.Agent) for agent in world.agents)


def test_unique_ids_never_collide_and_follow_the_documented_scheme(world):
    ids = world.agents.get("unique_id")
    assert len(set(ids)) == len(ids)
    assert world.agents_by_type[Resident].get("unique_id") == [
        10_000_000_000 + number for number in column(world, "id").tolist()
    ]
    firms = world.agents_by_type[Provider].get("unique_id")
    assert all(30_000_000_000 < number < 40_000_000_000 for number in firms)
    assert all(20_000_000_000 < number < 30_000_000_000 for number in world.agents_by_type[Group].get("unique_id"))
    assert sorted(a.unique_id for a in world.agents if not isinstance(a, Resident | Group | Provider)) == list(
        range(1, 12)
    )


def test_nothing_is_made_until_it_is_asked_for(world):
    gc.collect()
    before = residents_made()
    residents = world.agents_by_type[Resident]
    len(residents), residents.get(["age", "wellbeing"]), residents.agg("capacity", np.mean)
    residents.set("stimulation", 0.5), residents.where(age=lambda age: age > 65).groupby("fifth").agg("burnout", max)
    residents.shuffle().sort("wellbeing").select(at_most=0.5)
    assert residents_made() == before
    held = residents.to_list()
    assert residents_made() == before + len(held)


def test_asking_twice_gives_the_same_agent(world):
    residents = world.agents_by_type[Resident]
    someone = residents[5]
    assert residents[5] is someone is world.resident(someone.id) is residents.to_list()[5]
    assert {someone: "found"}[world.resident(someone.id)] == "found"
    assert copy.copy(someone) is someone
    assert someone in residents
    assert someone in world.agents
    assert someone not in world.agents_by_type[Group]
    assert someone not in copy.deepcopy(world).agents


def test_a_user_may_add_agents_of_their_own(world):
    class Researcher(mesa.Agent):
        pass

    researchers = Researcher.create_agents(world, 3)
    assert len(world.agents_by_type[Researcher]) == 3
    assert all(researcher in world.agents for researcher in researchers)
    researchers.to_list()[0].remove()
    assert len(world.agents.select(agent_type=Researcher)) == 2


def test_what_holds_the_world_together_cannot_be_removed(world):
    diary = Diary(world)
    before = len(world.agents)
    for agent in (world.centre, world.place_agents[0], world.agencies[0]):
        with pytest.raises(TypeError, match=f"A {type(agent).__name__} cannot be removed"):
            agent.remove()
    with pytest.raises(TypeError, match="A world cannot do without its agents"):
        world.remove_all_agents()
    assert len(world.agents) == before
    assert diary in world.agents
    diary.remove()
    assert len(world.agents) == before - 1


# handles through time


def test_a_handle_means_the_same_person_when_rows_move(world):
    people = world.agents_by_type[Resident].to_list()
    key = {person: person.key for person in people}
    rows = {person: person.row for person in people}
    world.run_for(25)
    here = [person for person in people if person.here]
    assert 0 < len(here) < len(people)
    assert any(person.row != rows[person] for person in here)
    assert all(person.key == key[person] for person in here)
    assert {person.key for person in here} == set(key.values()) & set(column(world, "key").tolist())
    gone = next(person for person in people if not person.here)
    with pytest.raises(AgentGoneError, match=rf"Resident {gone.id} has died or moved away"):
        _ = gone.wellbeing
    with pytest.raises(AgentGoneError):
        gone.capacity = 0.5
    with pytest.raises(AgentGoneError):
        world.resident(gone.id)
    assert "has died or moved away" in repr(gone)
    assert gone not in world.agents


def test_a_group_that_ended_says_so(world):
    groups = world.agents_by_type[Group].to_list()
    world.groups.alive[groups[0].row] = False
    with pytest.raises(AgentGoneError, match="has ended"):
        _ = groups[0].quality
    assert all(group.here for group in groups[1:])


# DataCollector and batch_run


def test_a_world_collects_its_main_figures_every_step(world):
    world.run_for(3)
    frame = world.datacollector.get_model_vars_dataframe()
    assert frame["month"].tolist() == [1, 2, 3]
    assert frame["residents"].iloc[-1] == world.residents.alive.sum()
    assert frame["active"].iloc[-1] == column(world, "active").sum()
    assert frame["wellbeing"].iloc[-1] == pytest.approx(column(world, "wellbeing").mean(), abs=1e-4)
    needed, met = world.needs.needed_by.sum(), world.needs.met_by.sum()
    assert frame["unmet_need"].iloc[-1] == pytest.approx(100 * (1 - met / needed))
    spent = world.budget.fixed + world.budget.statutory + world.budget.discretionary
    assert frame["spending"].iloc[-1] == spent.sum() // 100


def test_a_datacollector_of_ones_own(world):
    world.datacollector = mesa.DataCollector(
        model_reporters={"time": "time", "agents": lambda model: len(model.agents)},
        agent_reporters={"kind": lambda agent: type(agent).__name__},
        agenttype_reporters={Resident: {"wellbeing": "wellbeing", "years": "age"}, Place: {"trust": "trust"}},
    )
    world.step()
    collected = world.datacollector
    assert collected.get_model_vars_dataframe()["agents"].tolist() == [len(world.agents)]
    assert (collected.get_agent_vars_dataframe()["kind"] == "Resident").sum() == world.residents.alive.sum()
    people = collected.get_agenttype_vars_dataframe(Resident)
    assert people["wellbeing"].tolist() == column(world, "wellbeing").tolist()
    assert people["years"].tolist() == ages(world).tolist()
    assert people.index.get_level_values("AgentID").tolist() == world.agents_by_type[Resident].get("unique_id")
    assert collected.get_agenttype_vars_dataframe(Place)["trust"].tolist() == world.places.trust.tolist()


def test_batch_run(two_villages):
    results = mesa.batch_run(
        World, parameters={"scenario": two_villages, "effort.earliness": [0.3, 0.6], "effort.lag": 1}, rng=[1, 2],
        max_steps=3, number_processes=1, data_collection_period=1, display_progress=False,
    )  # fmt: skip
    assert [(row["rng"], row["effort.earliness"], row["month"]) for row in results] == [
        (rng, earliness, month) for rng in (1, 2) for earliness in (0.3, 0.6) for month in (1, 2, 3)
    ]
    world = World(two_villages, rng=2, **{"effort.earliness": 0.6, "effort.lag": 1})
    world.run_for(3)
    last = world.datacollector.get_model_vars_dataframe().iloc[-1].to_dict()
    assert {name: results[-1][name] for name in last} == last


# copies


@pytest.mark.parametrize(
    "part",
    ["needs.needed", "jobs.counts", "tax_base.activity", "commons.stock", "budget.debts.owed", "turnover.target",
     "donors.count", "outcomes.network", "spells.lines", "halls.key"],
)  # fmt: skip
def test_whatever_differs_in_a_world_is_seen(world, part):
    """Else copies could be said to be the same because nobody had looked."""
    twin = copy.deepcopy(world)
    attrgetter(part)(twin)[...] += 1
    assert differing(state(world), state(twin)) == {part}


def test_a_part_of_which_it_is_not_known_what_it_remembers_is_no_silent_gap(world):
    world.news = object()
    with pytest.raises(TypeError, match="Is news, a object, a part"):
        state(world)


def test_a_pickled_world_goes_on_as_if_nothing_had_happened(world):
    world.run_for(2)
    other = pickle.loads(pickle.dumps(world))
    assert differing(state(other), state(world)) == set()
    for _ in range(12):
        world.step()
        other.step()
    assert (other.month, other.time, other.steps) == (14, 14.0, 14)
    assert differing(state(other), state(world)) == set()
    assert other.scenario == world.scenario


def test_a_deep_copy_goes_on_by_itself(world):
    before = state(world)
    twin = copy.deepcopy(world)
    assert twin.scenario is world.scenario
    twin.run_for(12)
    assert (twin.month, world.month, world.time) == (12, 0, 0.0)
    assert differing(state(world), before) == set()
    world.run_for(12)
    assert differing(state(world), state(twin)) == set()


def test_a_fork_is_independent_and_differs_only_as_told(world):
    world.step()
    same, other = world.fork({}), world.fork({"effort.connecting_share": 0.9, "effort.lag": 1})
    other.run_for(12)
    assert (world.month, same.month, other.month) == (1, 1, 13)
    same.run_for(12)
    world.run_for(12)
    assert differing(state(same), state(world)) == set()
    assert (other.effort.connecting_share == 0.9).all()
    assert (world.effort.connecting_share == 0.0).all()
    assert all(agent.model is other for agent in other.agents.select(at_most=30))
    assert other.place_agents[0] is not world.place_agents[0]


def test_agents_held_by_a_world_are_copied_with_it(world):
    world.hero = world.agents_by_type[Resident][3]
    for other in (
        copy.deepcopy(world),
        pickle.loads(pickle.dumps(world)),
        pickle.loads(pickle.dumps(world.hero)).model,
    ):
        assert other.hero.model is other
        assert other.hero is other.resident(world.hero.id)
        assert other.hero is not world.hero
        other.hero.capacity = 0.125
        assert world.hero.capacity != 0.125


# events


class Diary(mesa.Agent):
    """A user's agent that notes when it is called."""

    def __init__(self, model):
        super().__init__(model)
        self.times = []

    def note(self):
        self.times.append(self.model.time)


def test_events_happen_when_scheduled(world):
    diary = Diary(world)
    world.schedule_event(diary.note, at=2.5)
    world.schedule_event(diary.note, after=1)
    cancelled = world.schedule_event(diary.note, at=4)
    cancelled.cancel()
    recurring = world.schedule_recurring(diary.note, Schedule(interval=2, start=6, count=2))
    world.run_until(12)
    assert diary.times == [1.0, 2.5, 6.0, 8.0]
    assert recurring.execution_count == 2
    assert world.month == 12


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda world: pickle.loads(pickle.dumps(world))])
def test_events_and_steps_belong_to_the_copy(world, copied):
    world.diary = Diary(world)
    world.schedule_event(world.diary.note, at=3.5)
    world.schedule_recurring(world.diary.note, Schedule(interval=1.0, start=5.0))
    world.step()
    twin = copied(world)
    twin.run_until(6)
    assert twin.diary.times == [3.5, 5.0, 6.0]
    assert world.diary.times == []
    assert (world.month, world.time, twin.month, twin.steps) == (1, 1.0, 6, 6)


def test_an_event_of_a_resident_waits_though_nobody_holds_the_resident(world, monkeypatch):
    happened = []
    monkeypatch.setattr(Resident, "step", lambda self: happened.append(self.id))
    number = int(column(world, "id")[4])
    world.schedule_event(world.resident(number).step, at=1.5)
    gc.collect()
    world.run_until(2)
    assert happened == [number]


def test_events_of_those_who_have_gone_do_not_happen(world, monkeypatch):
    happened = []
    monkeypatch.setattr(Resident, "step", lambda self: happened.append(self.id))
    began = column(world, "id").tolist()
    world.agents_by_type[Resident].do(lambda agent: world.schedule_event(agent.step, at=8))
    world.run_until(8)
    assert happened == [number for number in began if number in set(column(world, "id").tolist())]
    assert len(happened) < len(began)
