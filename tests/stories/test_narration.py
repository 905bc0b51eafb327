"""Every number of the narration is found again in events and outcomes, read another way."""

import re

import pytest

from simulation.chronicle.vocabulary import Why, label
from simulation.observation.tally import Measure
from simulation.stories import narration
from simulation.words import count, how_many, month_name

MONTHS = (0, 7, 40, 77, 119)


def sentence(said, pattern):
    """The groups of the one sentence that matches."""
    found = [match for one in said if (match := re.fullmatch(pattern, one))]
    assert len(found) == 1, (pattern, said)
    return found[0]


def times(world, what, since, until):
    events = world.events
    return int(((events.what == what) & (events.month >= since) & (events.month < until)).sum())


def said_beside(mine, other):
    return ", as in the other world" if mine == other else f", beside {how_many(other)} in the other world"


@pytest.mark.parametrize("month", MONTHS)
def test_a_month(recorded, worlds, month):
    sides = narration.month(worlds, month)
    pairs = ((sides[0], recorded.a, recorded.b), (sides[1], recorded.b, recorded.a))
    for said, mine, other in pairs:
        falls, theirs = (
            sum(times(one, what, month, month + 1) for what in ("avoidable crisis", "acute crisis"))
            for one in (mine, other)
        )
        found = [one for one in said if "into crisis" in one]
        assert bool(found) == bool(falls or theirs)
        if found:
            assert found[0].lower().startswith(count(falls))
            assert found[0].endswith(f"this month{said_beside(falls, theirs)}.")
        helped, theirs = (int(one.outcomes.people[month, :, :, Measure.HELPED_BY_GROUP].sum()) for one in (mine, other))
        assert sentence(said, r"Groups help (\S+) (?:person|people)(.*)\.").groups() == (
            count(helped), said_beside(helped, theirs),
        )  # fmt: skip
        asked, met = (times(mine, what, month, month + 1) for what in ("asked to take part", "introduced"))
        if asked or met:
            assert sentence(said, r"Connectors ask (\S+) .* and introduce (\S+) pairs? of people\.").groups() == (
                count(asked), count(met),
            )  # fmt: skip
        else:
            assert not any("Connectors" in one for one in said)


def test_a_headline_is_the_first_sentence_with_one_number_at_most(worlds):
    for month in range(120):
        for headline, said in zip(narration.headlines(worlds, month), narration.month(worlds, month), strict=True):
            assert len(re.findall(r"\d+", headline)) <= 1
            assert "other world" not in headline
            assert said[0].startswith(headline.removesuffix(".")) if said else headline == ""


def test_why_help_is_missing_names_the_commonest_reason(recorded, worlds):
    for said, world in zip(narration.month(worlds, 119), (recorded.a, recorded.b), strict=True):
        events = world.events
        gone = set(events.person[events.what.isin(["died", "left the place"])])
        latest = events[events.what == "help missing"].drop_duplicates(["person", "ladder"], keep="last")
        lasting = latest[(latest.minutes > 0) & ~latest.person.isin(gone)]
        assert lasting.why.mode()[0] == label(Why.DID_NOT_COME_FORWARD)
        pattern = r"Help is missing for (\d+) needs, most often since people have not asked \((\d+)\)\."
        assert sentence(said, pattern).groups() == (str(len(lasting)), str(int(lasting.why.value_counts().iloc[0])))


def test_freezes_and_groups_are_told_in_their_month_with_the_place(recorded, worlds):
    for side, world in enumerate((recorded.a, recorded.b)):
        events = world.events
        freezes = events[events.what == "freeze began"]
        assert len(freezes)
        for month, place in zip(freezes.month, freezes.place, strict=True):
            said = narration.month(worlds, int(month))[side]
            assert f"The council of {place} cannot balance its budget, and spending by choice stops." in said
        quiet = sorted(set(range(120)) - set(events.month[events.what.isin(["freeze began", "freeze ended"])]))
        assert not any("by choice" in one for one in narration.month(worlds, quiet[0])[side])
        for what, words in (("founded group", "founded"), ("group ended", "end")):
            months = set(events.month[events.what == what])
            assert months
            for month in range(120):
                told = any(re.search(rf"{words}s?\.$", one) for one in narration.month(worlds, month)[side])
                assert told == (month in months)


def test_elections_that_turn_a_council_round_are_told_where_there_is_something_to_turn_from(recorded, worlds):
    back, again = "goes back to today’s way of working", "takes up the other way of working again"
    for month in range(120):
        theirs, mine = (" ".join(said) for said in narration.month(worlds, month))
        assert (back in mine, again in mine) == (month in (36, 108), month == 72)
        assert "After the election" not in theirs
    for year in range(1, 11):
        theirs, mine = (" ".join(said) for said in narration.year(worlds, year))
        assert (back in mine, again in mine) == (year in (4, 10), year == 7)
        assert "After the election" not in theirs
    assert f"the council of {recorded.b.events.place.iloc[0]} {back}" in " ".join(narration.month(worlds, 36)[1])


@pytest.mark.parametrize("year", range(1, 11))
def test_a_year(recorded, worlds, year):
    since, until = 12 * (year - 1), 12 * year
    sides = narration.year(worlds, year)
    for said, mine, other in zip(sides, (recorded.a, recorded.b), (recorded.b, recorded.a), strict=True):
        assert said[0].startswith(f"Year {year}: ")
        falls, theirs = (
            sum(times(one, what, since, until) for what in ("avoidable crisis", "acute crisis"))
            for one in (mine, other)
        )
        acute = times(mine, "acute crisis", since, until)
        pattern = r"(\S+) times? somebody falls into crisis(.*); (\S+) of these come all at once\."
        number, beside, sudden = sentence(said, pattern).groups()
        assert (number.lower(), beside, sudden) == (count(falls), said_beside(falls, theirs), how_many(acute))
        founded, ended = (times(mine, what, since, until) for what in ("founded group", "group ended"))
        found = sentence(
            said, r"(\S+) groups? (?:is|are) founded and (\S+) ends?; at the end agencies know of (\S+) of .*"
        )
        assert (found[1].lower(), found[2]) == (count(founded), how_many(ended))
        for month in mine.events.month[(mine.events.what == "freeze began")]:
            told = any(f"from {month_name(int(month))} spending by choice stops" in one for one in said)
            first = mine.events.month[mine.events.what == "freeze began"]
            assert not told or since <= month < until
            assert told or not since <= month < until or month != first[first >= since].min()
        frozen = mine.outcomes.places[since:until, :, 2].sum()
        assert any("spending by choice" in one.lower() for one in said) == bool(frozen)


def test_the_first_queue_is_what_it_was_and_the_last_what_it_becomes(worlds):
    from simulation.agents.residents import Status

    for said, world in zip(narration.year(worlds, 4), worlds, strict=True):
        was, now = (int(world.cases[month, :, :, Status.WAITING].sum()) for month in (35, 47))
        assert was != now
        move = "grow" if now > was else "shrink"
        assert f"The needs that wait for a service {move} from {how_many(was)} to {how_many(now)}." in said


def test_no_number_of_one_world_is_told_of_the_other(worlds):
    swapped = narration.year(worlds[::-1], 6)
    assert swapped == narration.year(worlds, 6)[::-1]
    assert swapped[0] != swapped[1]
