"""Sets of a world's agents, used as a Mesa user would use an AgentSet, in the words of Mesa's own documentation."""

import gc
import inspect
import itertools
import pickle

import mesa
import numpy as np
import pytest
from looking import ages, column

from simulation.agents.centre import Centre
from simulation.agents.group import Group
from simulation.agents.place import Place
from simulation.agents.resident import Resident


def test_select_by_filter_function(world):
    older = world.agents_by_type[Resident].select(lambda agent: agent.age >= 65)
    assert len(older) == (ages(world) >= 65).sum()
    assert older.get("id") == column(world, "id")[ages(world) >= 65].tolist()


@pytest.mark.parametrize(("at_most", "expected"), [(10, 10), (0.25, "quarter"), (10**6, "all"), (1.0, "all"), (0, 0)])
def test_select_at_most(world, at_most, expected):
    residents = world.agents_by_type[Resident]
    expected = {"quarter": len(residents) // 4, "all": len(residents)}.get(expected, expected)
    assert len(residents.select(at_most=at_most)) == expected
    assert residents.select(at_most=at_most).get("id") == column(world, "id")[:expected].tolist()


def test_select_by_filter_and_at_most_takes_the_first_that_pass(world):
    first = world.agents_by_type[Resident].select(lambda agent: agent.age >= 65, at_most=7)
    assert first.get("id") == column(world, "id")[ages(world) >= 65][:7].tolist()


def test_select_by_agent_type(world):
    assert len(world.agents.select(agent_type=Group)) == world.groups.alive.sum()
    assert len(world.agents.select(agent_type=mesa.Agent)) == len(world.agents)
    assert world.agents.select(agent_type=Centre).to_list() == [world.centre]
    assert len(world.agents.select(lambda agent: agent.trust > 0, agent_type=Place)) == 2


def test_select_in_place_changes_a_copy_but_not_the_world(world):
    residents = world.agents_by_type[Resident].copy()
    assert residents.select(at_most=3, inplace=True) is residents
    assert len(residents) == 3
    assert len(world.agents_by_type[Resident]) == world.residents.alive.sum()


def test_where_is_select_by_columns(world):
    residents = world.agents_by_type[Resident]
    chosen = residents.where(active=True, age=lambda age: age >= 40)
    assert chosen.get("id") == column(world, "id")[column(world, "active") & (ages(world) >= 40)].tolist()
    assert chosen == residents.select(lambda agent: agent.active and agent.age >= 40)
    assert len(residents.where(level=(0, 0, 0, 0, 0))) == (column(world, "level").sum(axis=1) == 0).sum()


def test_get_one_and_several_attributes(world):
    residents = world.agents_by_type[Resident]
    assert residents.get("wellbeing") == column(world, "wellbeing").tolist()
    assert residents.get(["age", "active"]) == [
        list(row) for row in zip(ages(world), column(world, "active"), strict=True)
    ]
    assert residents.get("level") == [tuple(row) for row in column(world, "level")]
    assert world.agents_by_type[Place].get("name") == ["Upper Village", "Lower Village"]


def test_what_get_says_is_what_agents_say(world):
    for kind in (Resident, Group):
        agents = world.agents_by_type[kind]
        names = [name for name in dir(kind) if not name.startswith("_") and not inspect.isroutine(getattr(kind, name))]
        simple = [n for n in names if n not in ("model", "columns", "table", "random", "rng", "scenario", "neighbours")]
        sample = agents.select(at_most=20)
        for name in simple:
            for agent, value in zip(sample, sample.get(name), strict=True):
                own = getattr(agent, name)
                assert np.array_equal(list(own), list(value)) if hasattr(own, "ids") else own == value


def test_get_with_missing_attributes(world):
    people = world.agents_by_type[Resident].select(at_most=2)
    with pytest.raises(AttributeError):
        people.get("wealth")
    assert people.get("wealth", handle_missing="default", default_value=3) == [3, 3]
    assert people.get(["wealth", "sex"], "default") == [[None, sex] for sex in column(world, "sex")[:2]]
    with pytest.raises(ValueError, match="handle_missing"):
        people.get("age", handle_missing="ignore")
    mixed = world.agents.get("wellbeing", handle_missing="default")
    assert [value for value in mixed if value is not None] == column(world, "wellbeing").tolist()
    with pytest.raises(AttributeError):
        world.agents.get("wellbeing")


def test_agg(world):
    residents = world.agents_by_type[Resident]
    assert residents.agg("wellbeing", np.mean) == pytest.approx(column(world, "wellbeing").mean(dtype=float))
    assert residents.agg("kin_minutes", [min, max, sum]) == [
        column(world, "kin_minutes").min(), column(world, "kin_minutes").max(), column(world, "kin_minutes").sum(),
    ]  # fmt: skip


def test_set_writes_the_column(world):
    older = world.agents_by_type[Resident].where(age=lambda age: age >= 65)
    older.set("capacity", 0.25).set("level", (1, 0, 0, 0, 0))
    assert (column(world, "capacity")[ages(world) >= 65] == 0.25).all()
    assert (column(world, "capacity")[ages(world) < 65] == 0.25).sum() == 0
    assert (column(world, "level")[ages(world) >= 65] == (1, 0, 0, 0, 0)).all()


def test_attributes_of_a_users_own_stay_with_the_agent(world):
    world.agents_by_type[Resident].select(at_most=9).set("wealth", 100)
    gc.collect()
    world.run_for(2)
    wealth = world.agents_by_type[Resident].get("wealth", handle_missing="default", default_value=0)
    assert 0 < sum(wealth) <= 900
    assert sum(pickle.loads(pickle.dumps(world)).agents_by_type[Resident].get("wealth", "default", 0)) == sum(wealth)


def test_do_map_and_shuffle_do_reach_everybody_once(world):
    residents = world.agents_by_type[Resident]
    seen = []
    assert residents.do(lambda agent, to: to.append(agent.id), seen) is residents
    assert seen == column(world, "id").tolist() == residents.map(lambda agent: agent.id)
    shuffled = []
    residents.shuffle_do(lambda agent, *, to: to.append(agent.id), to=shuffled)
    assert shuffled != seen
    assert sorted(shuffled) == sorted(seen)
    assert world.agents_by_type[Place].map("step") == [None, None]
    world.agents.shuffle_do("step")


def test_shuffle_and_sort(world):
    residents = world.agents_by_type[Resident]
    assert sorted(residents.shuffle().get("id")) == sorted(residents.get("id"))
    assert residents.shuffle().get("id") != residents.shuffle().get("id")
    own = residents.copy()
    assert own.shuffle(inplace=True) is own
    assert own.get("id") != residents.get("id")
    by_wellbeing = np.sort(column(world, "wellbeing")).tolist()
    assert residents.sort("wellbeing", ascending=True).get("wellbeing") == by_wellbeing
    assert residents.sort(lambda agent: agent.wellbeing).get("wellbeing") == by_wellbeing[::-1]


def test_groupby(world):
    by_fifth = world.agents_by_type[Resident].groupby("fifth")
    fifths, counts = np.unique(column(world, "fifth"), return_counts=True)
    assert by_fifth.count() == dict(zip(fifths, counts, strict=True))
    assert by_fifth.agg("wellbeing", max) == {
        fifth: column(world, "wellbeing")[column(world, "fifth") == fifth].max() for fifth in fifths
    }
    assert by_fifth.map(len) == by_fifth.count()
    old = world.agents_by_type[Resident].groupby(lambda agent: agent.age >= 65, result_type="list")
    assert dict(old.map(len)) == {True: (ages(world) >= 65).sum(), False: (ages(world) < 65).sum()}
    assert isinstance(old.groups[True], list)
    assert old.agg("age", min)[True] == ages(world)[ages(world) >= 65].min()
    assert world.agents_by_type[Resident].groupby("place").agg("age", len) == {
        place: place.population for place in world.place_agents
    }


def test_indexing_and_slicing(world):
    residents = world.agents_by_type[Resident]
    ids = column(world, "id").tolist()
    assert [residents[0].id, residents[-1].id] == [ids[0], ids[-1]]
    assert [agent.id for agent in residents[10:20:3]] == ids[10:20:3]
    with pytest.raises(IndexError):
        residents[10**6]


def test_sets_combine_and_change(world):
    residents = world.agents_by_type[Resident]
    active, older = residents.where(active=True), residents.where(age=lambda age: age >= 65)
    both = column(world, "active") & (ages(world) >= 65)
    either = column(world, "active") | (ages(world) >= 65)
    assert len(active & older) == both.sum()
    assert len(active | older) == either.sum()
    assert len(active - older) == (column(world, "active") & ~both).sum()
    assert len(active & residents.where(active=False)) == 0
    someone = active[0]
    active.remove(someone)
    assert someone not in active
    with pytest.raises(KeyError):
        active.remove(someone)
    active.discard(someone)
    active.add(someone)
    active.add(someone)
    assert len(active) == column(world, "active").sum()
    assert active[-1] is someone
    with pytest.raises(TypeError, match="copy"):
        world.agents.remove(someone)


@pytest.mark.parametrize("months", [6, 14])
def test_those_who_go_drop_out_of_sets(world, months):
    """Before rows are sorted anew in December, and after."""
    everyone = world.agents_by_type[Resident].copy()
    began = set(everyone.get("id"))
    world.run_for(months)
    stayed = began & set(column(world, "id").tolist())
    assert len(stayed) < len(began)
    assert set(everyone.get("id")) == stayed
    assert len(everyone) == len(stayed)
    assert everyone.get("key") == [agent.key for agent in everyone]


def test_those_who_go_while_others_act_are_left_out(world):
    def end_the_next(group):
        met.append(group)
        if group in follows:
            world.groups.alive[follows[group].row] = False

    order, met = world.agents_by_type[Group].to_list(), []
    follows = dict(itertools.pairwise(order))
    world.agents_by_type[Group].do(end_the_next)
    assert met == order[::2]
