"""A person's story says what the chronicle recorded: word for word of a life made by hand, number for number of all."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from simulation.agents.residents import LADDERS
from simulation.chronicle.vocabulary import What, Why
from simulation.stories import person
from simulation.stories.cast import Cast
from simulation.words import hours

ADA, BEN, HER = 1, 2, 1001
KIN = {"why_kin": Why.KIN_GAVE_WHAT_KIN_CAN}


def told(archive, key=HER):
    return {month: " ".join(said) for month, said in person.story(archive, key).told()}


@pytest.fixture
def two(hamlet):
    """Ada, 60, in need with daily living, and Ben, who lives with her."""
    hamlet.person(ADA, levels={"functional": 1})
    hamlet.person(BEN, household=ADA, sex=1)
    return hamlet


def test_a_life_is_told_word_for_word(two, tmp_path):
    hamlet = two
    missing = {"ladder": "functional", "why": Why.DID_NOT_COME_FORWARD, "why_group": Why.NO_GROUP_FOUND, **KIN}
    hamlet.happens(0, What.HELP_FROM_KIN, ADA, by=BEN, minutes=540)
    hamlet.happens(0, What.HELP_MISSING, ADA, minutes=60, **missing)
    hamlet.happens(4, What.NEED_WORSENED, ADA, ladder="functional", before=1, after=2)
    hamlet.happens(4, What.SOUGHT_HELP, ADA, ladder="functional")
    hamlet.happens(4, What.HELP_FROM_KIN, ADA, by=BEN, minutes=1500)
    hamlet.happens(4, What.HELP_MISSING, ADA, minutes=600, **missing | {"why": Why.NO_FREE_PLACE})
    hamlet.happens(7, What.DIRECT_HELP_BEGAN, ADA, ladder="functional")
    hamlet.happens(7, What.HELP_DIRECT, ADA, ladder="functional", minutes=480)
    hamlet.happens(7, What.HELP_MISSING, ADA, minutes=120, **missing | {"why": Why.SERVICE_FALLS_SHORT})
    hamlet.happens(9, What.DIED, BEN)
    hamlet.happens(9, What.HELP_FROM_KIN, ADA, by=BEN, minutes=0)
    hamlet.happens(9, What.HELP_MISSING, ADA, minutes=1620, **missing | {"why": Why.SERVICE_FALLS_SHORT})
    archive = hamlet.filed(tmp_path / "w")
    ada, ben = (Cast(archive).person(number).name for number in (ADA, BEN))
    assert told(archive) == {
        0: f"{ada}, aged 60, lives with one other person, in one of the most deprived fifth of neighbourhoods. She has "
        f"the beginnings of a need with daily living. {ben}, who lives with her, gives her 9 hours a month. Of the 10 "
        "hours a month that her need with daily living takes, 1 hour is missing: she has not asked the service, the "
        "rest is more than those close to her can do and no group has been found.",
        1: "For three months nothing changes: 1 hour of the 10 hours a month that she needs is missing.",
        4: f"{ada}’s need with daily living becomes complex. She asks the care service for help with daily living. "
        f"{ben}, who lives with her, gives her 25 hours a month. Of the 35 hours a month that her need with daily "
        "living takes, 10 hours are missing: the service has no free place.",
        5: "For two months nothing changes: 10 hours of the 35 hours a month that she needs are missing.",
        7: "The care service has a place for her and helps with daily living, with 8 hours a month. Of the 35 "
        "hours a month that her need with daily living takes, 2 hours are missing: the service gives what it can.",
        9: f"{ben}, who gave her 25 hours a month, dies. Nobody close to her gives help any more. Of the 35 hours a "
        "month that her need with daily living takes, 27 hours are missing.",
        10: "For two months nothing changes: 27 hours of the 35 hours a month that she needs are missing.",
    }


def test_what_a_service_said_it_ends_is_not_told_again_when_its_hours_stop(two, tmp_path):
    hamlet = two
    hamlet.happens(2, What.DIRECT_HELP_BEGAN, ADA, ladder="functional")
    hamlet.happens(2, What.HELP_DIRECT, ADA, ladder="functional", minutes=480)
    hamlet.happens(5, What.DIRECT_HELP_ENDED, ADA, ladder="functional")
    hamlet.happens(6, What.HELP_DIRECT, ADA, ladder="functional", minutes=0)
    said = told(hamlet.filed(tmp_path / "w"))
    assert "comes to her, unasked" in said[2]
    assert "ends its help" in said[5]
    assert not any("nothing with" in text for text in said.values())


def test_hours_that_stop_without_a_word_are_told(two, tmp_path):
    hamlet = two
    hamlet.happens(2, What.HELP_DIRECT, ADA, ladder="functional", minutes=480)
    hamlet.happens(6, What.HELP_DIRECT, ADA, ladder="functional", minutes=0)
    said = told(hamlet.filed(tmp_path / "w"))
    assert "gives her 8 hours a month" in said[2] or said[2].startswith("The care service gives")
    assert "nothing with daily living" in said[6]


def test_small_changes_are_not_told_and_make_the_quiet_a_little_less_quiet(two, tmp_path):
    hamlet = two
    hamlet.happens(0, What.HELP_FROM_KIN, ADA, by=BEN, minutes=540)
    hamlet.happens(0, What.HELP_MISSING, ADA, ladder="functional", minutes=60, why=Why.DID_NOT_COME_FORWARD, **KIN)
    hamlet.happens(5, What.HELP_FROM_KIN, ADA, by=BEN, minutes=530)
    hamlet.happens(5, What.HELP_MISSING, ADA, ladder="functional", minutes=70, why=Why.DID_NOT_COME_FORWARD, **KIN)
    said = told(hamlet.filed(tmp_path / "w"))
    assert list(said) == [0, 1]
    assert said[1].startswith("For eleven months little changes: at the end 70 minutes of the 10 hours")


def test_a_newcomer_is_told_as_they_came_though_need_moved_in_the_same_month(hamlet, tmp_path):
    hamlet.person(ADA, frame=3, levels={"mental": 3})
    hamlet.happens(2, What.ARRIVED, ADA)
    hamlet.happens(2, What.AVOIDABLE_CRISIS, ADA, ladder="mental", before=2, after=3)
    said = told(hamlet.filed(tmp_path / "w"))
    assert "She has a complex need with mental health." in said[2]
    assert said[2].index("complex need") < said[2].index("grows to a crisis")


def test_joining_groups_and_helping_are_told_in_one_breath(two, tmp_path):
    two.group(1, domain=0)
    two.group(2, domain=1, formal=1)
    two.happens(3, What.STARTED_HELPING, ADA)
    for group in (1, 2):
        two.happens(3, What.JOINED_GROUP, ADA, by=group)
    archive = two.filed(tmp_path / "w")
    assert f"starts to give time to others, in {Cast(archive).groups([1, 2])}." in told(archive)[3]
    assert "joins" not in told(archive)[3]


def test_what_is_done_for_others_and_meeting_them_is_told_from_both_sides(two, tmp_path):
    two.person(3, household=3)
    two.happens(2, What.HELP_FROM_KIN, BEN, by=ADA, minutes=300)
    two.happens(4, What.INTRODUCED, BEN, by=3)
    archive = two.filed(tmp_path / "w")
    ben = Cast(archive).person(BEN).name
    assert f"gives 5 hours a month to {ben}, who lives with her." in told(archive)[2]
    assert f"introduces her to {ben}" in told(archive, 1003)[4]


def test_a_child_s_mother_is_known_by_that_name(two, tmp_path):
    two.person(3, frame=5, household=ADA, born=4)
    two.happens(4, What.BORN, 3, by=ADA)
    two.happens(6, What.HELP_FROM_KIN, 3, by=ADA, minutes=600)
    archive = two.filed(tmp_path / "w")
    ada, child = (Cast(archive).person(number).name for number in (ADA, 3))
    assert f"Her mother {ada} gives her 10 hours a month." in told(archive, 1003)[6]
    assert f"her daughter {child}" in told(archive)[6]


def test_a_household_that_leaves_together_is_told_of_as_one(two, tmp_path):
    two.happens(0, What.HELP_FROM_KIN, ADA, by=BEN, minutes=540)
    for person_ in (ADA, BEN):
        two.happens(6, What.LEFT_THE_PLACE, person_)
    archive = two.filed(tmp_path / "w")
    assert told(archive)[6] == f"{Cast(archive).person(ADA).name} moves away, aged 60."


def test_nobody_is_made_up(two, tmp_path):
    archive = two.filed(tmp_path / "w")
    assert person.story(archive, 999) is None
    assert person.story(archive, 0) is None


# every life of two recorded worlds, against the table of events read another way

OF_EVENTS = {
    "begins": ("need worsened", 1), "complex": ("need worsened", 2), "crisis": ("avoidable crisis", None),
    "acute": ("acute crisis", None), "over": ("need over", None), "sought": ("sought help", None),
    "admitted": ("admitted", None), "placed": ("placed", None), "duty_dropped": ("duty dropped", None),
    "duty_ended": ("duty ended", None), "direct_broke_off": ("direct help broke off", None),
    "direct_ended": ("direct help ended", None), "gave_up": ("gave up waiting", None),
    "asked": ("asked to take part", None),
    "stopped": ("stopped helping", None), "founded": ("founded group", None), "burnt_out": ("burnt out", None),
    "rested": ("no longer burnt out", None), "died": ("died", None), "left": ("left the place", None),
    "group_began": ("group help began", None),
}  # fmt: skip


@pytest.fixture(scope="module", params="ab")
def lives(request, recorded):
    world = getattr(recorded, request.param)
    return world, {key: person.story(world.archive, key) for key in world.events.key.unique().tolist() if key}


def test_everything_that_happened_to_anybody_is_told_once_in_its_month(lives):
    world, stories = lives
    found, expected = Counter(), Counter()
    for key, story in stories.items():
        for passage in story.passages:
            found.update((key, passage.month, beat.words) for beat in passage.beats if beat.words in OF_EVENTS)
    for words, (what, after) in OF_EVENTS.items():
        events = world.events[world.events.what == what]
        events = events if after is None else events[events.level_after == after]
        kinds = events.drop_duplicates(["key", "month", "ladder"])
        expected.update((key, month, words) for key, month in zip(kinds.key, kinds.month, strict=True))
    assert found == expected
    assert {words for _, _, words in found} >= {"begins", "crisis", "admitted", "gave_up", "founded", "group_began"}


def test_hours_of_kin_and_hours_missing_are_those_of_the_month(lives):
    """From each month's ledger, gathered from the latest word on every fact."""
    world, stories = lives
    kin, missing, checked = defaultdict(dict), defaultdict(dict), Counter()
    ladders = dict(
        zip(LADDERS, ("daily living", "mental health", "family life", "work and income", "the home"), strict=True)
    )
    passages = defaultdict(list)
    for key, story in stories.items():
        for passage in story.passages:
            passages[passage.month].append((key, () if passage.quiet else passage.beats))
    said = world.events[world.events.what.isin(["help from kin", "help missing"])]
    ledger = defaultdict(list)
    for one in said[["month", "key", "what", "by", "ladder", "minutes"]].itertuples(index=False):
        ledger[one.month].append(one)
    for month in range(120):
        for one in ledger[month]:
            book, whose = (kin, one.by) if one.what == "help from kin" else (missing, ladders[one.ladder])
            book[one.key][whose] = int(one.minutes)
        for key, beats in passages[month]:
            for beat in beats:
                facts = dict(beat.values)
                if beat.words == "kin":
                    assert facts["hours"] == hours(sum(kin[key].values()))
                elif beat.words in ("missing", "still_missing"):
                    assert facts["missing"] == hours(missing[key][facts["ladder"]])
                checked[beat.words] += 1
    assert min(checked[words] for words in ("kin", "missing", "still_missing")) > 100, checked


def test_nothing_but_small_changes_happens_in_months_told_as_quiet(lives):
    world, stories = lives
    lasting = {"help from kin", "help missing", "help direct", "help from duty", "help from group"}
    own = defaultdict(set)
    for what, key, month in world.events[["what", "key", "month"]].itertuples(index=False):
        if what not in lasting:
            own[key].add(month)
    stretches = [(key, p) for key, story in stories.items() for p in story.passages if p.quiet]
    assert len(stretches) > 1000
    for key, passage in stretches:
        assert not own[key] & set(range(passage.month, passage.until + 1))


def test_no_month_is_told_twice_and_none_after_the_end(lives):
    world, stories = lives
    gone = world.events[world.events.what.isin(["died", "left the place"])].set_index("key").month
    for key, story in stories.items():
        spans = [(p.month, p.until) for p in story.passages]
        assert all(a[1] < b[0] for a, b in pairwise(spans)), spans
        assert spans[-1][1] <= gone.get(key, 119)


def test_every_sentence_can_be_read_aloud(lives):
    for story in lives[1].values():
        for _, said in story.told():
            for one in said:
                assert re.fullmatch(r"[A-Z0-9].*[^ ]\.", one), one
                assert not re.search(r"[{}_]|  |\bNone\b|\bnan\b|\bFalse\b|,,|\.\.", one), one
