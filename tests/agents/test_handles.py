"""Residents and groups as agents: every column is an attribute, and what they say of each other agrees."""

import numpy as np
import pytest

from simulation.agents.group import FIXED as GROUP_FIXED
from simulation.agents.group import Group
from simulation.agents.groups import DOMAINS, Groups
from simulation.agents.provider import Provider
from simulation.agents.providers import Providers
from simulation.agents.resident import FIXED, Resident
from simulation.agents.residents import LEVELS, Event, Residents, Status

RESHAPED = {"groups", "helper"}
"""Columns of row numbers, which an agent gives as agents."""


@pytest.mark.parametrize(("kind", "table"), [(Resident, Residents), (Group, Groups), (Provider, Providers)])
def test_every_column_is_an_attribute_with_its_meaning(world, kind, table):
    agents = world.agents_by_type[kind].to_list()
    rows = [agent.row for agent in agents]
    for name, spec in table.columns.items():
        if kind is Resident and name in RESHAPED:
            continue
        expected = getattr(agents[0].table, name)[rows].tolist()
        said = [getattr(agent, name) for agent in agents]
        assert [list(value) if isinstance(value, tuple) else value for value in said] == expected
        assert name == "id" or getattr(kind, name).__doc__ == spec.meaning


def test_an_attribute_is_written_to_its_column(world):
    someone = world.agents_by_type[Resident][7]
    someone.capacity = 0.75
    someone.level = (0, 1, 0, 2, 0)
    someone.active = True
    row = someone.row
    assert world.residents.capacity[row] == 0.75
    assert world.residents.level[row].tolist() == [0, 1, 0, 2, 0]
    assert (world.residents.capacity == 0.75).sum() == 1
    assert someone.levels == {
        "functional": "coping", "mental": "emerging", "family": "coping", "livelihood": "complex", "home": "coping",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("burnout", float("nan")), ("burnout", "high"), ("burnout", None), ("resting", 256), ("resting", 1.5),
        ("resting", -1), ("level", 1), ("level", (0, 0, 0, 0)), ("level", (0, 0, 0, 0, 300)), ("active", 2),
        ("capacity", (0.1, 0.2)),
    ],
)  # fmt: skip
def test_what_a_column_cannot_hold_is_refused(world, name, value):
    before = getattr(world.residents, name).copy()
    with pytest.raises(ValueError, match=f"{name} takes"):
        setattr(world.agents_by_type[Resident][0], name, value)
    with pytest.raises(ValueError, match=f"{name} takes"):
        world.agents_by_type[Resident].set(name, value)
    assert np.array_equal(getattr(world.residents, name), before)


@pytest.mark.parametrize(("kind", "fixed"), [(Resident, (*FIXED, "age", "place")), (Group, (*GROUP_FIXED, "service"))])
def test_what_holds_the_world_together_cannot_be_set(world, kind, fixed):
    agent = world.agents_by_type[kind][0]
    for name in fixed:
        with pytest.raises(AttributeError):
            setattr(agent, name, getattr(agent, name))
        with pytest.raises(AttributeError):
            world.agents_by_type[kind].set(name, getattr(agent, name))


def test_residents_and_groups_are_neither_made_nor_removed_by_hand(world):
    with pytest.raises(TypeError, match=r"world.agents_by_type\[Resident\]"):
        Resident(world)
    with pytest.raises(TypeError, match="not made by hand"):
        Group.create_agents(world, 2)
    with pytest.raises(TypeError, match="cannot be removed"):
        world.agents_by_type[Resident].do("remove")


def test_households(world):
    world.run_for(6)
    residents = world.agents_by_type[Resident]
    for person in residents.select(at_most=50):
        together = person.household_members
        assert person in together
        assert all(member.here for member in together)
        assert sum(member.head for member in together) == 1
        assert {member.place for member in together} == {person.place}
    assert sum(1 / len(person.household_members) for person in residents) == pytest.approx(residents.agg("head", sum))


def test_ties_are_mutual(world):
    for person in world.agents_by_type[Resident].select(at_most=100):
        for friend, weight in person.ties.items():
            assert friend is not person
            assert friend.ties[person] == weight
            assert 1 <= weight <= 255


def test_groups_and_their_people_agree(world):
    groups = world.agents_by_type[Group]
    memberships = sum(len(person.groups) for person in world.agents_by_type[Resident])
    assert memberships == sum(len(group.people) for group in groups) > 0
    for group in groups:
        assert all(group in person.groups for person in group.people)
        assert all(person.helper is group for person in group.helped)
        assert group.service == DOMAINS[group.domain]
        assert group.links[group.service] == group.synapse[group.domain]
        assert group in group.place.groups
        assert group.founded_by is None or group.founded_by.key == group.founder
    helped = world.residents.helper[: world.residents.count][world.residents.alive[: world.residents.count]] >= 0
    assert sum(len(group.helped) for group in groups) == helped.sum()


def test_words_for_what_columns_hold(world):
    world.run_for(2)
    for person in world.agents_by_type[Resident].where(event=lambda bits: bits > 0):
        assert sum(event.value for event in person.events) == person.event
    for person in world.agents_by_type[Resident].where(level=lambda levels: levels.max(axis=1) > 0):
        assert [LEVELS.index(level) for level in person.levels.values()] == list(person.level)
        assert list(person.standing.values()) == [Status(status) for status in person.status]
    assert {Event.SOUGHT} <= set().union(*(person.events for person in world.agents_by_type[Resident]))


def test_neighbours_are_everyone_else_in_the_neighbourhood(world):
    person = world.agents_by_type[Resident][11]
    r = world.residents
    assert len(person.neighbours) == (r.alive & (r.neighbourhood == person.neighbourhood)).sum() - 1
    assert person not in person.neighbours


@pytest.mark.parametrize(
    ("name", "value"),
    [("sex", 2), ("ethnic", 5), ("level", [4] * 5), ("status", [9] * 5), ("wellbeing", -5.0), ("spare_minutes", -1)],
)
def test_a_value_without_meaning_is_refused_before_it_can_do_harm(world, name, value):
    people = world.agents_by_type[Resident]
    before = getattr(world.residents, name).copy()
    with pytest.raises(ValueError, match=f"{name} must lie from 0"):
        people.set(name, value)
    assert (getattr(world.residents, name) == before).all()


@pytest.mark.parametrize(("name", "value"), [("unique_id", 1), ("model", None), ("_row", 3)])
def test_what_a_handle_finds_its_agent_by_cannot_be_set(world, name, value):
    people = world.agents_by_type[Resident]
    first, kept = people[0], people[0].unique_id
    for setting in (lambda: setattr(first, name, value), lambda: people.set(name, value)):
        with pytest.raises(AttributeError, match=f"{name} is kept by the world and cannot be set."):
            setting()
    assert (first.unique_id, first.model, first.here) == (kept, world, True)


@pytest.mark.parametrize(
    ("name", "value"), [("groups", (99_999, -1)), ("helper", 99_999), ("ties", {}), ("levels", {"mental": "crisis"})]
)
def test_what_the_world_works_out_is_refused_in_a_sentence(world, name, value):
    people = world.agents_by_type[Resident]
    groups, helper = world.residents.groups.copy(), world.residents.helper.copy()
    for setting in (lambda: setattr(people[0], name, value), lambda: people.set(name, value)):
        with pytest.raises(AttributeError, match=f"{name} of a Resident is worked out by the world and cannot be set."):
            setting()
    assert (world.residents.groups == groups).all()
    assert (world.residents.helper == helper).all()
