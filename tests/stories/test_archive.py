"""What is filed is what was recorded, wherever one looks."""

import mmap
from collections import Counter

import numpy as np
import pytest

from simulation.agents.residents import LADDERS, Status
from simulation.chronicle.fields import STATUS_BITS, unpack_ladders
from simulation.chronicle.table import life
from simulation.chronicle.vocabulary import What, Why, label
from simulation.stories.filing import file

FRAMES = (0, 1, 47, 120)


@pytest.fixture(params="ab")
def world(request, recorded):
    return getattr(recorded, request.param)


@pytest.fixture(scope="module")
def some_keys(recorded):
    keys = sorted(recorded.a.events.key.unique().tolist())
    return [key for key in keys if key][::40]


def as_told(world, key):
    """Month, what and the other's number of all that happened to or by somebody, by the chronicle's own reader."""
    return Counter(zip(*(life(world.table, key)[name].to_pylist() for name in ("month", "what", "by")), strict=True))


def test_a_life_and_what_was_given_are_what_the_chronicle_finds(recorded, some_keys):
    for key in some_keys:
        number = recorded.a.archive.number("people", key)
        own, given = recorded.a.archive.life(number), recorded.a.archive.given(number)
        assert (own["person"] == number).all()
        assert (given["by"] == number).all()
        assert (np.diff(own["month"]) >= 0).all()
        found = [(e["month"], label(What(e["what"])), e["by"]) for e in (*own, *given)]
        assert Counter(found) == as_told(recorded.a, key)


def test_who_lives_together(world):
    for frame in FRAMES:
        picture = world.frames.at(frame).residents
        heads = picture["household"]
        for person in np.flatnonzero(picture["here"])[::23].tolist():
            there = np.flatnonzero((heads == heads[person]) & (picture["here"] == 1)).tolist()
            assert sorted(world.archive.home(person, frame)) == sorted(set(there) - {person})


def test_nobody_lives_with_those_who_are_gone(world):
    gone = world.events[world.events.what == "died"].iloc[0]
    assert world.archive.home(int(gone.person), int(gone.month) + 1) == []


def test_cases_are_the_statuses_of_everybody_in_their_place(world):
    place_of = dict(
        world.events[["person", "place"]][world.events.person > 0].drop_duplicates().itertuples(index=False)
    )
    for month in (0, 60, 119):
        picture = world.frames.at(month + 1).residents
        here = np.flatnonzero(picture["here"])
        status = unpack_ladders(picture["status"], STATUS_BITS)
        for place, name in enumerate(world.archive.places):
            there = [one for one in here.tolist() if place_of.get(one, name) == name]
            counted = np.bincount(status[there].T.ravel() + 6 * np.repeat(range(5), len(there)), minlength=30)
            counted = counted.reshape(len(LADDERS), len(Status))
            assert (world.archive.cases[month, place, :, 1:] == counted[:, 1:]).all()


def test_how_often_everything_happened(world):
    count = world.events.groupby(["month", "place", "what"], observed=True).size()
    assert world.archive.tally.sum() == len(world.events)
    for (month, place, what), times in count.sample(200, random_state=1).items():
        at = month, world.archive.places.index(place), What[what.upper().replace(" ", "_")]
        assert world.archive.tally[at] == times


def test_needs_without_help_are_counted_while_they_last(world):
    said = world.events[world.events.what == "help missing"]
    gone = world.events[world.events.what.isin(["died", "left the place"])].set_index("person").month.to_dict()
    for month in (0, 33, 119):
        latest = said[said.month <= month].drop_duplicates(["person", "ladder"], keep="last")
        lasting = latest[(latest.minutes > 0) & (latest.person.map(gone).fillna(999) > month)]
        for why in Why:
            assert world.archive.gaps[month, :, why].sum() == (lasting.why == label(why)).sum()
    assert world.archive.gaps[60].sum() > 100


def test_groups_as_frames_show_them(world):
    for frame in FRAMES:
        picture = world.frames.at(frame).groups
        for group in np.flatnonzero(picture["here"]).tolist():
            standing = world.archive.standing[frame, group]
            assert standing["members"] == picture["members"][group]
            assert standing["known"] == picture["known"][group]
            assert standing["links"].tolist() == [
                picture[f"link_{name}"][group] for name in ("care", "family", "livelihood", "home")
            ]


def test_keys_find_the_same_people_in_both_worlds(recorded, some_keys):
    for key in some_keys:
        for world in (recorded.a, recorded.b):
            number = world.archive.number("people", key)
            assert number is None or int(world.archive.people[number]["key"]) == key
    assert recorded.a.archive.number("people", 1) is None
    assert recorded.a.archive.number("groups", 0) is None


def test_events_are_mapped_and_not_loaded(worlds):
    base = worlds[0].events
    while isinstance(base, np.ndarray):
        base = base.base
    assert isinstance(base, mmap.mmap)


def test_a_filing_that_breaks_off_leaves_nothing(recorded, tmp_path):
    with pytest.raises(ValueError, match="not in list"):
        file(tmp_path / "w", recorded.a.table, recorded.a.frames, recorded.a.outcomes, np.zeros((5, 4)), ["Elsewhere"])
    assert list(tmp_path.iterdir()) == []
