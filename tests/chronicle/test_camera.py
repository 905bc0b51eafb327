"""Frames played back are the world as it stood, at every month."""

import numpy as np
import pytest

from simulation.chronicle.fields import LEVEL_BITS, STATUS_BITS, unpack_ladders
from simulation.chronicle.files import load_frames, save_frames
from simulation.chronicle.frames import FIELDS, MEANING

from .conftest import MONTHS


@pytest.fixture(scope="module")
def frames(seen):
    return seen.camera.frames()


def as_seen(picture):
    """A picture as the onlooker writes it down."""
    people = dict(picture.residents)
    people["level"] = list(map(tuple, unpack_ladders(people["level"], LEVEL_BITS).tolist()))
    people["status"] = list(map(tuple, unpack_ladders(people["status"], STATUS_BITS).tolist()))
    found = []
    for table in (people, picture.groups):
        here = np.flatnonzero(table["here"]).tolist()
        found.append({i: {name: _plain(values[i]) for name, values in table.items()} for i in here})
    return (*found, {(a, b): weight for a, b, weight in picture.ties.tolist()})


def _plain(value):
    return value if isinstance(value, tuple) else int(value)


@pytest.mark.parametrize("month", range(MONTHS + 1))
def test_a_frame_is_the_world_as_it_stood(seen, frames, month):
    stood = seen.onlooker.stands[month]
    people, groups, ties = as_seen(frames.at(month))
    assert people == stood.people
    assert groups == stood.groups
    assert ties == stood.ties


def test_much_happened_meanwhile(seen):
    """Else the test above shows little."""
    first, last = seen.onlooker.stands[0], seen.onlooker.stands[-1]
    assert len(first.people.keys() - last.people.keys()) > 100
    assert len(last.people.keys() - first.people.keys()) > 100
    assert first.groups.keys() != last.groups.keys()
    moved = [
        i
        for i in first.people.keys() & last.people.keys()
        if first.people[i]["household"] != last.people[i]["household"]
    ]
    assert moved
    assert len(first.ties.keys() ^ last.ties.keys()) > 100
    r, s = seen.start.residents, seen.world.residents
    assert not np.array_equal(r.id[:400], s.id[:400]), "no rows were sorted anew"


def test_a_frame_holds_only_what_changed(frames):
    for month in range(1, MONTHS + 1):
        before, after = frames.at(month - 1), frames.at(month)
        for said in frames.new(month)[::7]:
            table, _, name = FIELDS[said["field"]].partition(".")
            if name:
                was, now = (getattr(one, f"{table}s")[name] for one in (before, after))
                old = was[said["number"]] if said["number"] < len(was) else 0
                gone = name != "here" and not getattr(after, f"{table}s")["here"][said["number"]]
                assert not gone
                assert old != now[said["number"]] == said["value"]
    quiet = [len(frames.new(month)) for month in range(1, MONTHS + 1)]
    assert max(quiet) < len(frames.new(0)) / 5


def test_months_without_a_frame_are_refused(frames):
    for month in (-1, MONTHS + 1):
        with pytest.raises(IndexError, match=f"no frame {month}"):
            frames.at(month)


def test_every_field_says_what_it_means():
    assert set(MEANING) == set(FIELDS)
    assert len(set(FIELDS)) == len(FIELDS) < 256


def test_frames_come_back_from_their_file(frames, tmp_path):
    path = tmp_path / "frames.parquet"
    save_frames(path, {"doing": frames})
    assert [one.name for one in tmp_path.iterdir()] == ["frames.parquet"]
    again = load_frames(path)
    assert (again.first, again.last) == (frames.first, frames.last)
    assert (again.changes == frames.changes).all()
    assert (again.starts == frames.starts).all()


def test_frames_of_several_ways_are_told_apart(frames, tmp_path):
    path = tmp_path / "frames.parquet"
    from dataclasses import replace

    later = replace(frames, first=7)
    save_frames(path, {"doing": frames, "connecting": later})
    assert load_frames(path, "connecting").first == 7
    with pytest.raises(ValueError, match="doing, connecting"):
        load_frames(path)


def test_a_tie_may_change_its_weight(world):
    from simulation.chronicle.camera import Camera

    camera = Camera(world)
    world.observers = (camera,)
    a, b, weight = camera.frames().at(0).ties[0].tolist()
    t, rows = world.ties, {int(world.residents.id[i]): i for i in range(world.residents.count)}
    for one, other in ((rows[a], rows[b]), (rows[b], rows[a])):
        t.weight[one, list(t.target[one]).index(other)] = weight - 1
    world.step_month()
    assert [a, b, weight - 1] in camera.frames().at(1).ties.tolist()


def test_months_without_news_are_frames_too(frames, tmp_path):
    from dataclasses import replace

    path = tmp_path / "frames.parquet"
    said = frames.new(0)
    quiet = replace(frames, changes=said, starts=np.array([0, len(said), len(said), len(said)]))
    save_frames(path, {"doing": quiet})
    again = load_frames(path)
    assert again.last == quiet.last == 2
    assert as_seen(again.at(2)) == as_seen(frames.at(0))


def test_a_file_is_whole_or_not_there(frames, tmp_path, monkeypatch):
    path = tmp_path / "frames.parquet"
    save_frames(path, {"doing": frames})
    before = path.read_bytes()

    def half(_, where, **__):
        where.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", half)
    with pytest.raises(OSError, match="No space"):
        save_frames(path, {"other": frames})
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["frames.parquet"]
