import os

import pytest

from dashboards.film import cinema
from dashboards.film.followed import both_stories
from simulation.experiments.design import Arm, Draw, Task
from simulation.scenario import Scenario
from simulation.stories import person

MONTHS = 24


@pytest.fixture(scope="module")
def shot(two_villages, tmp_path_factory):
    """A film of two villages, and the folder of films that it lies in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cinema, "FOLDER", tmp_path_factory.mktemp("cinema") / "films")
        a = Scenario.load(two_villages).with_changes({"run.years": MONTHS // 12})
        b = a.with_changes({"effort.connecting_share": 0.5, "effort.lag": 1})
        task = Task(3, Draw.LUCK, (Arm("a", a), Arm("b", b)))
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


def test_only_the_newest_films_are_kept(shot, tmp_path, monkeypatch):
    monkeypatch.setattr(cinema, "FOLDER", tmp_path)
    for age in range(cinema.MOST_FILMS + 3):
        (tmp_path / str(age)).mkdir()
        os.utime(tmp_path / str(age), (1_000 + age, 1_000 + age))
    cinema._make_room(tmp_path / str(cinema.MOST_FILMS + 2))
    assert {one.name for one in tmp_path.iterdir()} == {str(age) for age in range(3, cinema.MOST_FILMS + 3)}
    assert shot[2].worlds


def test_a_film_that_goes_while_it_is_opened_is_not_there(shot, monkeypatch):
    name = shot[1]
    folder, aside = cinema.FOLDER / name, cinema.FOLDER / "aside"
    cinema._opened.cache_clear()
    found = cinema.reel(name)
    monkeypatch.setattr(cinema, "reel", lambda _: found)
    folder.rename(aside)
    try:
        assert cinema.film(name) is None
    finally:
        aside.rename(folder)
    assert cinema.film(name).name == name


def test_the_reel_of_an_old_film_goes_before_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(cinema, "FOLDER", tmp_path)
    monkeypatch.setattr(cinema.shutil, "rmtree", lambda *_, **__: None)
    for age in range(cinema.MOST_FILMS + 1):
        (tmp_path / str(age)).mkdir()
        (tmp_path / str(age) / cinema.REEL).touch()
        os.utime(tmp_path / str(age), (1_000 + age, 1_000 + age))
    cinema._make_room(tmp_path / str(cinema.MOST_FILMS))
    assert sorted(one.parent.name for one in tmp_path.rglob(cinema.REEL)) == ["1", "2", "3", "4"]


def test_a_larger_place_is_filmed_in_small():
    town = Scenario.load("doing_things")
    large = town.with_changes({"places": [{"name": "A city", "residents": 40_000}]})
    task = cinema.shooting([large, large.with_changes({"effort.connecting_share": 0.3})])
    assert {arm.scenario.places[0].residents for arm in task.arms} == {cinema.MOST_FILMED}
