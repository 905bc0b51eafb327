"""Stories of groups and agencies say what events, frames and outcomes recorded of them."""

import numpy as np
import pytest

from simulation.agents.residents import Status
from simulation.chronicle.vocabulary import What, Why
from simulation.outcomes import Line, PlaceMeasure
from simulation.stories import agency, group
from simulation.stories.cast import Cast
from simulation.stories.group import STRONG
from simulation.words import how_many, money

ADA, BEN, CHOIR = 1, 2, 1


def told(story):
    return {month: " ".join(said) for month, said in story.told()}


def test_a_group_s_life_is_told_word_for_word(hamlet, tmp_path):
    hamlet.person(ADA)
    hamlet.person(BEN, sex=1)
    hamlet.group(CHOIR, frame=2, domain=0, members=2, active=2)
    hamlet.happens(1, What.FOUNDED_GROUP, ADA, by=CHOIR)
    hamlet.happens(1, What.JOINED_GROUP, ADA, by=CHOIR)
    hamlet.happens(3, What.JOINED_GROUP, BEN, by=CHOIR)
    hamlet.says("group", 5, CHOIR, known=1, link_care=20, link_home=9)
    hamlet.says("group", 6, CHOIR, link_care=STRONG, link_home=0)
    hamlet.happens(6, What.GROUP_HELP_BEGAN, BEN, by=CHOIR, ladder="mental")
    hamlet.happens(7, What.GROUP_HELP_ENDED, BEN, by=CHOIR, ladder="mental", why=Why.THE_NEED_IS_OVER)
    hamlet.happens(8, What.DIED, ADA)
    hamlet.says("group", 8, CHOIR, active=1)
    hamlet.happens(9, What.GROUP_ENDED, by=CHOIR)
    archive = hamlet.filed(tmp_path / "w")
    ada, ben = (Cast(archive).person(number).name for number in (ADA, BEN))
    choir = f"The {Cast(archive).group_name(CHOIR)}"
    own = f"{choir}’" if choir.endswith("s") else f"{choir}’s"
    assert told(group.story(archive, 2000 + CHOIR)) == {
        1: f"{choir} is founded by {ada}, to help with daily living and mental health. It is an informal circle. {ada} "
        "joins it.",
        3: f"{ben} joins it.",
        4: f"The agencies of the place come to know of it. {choir} begins to work with the care service and the "
        "housing service.",
        5: f"{own} working link with the housing service is gone. Its working link with the care service has grown "
        "strong.",
        6: f"{choir} begins to help {ben}.",
        7: f"{own} help to {ben} ends: the need is over.",
        9: f"{choir} ends. Of its 2 members 1 still took part. Its founder, {ada}, had died.",
    }


def test_a_group_that_was_there_says_what_it_is_and_sums_up_its_years(hamlet, tmp_path):
    hamlet.group(CHOIR, domain=3, formal=1, members=40, active=10, known=1, link_home=200)
    for person in (ADA, BEN):
        hamlet.person(person)
        hamlet.happens(4, What.JOINED_GROUP, person, by=CHOIR)
    said = told(group.story(hamlet.filed(tmp_path / "w"), 2000 + CHOIR))
    assert sorted(said) == [0, 11]
    assert "helps with the home. It is a constituted organisation of 40 people, 10 of whom take part." in said[0]
    assert "The agencies of the place know of it." in said[0]
    assert "a strong working link with the housing service" in said[0]
    assert "two people joined" in said[11]
    assert "no person" in said[11]


def test_groups_of_both_worlds_begin_and_end_when_recorded(recorded):
    for world in (recorded.a, recorded.b):
        ends = world.events[world.events.what == "group ended"].set_index("by").month
        founded = world.events[world.events.what == "founded group"].set_index("by").month
        assert len(ends) > 3
        for number in np.flatnonzero(world.archive.groups["key"]).tolist():
            passages = group.story(world.archive, int(world.archive.groups[number]["key"])).passages
            assert passages[0].month == founded.get(number, 0)
            if number in ends:
                assert passages[-1].month == ends[number]
                assert "ended" in {beat.words for beat in passages[-1].beats}


@pytest.mark.parametrize("service", range(4))
def test_an_agency_s_year_is_told_from_its_ledger(recorded, service):
    world, ladders = recorded.b, [(0, 1), (2,), (3,), (4,)][service]
    for place in range(2):
        for passage in agency.story(world.archive, service, place).passages:
            facts = {beat.words: dict(beat.values) for beat in passage.beats}
            if passage.month % 12 == 11:
                year = world.outcomes.money[passage.month - 11 : passage.month + 1, place, service].sum(axis=0)
                assert facts["money"]["law"] == money(int(year[Line.STATUTORY]))
                assert facts["money"]["income"] == money(int(year[Line.INCOME]))
                cases = world.archive.cases[passage.month, place, list(ladders)].sum(axis=0)
                assert facts["cases"]["waiting"] == how_many(int(cases[Status.WAITING]))
                assert facts["cases"]["law"] == how_many(int(cases[Status.STATUTORY] + cases[Status.PLACED]))


def test_what_an_agency_spends_beyond_what_comes_in_is_what_the_reserves_lose(recorded):
    """Services of a place together take from its reserves, or add to them, what these lose or gain in a year."""
    drawn = 0
    for world in (recorded.a, recorded.b):
        ledger, reserves = world.outcomes.money.astype(np.int64), world.outcomes.places[..., PlaceMeasure.RESERVES]
        for place in range(2):
            year = ledger[12:24, place].sum(axis=0) @ agency.INTO_RESERVES
            assert year.sum() == reserves[23, place] - reserves[11, place]
            for service, kept in enumerate(year.tolist()):
                (last,) = [p for p in agency.story(world.archive, service, place).passages if p.month == 23]
                said = [dict(beat.values)["money"] for beat in last.beats if beat.words == "from_reserves"]
                assert said == ([money(-kept)] if kept < 0 else [])
                drawn += kept < 0
    assert drawn > 0


def test_a_shortfall_is_told_when_it_begins_and_when_it_is_over(recorded):
    archive, places = recorded.a.archive, range(2)
    begun = 0
    for service, place in ((service, place) for service in range(4) for place in places):
        short = recorded.a.outcomes.money[:, place, service, Line.UNSERVED] > 0
        told_in = {"short": [], "short_no_more": []}
        for passage in agency.story(archive, service, place).passages:
            for beat in passage.beats:
                told_in.get(beat.words, []).append(passage.month)
        turns = np.diff(short.astype(int), prepend=0)
        assert told_in == {
            "short": np.flatnonzero(turns == 1).tolist(),
            "short_no_more": np.flatnonzero(turns == -1).tolist(),
        }
        begun += len(told_in["short"])
    assert begun > 2


def test_an_agency_tells_of_every_freeze_and_of_queues_that_move(recorded):
    for world in (recorded.a, recorded.b):
        for place, name in enumerate(world.archive.places):
            story = agency.story(world.archive, 0, place)
            for what, words in (("freeze began", "freeze_began"), ("freeze ended", "freeze_ended")):
                events = world.events[(world.events.what == what) & (world.events.place == name)]
                told_in = [p.month for p in story.passages for beat in p.beats if beat.words == words]
                assert told_in == events.month.tolist()
            assert name in story.subject.name
    moves = {beat.words for s in range(4) for p in agency.story(recorded.a.archive, s).passages for beat in p.beats}
    assert moves >= {"waiting_grows", "waiting_shrinks", "knows", "freeze_began", "short", "short_no_more"}
