import os
import shutil

import pytest

from dashboards.film import cinema
from dashboards.film.followed import both_stories
from dashboards.film.whom import key_said, picked_by
from simulation.experiments.design import Arm, Draw, Task
from simulation.scenario import Scenario, ScenarioError
from simulation.stories import person
from simulation.stories.folders import Folders
from simulation.stories.follow import follow, key_of, listing
from simulation.words import jargon, words

MONTHS = 24


SEEN = []
"""How far the film was, each time that a month had been lived through."""


@pytest.fixture(scope="module")
def shot(two_villages, tmp_path_factory):
    """A film of two villages, and the folder of films that it lies in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cinema, "FILMS", Folders(tmp_path_factory.mktemp("cinema") / "films", 4))
        a = Scenario.load(two_villages).with_changes({"run.years": MONTHS // 12})
        b = a.with_changes({"effort.connecting_share": 0.5, "effort.lag": 1})
        task = Task(3, Draw.LUCK, (Arm("a", a), Arm("b", b)))
        note = cinema._note
        patch.setattr(
            cinema, "_note", lambda *said: (note(*said), SEEN.append(cinema.months_lived(cinema.name_of(task))))
        )
        name = cinema.shoot(task)
        yield task, name, cinema.film(name)


def test_a_film_is_named_by_what_it_hangs_on(shot):
    task, name, film = shot
    assert name == cinema.name_of(task) == film.name
    assert cinema.name_of(Task(4, task.draw, task.arms)) != name


def test_a_film_is_shot_once(shot):
    task, name, _ = shot
    before = cinema.reel(name).stat().st_mtime_ns
    assert cinema.shoot(task) == name
    assert cinema.reel(name).stat().st_mtime_ns == before


def test_how_far_a_film_is_can_be_seen_while_it_is_made_and_leaves_no_trace(shot):
    _, name, _ = shot
    assert list(range(1, 2 * MONTHS + 1)) == SEEN
    assert cinema.months_lived(name) == 0
    assert not list(cinema.FILMS.place.rglob(cinema.LIVED))


def test_a_process_that_was_killed_does_not_say_how_far_a_film_is(shot):
    _, name, _ = shot
    for number, months in enumerate((40, 3)):
        part = cinema.FILMS.place / f".{name}.{number}"
        part.mkdir()
        (part / cinema.LIVED).write_bytes(bytes(months))
        os.utime(part / cinema.LIVED, (number, number))
    try:
        assert cinema.months_lived(name) == 3
    finally:
        for part in cinema.FILMS.unfinished(name):
            shutil.rmtree(part)


def test_both_worlds_can_be_asked_about_the_same_people(shot):
    _, _, film = shot
    first, second = film.worlds
    assert (first.first, first.last) == (second.first, second.last) == (0, MONTHS)
    key = int(first.people["key"][first.people["came"] == 0][0])
    assert person.story(first, key).subject == person.story(second, key).subject


def test_whoever_is_picked_has_a_story_in_both_worlds_and_strangers_have_none(shot):
    film, titles = shot[2], ("One", "Another")
    assert both_stories(film, titles, None) is None
    assert both_stories(film, titles, {"kind": "person", "number": 10**9}) is None
    assert both_stories(film, titles, {"kind": "group", "number": [0, 0]}) is None
    assert both_stories(film, titles, {"kind": "person", "number": 1}).name
    assert both_stories(film, titles, {"kind": "group", "number": [1, 1]}).name
    assert both_stories(film, titles, {"kind": "agency", "number": 5}).rows


@pytest.mark.parametrize(
    "picked", [{"kind": "person", "number": 1}, {"kind": "group", "number": [2, 2]}, {"kind": "agency", "number": 5}]
)
def test_whoever_is_picked_has_a_key_by_which_they_are_found_and_told_as_the_command_tells(shot, picked):
    film, titles = shot[2], ("One", "Another")
    said = key_said(film, picked)
    assert picked_by(film, picked["kind"], f" {said} ") == picked
    key = key_of(picked["kind"], said, film.worlds[0].places)
    assert both_stories(film, titles, picked) == follow(film.worlds, titles, picked["kind"], key)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("person", "Janet"), ("person", "12345"), ("group", "12345"), ("agency", "care@Paris"), ("agency", "")],
)
def test_whom_nobody_knows_is_said_without_a_word_about_commands(shot, kind, said):
    with pytest.raises(ScenarioError) as told:
        picked_by(shot[2], kind, said)
    assert words()["follow"]["hint"] in str(told.value)
    assert "--" not in str(told.value)
    assert jargon(str(told.value)) == []


def test_a_group_of_one_world_alone_is_followed_by_its_key(shot):
    film = shot[2]
    ours, theirs = (set(world.groups["key"][1:].tolist()) for world in film.worlds)
    alone = next(iter(ours ^ theirs))
    picked = picked_by(film, "group", str(alone))
    assert 0 in picked["number"]
    assert key_said(film, picked) == str(alone)


def test_who_is_listed_can_be_followed(shot):
    for kind in ("person", "group", "agency"):
        for one in listing(shot[2].worlds, kind):
            assert picked_by(shot[2], kind, one.key)["kind"] == kind


def test_a_film_that_goes_while_it_is_opened_is_not_there(shot, monkeypatch):
    name = shot[1]
    folder, aside = cinema.FILMS.place / name, cinema.FILMS.place / "aside"
    cinema._opened.cache_clear()
    monkeypatch.setattr(Folders, "find", lambda *_: folder)
    folder.rename(aside)
    try:
        assert cinema.film(name) is None
    finally:
        aside.rename(folder)
    assert cinema.film(name).name == name


def test_a_larger_place_is_filmed_in_small():
    town = Scenario.load("doing_things")
    large = town.with_changes({"places": [{"name": "A city", "residents": 40_000}]})
    task = cinema.shooting([large, large.with_changes({"effort.connecting_share": 0.3})])
    assert {arm.scenario.places[0].residents for arm in task.arms} == {cinema.MOST_FILMED}
