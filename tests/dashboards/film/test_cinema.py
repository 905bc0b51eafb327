import pytest

from dashboards.film import cinema
from dashboards.film.followed import both_stories
from simulation.experiments.design import Arm, Draw, Task
from simulation.scenario import Scenario
from simulation.stories import person
from simulation.stories.folders import Folders

MONTHS = 24


@pytest.fixture(scope="module")
def shot(two_villages, tmp_path_factory):
    """A film of two villages, and the folder of films that it lies in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cinema, "FILMS", Folders(tmp_path_factory.mktemp("cinema") / "films", 4))
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
