"""Whom to follow in two worlds: keys, lists of keys, and worlds that are kept from one life to the next."""

import doctest

import numpy as np
import pytest

from simulation.chronicle.vocabulary import What
from simulation.experiments.design import Draw, Task, plan
from simulation.outputs import side_by_side
from simulation.scenario import Scenario, ScenarioError
from simulation.stories import agency, group, library, person
from simulation.stories import follow as following
from simulation.stories.folders import Folders
from simulation.stories.follow import LISTED, follow, key_of, listing
from simulation.words import jargon

TITLES = ("doing things", "making things happen")


def test_a_listed_person_can_be_followed_and_is_told_as_the_stories_tell(worlds):
    known = listing(worlds, "person")
    assert 4 <= len(known) <= LISTED
    for one in known:
        told = follow(worlds, TITLES, "person", key_of("person", one.key, []))
        assert one.who.startswith(told.name)
        assert told == following.side_by_side(*(person.story(world, int(one.key)) for world in worlds), TITLES)
        assert jargon(one.who) == []


def test_what_is_said_of_listed_people_is_how_often_it_happened(worlds):
    kinds = (What.AVOIDABLE_CRISIS, What.ACUTE_CRISIS)
    for one in listing(worlds, "person"):
        times = []
        for world in worlds:
            life = world.life(world.number("people", int(one.key)))
            times.append(int(np.isin(life["what"], kinds).sum()))
        assert f"In crisis {times[0]} and {times[1]} times" in one.who


def test_neither_world_is_preferred_in_the_list_of_people(worlds):
    """The same people are listed the other way round, those of the second world first."""
    assert {one.key for one in listing(worlds, "person")} == {one.key for one in listing(worlds[::-1], "person")}


def test_listed_groups_and_agencies_can_be_followed(worlds):
    for kind, told_by in (("group", group.story), ("agency", None)):
        for one in listing(worlds, kind):
            key = key_of(kind, one.key, worlds[0].places)
            told = follow(worlds, TITLES, kind, key)
            story = told_by(worlds[0], key) if told_by else agency.story(worlds[0], *key)
            assert told.name.lower() == story.subject.name.lower()
    assert len(listing(worlds, "agency")) == 4 * len(worlds[0].places)


def test_the_largest_groups_are_listed_first(worlds):
    found = [worlds[0].number("groups", int(one.key)) for one in listing(worlds, "group")]
    members = worlds[0].standing[0]["members"][found].tolist()
    assert members == sorted(members, reverse=True)
    assert members[0] == worlds[0].standing[0]["members"].max()


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("person", "Janet", "a key is a whole number"),
        ("person", "-3", "a key is a whole number"),
        ("person", "0", "a key is a whole number"),
        ("person", "٣", "a key is a whole number"),
        ("group", str(2**64), "a key is a whole number"),
        ("person", "1" * 5000, "a key is a whole number"),
        ("agency", "hom", "Did you mean home?"),
        ("agency", "", "agency without a name"),
        ("agency", "care@Upper Vilage", "Did you mean Upper Village?"),
        ("agency", "care@Paris", "--agency any"),
    ],
)
def test_what_is_no_key_is_refused_in_a_sentence(kind, said, sentence):
    with pytest.raises(ScenarioError) as refused:
        key_of(kind, said, ["Upper Village", "Lower Village"])
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(f"{kind.capitalize()} {said[:40]}:")


@pytest.mark.parametrize("kind", ["person", "group"])
def test_a_key_of_nobody_is_refused_with_a_way_to_find_one(worlds, kind):
    with pytest.raises(ScenarioError, match=f"--{kind} any"):
        follow(worlds, TITLES, kind, 12)


def test_the_screen_tells_every_sentence_once_and_both_sides_of_what_differs(worlds):
    told = follow(worlds, TITLES, "person", int(listing(worlds, "person")[0].key))
    lines = side_by_side.lines(told, TITLES)
    text = "\n".join(lines)
    for row in told.rows:
        for sentence in (*row.both, *row.first, *row.second):
            assert sentence in text
    differing = sum(bool(row.first or row.second) for row in told.rows)
    assert differing > 0
    assert sum(line.startswith(f"  {TITLES[0]}: ") for line in lines) == differing
    assert sum(line.startswith(f"  {TITLES[1]}: ") for line in lines) == differing


@pytest.fixture
def task(two_villages):
    villages = Scenario.load(two_villages).with_changes({"run.years": 1, "run.settling_months": 12})
    return Task(1, Draw.LUCK, plan([villages, villages.with_changes({"effort.connecting_share": 0.3})], 1).arms)


def test_a_pair_of_worlds_is_lived_once_and_kept_and_the_oldest_go(task, monkeypatch, tmp_path):
    monkeypatch.setattr(library, "PAIRS", Folders(tmp_path, 1))
    months = []
    first = library.lived(task, months.append)
    assert months == list(range(1, 25))
    again = library.lived(task, months.append)
    assert len(months) == 24
    assert np.array_equal(first[1].events, again[1].events)
    assert [len(world.cases) for world in again] == [12, 12]
    assert len(list(tmp_path.iterdir())) == 1
    other = Task(2, task.draw, task.arms)
    library.lived(other)
    assert [one.name for one in tmp_path.iterdir()] == [library.key(library.lived, other)]


def test_what_is_stopped_leaves_nothing(task, monkeypatch, tmp_path):
    monkeypatch.setattr(library, "PAIRS", Folders(tmp_path, 1))

    def stop(month):
        if month == 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.lived(task, stop)
    assert list(tmp_path.iterdir()) == []


def test_examples_are_true():
    assert doctest.testmod(following).failed == 0
    assert doctest.testmod(following).attempted > 0
