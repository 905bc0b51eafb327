"""Two stories side by side: what is the same is told once, and the parting is where they first differ."""

from collections import Counter

import pytest

from simulation.chronicle.vocabulary import What, Why
from simulation.stories import person
from simulation.stories.pair import side_by_side

ADA, HER = 1, 1001
TITLES = ("doing things", "making things happen")
GAP = {"ladder": "functional", "minutes": 600, "why": Why.NO_FREE_PLACE}


@pytest.fixture
def two(two_hamlets):
    """Two hamlets that begin alike."""
    for one in two_hamlets:
        one.person(ADA, levels={"functional": 1})
        one.happens(0, What.HELP_MISSING, ADA, **GAP)
    return two_hamlets


def laid(hamlets, tmp_path):
    archives = [one.filed(tmp_path / str(n)) for n, one in enumerate(hamlets)]
    return side_by_side(*(person.story(one, HER) for one in archives), TITLES)


def test_the_same_life_is_told_once(two, tmp_path):
    pair = laid(two, tmp_path)
    assert pair.parting is None
    assert pair.why == ["In all that is told, the two worlds are the same."]
    assert all(row.both and not row.first and not row.second and not row.parts for row in pair.rows)


def test_a_quiet_stretch_is_cut_where_the_other_world_has_news(two, tmp_path):
    two[1].happens(5, What.GROUP_HELP_BEGAN, ADA, ladder="functional", by=1)
    for one in two:
        one.group(1)
    pair = laid(two, tmp_path)
    assert pair.parting == 5
    spans = {(row.month, row.until): row for row in pair.rows}
    assert sorted(spans) == [(0, 0), (1, 4), (5, 5), (5, 11), (6, 11)]
    assert spans[1, 4].both[0].startswith("For four months nothing changes")
    assert spans[5, 11].first[0].startswith("For seven months nothing changes")
    assert spans[5, 11].second == []
    assert [row.parts for row in pair.rows] == [False, False, True, False, False]
    assert pair.why[0] == "June of year 1: here the two worlds part."
    assert pair.why[1] == "In “doing things”: nothing new is told."
    assert "finds the" in pair.why[2]


def test_a_month_that_both_tell_in_part(two, tmp_path):
    for one in two:
        one.happens(6, What.NEED_WORSENED, ADA, ladder="functional", before=1, after=2)
    two[0].happens(6, What.SOUGHT_HELP, ADA, ladder="functional")
    pair = laid(two, tmp_path)
    row = next(row for row in pair.rows if row.parts)
    assert "becomes complex" in row.both[0]
    assert "asks the care service" in row.first[0]
    assert not any("asks" in one for one in row.both + row.second)


def test_somebody_whom_only_one_world_knows(two, tmp_path):
    for n, one in enumerate(two):
        one.person(2, frame=4) if n else None
    two[1].happens(3, What.ARRIVED, 2)
    archives = [one.filed(tmp_path / str(n)) for n, one in enumerate(two)]
    pair = side_by_side(*(person.story(one, 1002) for one in archives), TITLES)
    assert pair.parting == 3
    assert not any(row.first or row.both for row in pair.rows)
    assert side_by_side(None, None, TITLES) is None


def test_every_pair_of_recorded_lives_tells_all_of_both_and_parts_where_they_first_differ(recorded):
    partings = Counter()
    keys = set(recorded.a.events.key) | set(recorded.b.events.key)
    for key in sorted(keys - {0})[::5]:
        stories = [person.story(world.archive, int(key)) for world in (recorded.a, recorded.b)]
        pair = side_by_side(*stories, TITLES)
        partings[pair.parting is not None] += 1
        news = [{p.month: p.beats for p in story.passages if not p.quiet} if story else {} for story in stories]
        for month in sorted(news[0] | news[1]):
            if pair.parting is None or month < pair.parting:
                assert news[0][month] == news[1][month]
        if pair.parting is not None:
            assert news[0].get(pair.parting) != news[1].get(pair.parting)
        for side in (0, 1):
            for month in news[side]:
                row = next(row for row in pair.rows if row.month == row.until == month)
                assert len(row.both) + len(row[3 + side]) == len(news[side][month])
    assert min(partings.values()) > 20, partings
