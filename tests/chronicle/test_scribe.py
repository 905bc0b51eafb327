"""What the scribe writes agrees with the ledgers, the counts and the columns of the world it watched."""

from collections import Counter

import numpy as np
import pytest

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import LADDERS, Status
from simulation.chronicle.table import life, table
from simulation.chronicle.watch import watch
from simulation.outcomes import Measure

from .conftest import MONTHS

LASTING = ["help from kin", "help from duty", "help direct", "help from group", "help missing"]


def counts(events, what):
    """Different people in each month to whom it happened."""
    found = events[events.what == what].groupby("month")["person"].nunique()
    return [int(found.get(month, 0)) for month in range(MONTHS)]


@pytest.fixture(scope="module")
def lasting(events):
    """For each month, what holds: minutes by what it is, person, ladder and giver."""
    gone = events[events.what.isin(["died", "left the place"])].groupby("month")["person"].agg(set)
    holds, months = {}, []
    for month in range(MONTHS):
        left = gone.get(month, set())
        holds = {key: minutes for key, minutes in holds.items() if key[1] not in left}
        said = events[(events.month == month) & events.what.isin(LASTING)]
        for what, person, ladder, by, minutes in said[["what", "person", "ladder", "by", "minutes"]].itertuples(
            index=False
        ):
            ladder = LADDERS.index(ladder) if isinstance(ladder, str) else -1
            key = (what, int(person), ladder, int(by))
            holds[key] = int(minutes)
            if not minutes:
                del holds[key]
        months.append(dict(holds))
    return months


def summed(holds, what, by):
    total = Counter()
    for (kind, person, ladder, giver), minutes in holds.items():
        if kind == what:
            total[by(person, ladder, giver)] += minutes
    return dict(total)


@pytest.mark.parametrize("month", range(0, MONTHS))
def test_help_by_kin_adds_up_pair_by_pair_on_both_sides(seen, lasting, month):
    seen_then = seen.onlooker.ledgers[month]
    received = dict(zip(seen_then.ids.tolist(), seen_then.kin.sum(axis=1).tolist(), strict=True))
    given = summed(lasting[month], "help from kin", lambda _, __, giver: giver)
    got = summed(lasting[month], "help from kin", lambda person, *_: person)
    assert got == {person: minutes for person, minutes in received.items() if minutes}
    assert given == {person: minutes for person, minutes in seen_then.given.items() if minutes}


def test_nothing_lasts_that_is_said_of_somebody_gone(seen, events):
    for month in range(MONTHS):
        said = events[(events.month == month) & events.what.isin(LASTING)]
        assert set(said.person) <= seen.onlooker.stands[month + 1].people.keys()


def test_kin_help_those_whom_they_are_tied_to(seen, lasting):
    for month in (0, 5, 12, 25):
        # ties end and begin later in the month as well: look at both ends of it
        tied = seen.onlooker.stands[month].ties | seen.onlooker.stands[month + 1].ties
        new = seen.onlooker.stands[month + 1].people.keys() - seen.onlooker.stands[month].people.keys()
        pairs = [(person, giver) for what, person, _, giver in lasting[month] if what == "help from kin"]
        assert len(pairs) > 100
        for a, b in pairs:
            assert (min(a, b), max(a, b)) in tied or {a, b} & new


@pytest.mark.parametrize(
    ("what", "part"), [("help from duty", "statutory"), ("help direct", "direct"), ("help missing", "missing")]
)
def test_every_other_line_of_the_ledger_is_there(seen, lasting, what, part):
    much = 0
    for month, then in enumerate(seen.onlooker.ledgers):
        values = then.needed - then.met if part == "missing" else getattr(then, part)
        expected = {
            (int(then.ids[j]), l): int(values[j, l]) for j, l in zip(*np.nonzero(values), strict=True)
        }  # fmt: skip
        assert summed(lasting[month], what, lambda person, ladder, _: (person, ladder)) == expected
        much += len(expected)
    assert much > 50


def test_help_by_groups_is_there_and_by_whom(seen, lasting):
    for month, then in enumerate(seen.onlooker.ledgers):
        expected = {
            (int(then.ids[j]), int(then.helped_ladder[j]), int(then.group_id[then.helper[j]])): int(then.civic[j])
            for j in np.flatnonzero(then.civic)
        }
        assert summed(lasting[month], "help from group", lambda *key: key) == expected


@pytest.mark.parametrize(
    ("what", "measure"),
    [
        ("sought help", Measure.SOUGHT_HELP), ("gave up waiting", Measure.ABANDONED), ("misrouted", Measure.HARMED),
        ("avoidable crisis", Measure.AVOIDABLE_CRISES), ("acute crisis", Measure.UNAVOIDABLE_CRISES),
        ("started helping", Measure.STARTED), ("stopped helping", Measure.STOPPED), ("need over", Measure.RECOVERED),
    ],
)  # fmt: skip
def test_as_many_events_as_outcomes_count(seen, events, what, measure):
    recorded = seen.world.outcomes.people[:MONTHS, :, :, measure].sum(axis=(1, 2)).tolist()
    assert counts(events, what) == recorded
    assert sum(recorded) > 0, "nothing of the kind happened"


@pytest.mark.parametrize(
    ("what", "flow"), [("born", "births"), ("died", "deaths"), ("arrived", "arrivals"), ("left the place", "leavers")]
)
def test_as_many_come_and_go_as_the_flows_say(seen, events, what, flow):
    from simulation.outcomes import PLACE_MEASURES

    recorded = seen.world.outcomes.places[:MONTHS, :, PLACE_MEASURES.index(flow)]
    assert recorded.sum() > 0
    for place, name in enumerate(("Upper Village", "Lower Village")):
        assert counts(events[events.place == name], what) == recorded[:, place].tolist()


def test_who_is_here_is_who_came_less_who_went(seen, events):
    here = set(seen.onlooker.stands[0].people)
    for month in range(MONTHS):
        now = events[events.month == month]
        here |= set(now.person[now.what.isin(["born", "arrived"])])
        here -= set(now.person[now.what.isin(["died", "left the place"])])
        assert here == set(seen.onlooker.stands[month + 1].people)


def test_levels_go_on_from_where_they_were_and_end_where_the_world_is(seen, events):
    """Outside the home ladder, which an heir takes over as it stands."""
    now = {
        (person, ladder): said["level"][l]
        for person, said in seen.onlooker.stands[0].people.items()
        for l, ladder in enumerate(LADDERS[:4])
    }
    moved = events[events.level_after.notna() & (events.ladder != "home")]
    assert set(moved.what) == {
        "need worsened", "need eased", "need over", "avoidable crisis", "acute crisis", "need outgrown",
    }  # fmt: skip
    for person, ladder, before, after in moved[["person", "ladder", "level_before", "level_after"]].itertuples(
        index=False
    ):
        assert now.get((person, ladder), before) == before
        assert before != after
        now[person, ladder] = after
    for person, said in seen.onlooker.stands[-1].people.items():
        for l, ladder in enumerate(LADDERS[:4]):
            if (person, ladder) in now:
                assert now[person, ladder] == said["level"][l]


def test_need_is_outgrown_with_age_or_on_leaving_the_head_of_a_household_and_recovers_by_one_rung(seen, events):
    born = {}
    for stood in seen.onlooker.stands:
        born |= {person: said["born"] for person, said in stood.people.items()}
    over = events[(events.what == "need over")]
    assert (over.level_before == 1).all()
    assert (over.level_after == 0).all()
    for person, month in events[(events.what == "need outgrown") & (events.ladder == "family")][
        ["person", "month"]
    ].itertuples(index=False):
        assert month - born[person] >= 18 * 12
    for person, month in over[over.ladder == "family"][["person", "month"]].itertuples(index=False):
        assert month - born[person] < 18 * 12


def test_standing_with_a_service_follows_from_the_events(seen, events):
    """Who is admitted, placed or helped directly at the end, by their last word on it."""
    word = {
        "admitted": Status.STATUTORY, "placed": Status.PLACED, "direct help began": Status.DIRECT,
        "direct help ended": Status.NONE, "direct help broke off": Status.WAITING, "duty ended": Status.NONE,
        "duty dropped": Status.WAITING, "gave up waiting": Status.NONE, "sought help": Status.WAITING,
        "misrouted": Status.MISROUTED, "need over": Status.NONE, "need outgrown": Status.NONE,
    }  # fmt: skip
    said = events[events.what.isin(word)].drop_duplicates(["person", "ladder"], keep="last")
    last = {(p, LADDERS.index(l)): word[w] for p, l, w in said[["person", "ladder", "what"]].itertuples(index=False)}
    people = seen.onlooker.stands[-1].people
    checked = Counter()
    for (person, ladder), status in last.items():
        if person not in people or ladder == 4:
            continue
        now = people[person]["status"][ladder]
        assert now == status or (status == Status.MISROUTED and now == Status.NONE)
        checked[status] += 1
    assert min(checked[status] for status in (Status.NONE, Status.WAITING, Status.STATUTORY, Status.DIRECT)) > 0


def test_groups_belonged_to_follow_from_the_events(seen, events):
    first, last = seen.onlooker.stands[0], seen.onlooker.stands[-1]
    belongs = {p: {said["formal"], said["informal"]} - {0} for p, said in first.people.items()}
    for what, person, group in events[["what", "person", "by"]][
        events.what.isin(["joined group", "left group"])
    ].itertuples(index=False):
        mine = belongs.setdefault(person, set())
        if what == "joined group":
            assert group not in mine
            mine.add(group)
        else:
            mine.remove(group)
    for person, said in last.people.items():
        assert belongs.get(person, set()) == {said["formal"], said["informal"]} - {0}
    groups = set(first.groups) | set(events.by[events.what == "founded group"])
    assert groups - set(events.by[events.what == "group ended"]) == set(last.groups)


def test_help_by_a_group_begins_and_ends_as_the_columns_say(seen, events):
    first, last = seen.onlooker.stands[0], seen.onlooker.stands[-1]
    by = {p: (said["helper"], said["helped_ladder"]) for p, said in first.people.items() if said["helper"]}
    for what, person, group, ladder in events[["what", "person", "by", "ladder"]][
        events.what.isin(["group help began", "group help ended"])
    ].itertuples(index=False):
        spell = (group, LADDERS.index(ladder))
        if what == "group help began":
            assert person not in by
            by[person] = spell
        else:
            assert by.pop(person) == spell
    assert {p: spell for p, spell in by.items() if p in last.people} == {
        p: (said["helper"], said["helped_ladder"]) for p, said in last.people.items() if said["helper"]
    }
    assert (events.why[events.what == "group help ended"].notna()).all()


def test_why_help_is_missing(seen, events):
    """Worked out anew, person by person, for all that changed in a month."""
    reasons = Counter()
    for month, then in enumerate(seen.onlooker.ledgers):
        line = {int(person): j for j, person in enumerate(then.ids)}
        now = events[(events.month == month)]
        gave_up = set(zip(*(now[now.what == "gave up waiting"][c] for c in ("person", "ladder")), strict=True))
        missing = now[(now.what == "help missing") & (now.minutes > 0)]
        for one in missing.itertuples(index=False):
            j, l = line[one.person], LADDERS.index(one.ladder)
            assert one.why == service_reason(then, j, l, (one.person, one.ladder) in gave_up)
            assert one.why_group == group_reason(then, j, l)
            assert one.why_kin == kin_reason(then, j)
            reasons.update([one.why, one.why_kin, one.why_group])
    seldom = {"spending freeze", "no money for the duty", "no provider with hours"}
    for name in {
        "did not come forward", "no free place", "misrouted by triage", "gave up waiting", "service falls short",
        "no kin with time", "kin have no more time", "kin gave what kin can", "no group found",
        "hours of group used up", "group gave its most", "group helps with another need", "crisis is beyond groups",
    }:  # fmt: skip
        assert reasons[name] > 0, f"{name} never happened"
    assert seldom & set(reasons), reasons


def service_reason(then, j, l, gave_up):
    status, crisis = Status(int(then.status[j, l])), then.level[j, l] == 3
    served = then.statutory[j, l] + then.direct[j, l] > 0
    if status is Status.MISROUTED:
        return "misrouted by triage"
    if status is Status.WAITING and crisis:
        exhausted = then.exhausted[then.place[j], SERVICE_OF_LADDER[l]]
        return "no money for the duty" if exhausted else "no provider with hours"
    if served or status in (Status.STATUTORY, Status.PLACED, Status.DIRECT):
        return "service falls short"
    if status is Status.WAITING:
        return "spending freeze" if then.frozen[then.place[j]] else "no free place"
    return "gave up waiting" if gave_up else "did not come forward"


def group_reason(then, j, l):
    helper = then.helper[j]
    if then.level[j, l] == 3:
        return "crisis is beyond groups"
    if helper < 0:
        return "no group found"
    if then.helped_ladder[j] != l:
        return "group helps with another need"
    return "hours of group used up" if then.asked[helper] > then.pool[helper] else "group gave its most"


def kin_reason(then, j):
    helpers, missing = int((then.kin_time[j] > 0).sum()), int(then.wanted[j] - then.kin[j].sum())
    if then.wanted[j] > 0 and helpers == 0:
        return "no kin with time"
    return "kin have no more time" if missing > helpers else "kin gave what kin can"


def test_who_is_asked_and_introduced(seen, events):
    for month, (new_ties, pushed) in enumerate(seen.onlooker.met):
        now = events[events.month == month]
        assert set(now.person[now.what == "asked to take part"]) == pushed
        met = now[now.what == "introduced"]
        pairs = [(min(a, b), max(a, b)) for a, b in met[["person", "by"]].itertuples(index=False)]
        assert len(pairs) == len(set(pairs))
        assert set(pairs) == new_ties
        for one in met.itertuples(index=False):
            levels = seen.onlooker.stands[month + 1].people[one.person]["level"]
            assert any(levels), "introductions are made for those in need"
    assert sum(len(new) for new, _ in seen.onlooker.met) > 10


def test_who_burns_out_and_recovers(seen, events):
    burnt = set(seen.onlooker.stands[0].burnt)
    for month in range(MONTHS):
        now = events[events.month == month]
        burnt -= set(now.person[now.what.isin(["died", "left the place"])])
        over, new = (set(now.person[now.what == what]) for what in ("no longer burnt out", "burnt out"))
        arrived = set(now.person[now.what == "arrived"])
        assert over <= burnt | arrived
        assert not new & burnt
        burnt = (burnt | new) - over
        stood = seen.onlooker.stands[month + 1]
        burnt |= arrived & stood.burnt
        assert burnt == stood.burnt
    assert (events.what == "burnt out").any()


def test_children_are_born_to_women_they_live_with(seen, events):
    born = events[events.what == "born"]
    for month, child, mother in born[["month", "person", "by"]].itertuples(index=False):
        people = seen.onlooker.stands[month + 1].people
        assert people[mother]["sex"] == 0
        assert people[mother]["household"] == people[child]["household"]
        assert month - people[mother]["born"] >= 14 * 12
        assert people[child]["born"] == month


def test_freezes_begin_and_end(world):
    from simulation.chronicle.scribe import Scribe

    scribe = Scribe(world)
    world.observers = (scribe,)
    for month in range(5):
        if month == 1:
            world.budget.frozen_until[1] = 3
        world.step_month()
    said = table(scribe).to_pandas()
    said = said[said.what.isin(["freeze began", "freeze ended"]) & (said.place == "Lower Village")]
    assert said[["month", "what"]].to_numpy().tolist()[:2] == [[1, "freeze began"], [3, "freeze ended"]]
    assert (said.person == 0).all()


def test_a_life_is_the_person_s_own_events_and_their_help_to_others_in_order(seen, events):
    whole = table(seen.scribe)
    kin = events[events.what == "help from kin"]
    key = int(kin.by_key.mode()[0])
    story = life(whole, key).to_pandas()
    mine = [one for one in events.itertuples(index=False) if one.key == key or one.by_key == key]
    assert len(story) == len(mine) > 5
    assert story.month.is_monotonic_increasing
    assert story.person.tolist() == [one.person for one in mine]
    assert story.what.tolist() == [one.what for one in mine]
    assert (story.by_key == key).any()
    assert len(life(whole, 12345)) == 0


def test_keys_are_those_of_people_and_groups(seen, events):
    key = {}
    group_key = {}
    for stood in seen.onlooker.stands:
        key |= {person: said["key"] % 2**64 for person, said in stood.people.items()}
        group_key |= {group: said["key"] % 2**64 for group, said in stood.groups.items()}
    for person, said in events[["person", "key"]].query("person > 0").drop_duplicates().itertuples(index=False):
        assert key[person] == said
    by = events[["by", "by_kind", "by_key"]].dropna().drop_duplicates()
    assert set(by.by_kind) == {"person", "group"}
    for one in by.itertuples(index=False):
        assert (key if one.by_kind == "person" else group_key)[one.by] == one.by_key


def test_every_column_says_its_unit_and_meaning(seen):
    for field in table(seen.scribe).schema:
        assert set(field.metadata) == {b"unit", b"meaning"}
        assert field.metadata[b"meaning"]


def test_every_hall_that_closed_is_told_of_in_its_place(seen, events):
    halls, names = seen.world.halls, np.array(seen.world.places.names)
    closed = names[seen.world.place_of[halls.neighbourhood[~halls.open]]]
    assert sorted(events.place[events.what == "hall closed"]) == sorted(closed)
    assert len(closed) > 0


class AtTheDoor:
    """Notes who waits for, or has, direct help below complex need before a month's direct help is given."""

    def before(self, phase, world):
        if phase == "direct help":
            r = world.residents
            asking = np.isin(r.status[: r.count], (Status.WAITING, Status.DIRECT)) & (r.level[: r.count] == 1)
            rows, ladders = np.nonzero(asking)
            self.asking = {(int(r.id[i]), LADDERS[l]) for i, l in zip(rows, ladders, strict=True)}

    def after(self, phase, world):
        pass


def test_whoever_is_turned_away_is_written_down_and_why_help_is_missing(seen):
    world = seen.start.fork({"service.threshold": 2})
    door, scribe = AtTheDoor(), watch(world).scribe
    world.observers = (*world.observers, door)
    world.step_month()
    events = table(scribe).to_pandas()
    turned_away = events[events.what == "turned away"]
    assert set(zip(turned_away.person, turned_away.ladder, strict=True)) == door.asking
    assert len(door.asking) > 1
    missing = events[(events.what == "help missing") & events.why.eq("below the threshold")]
    levels = {int(world.residents.id[i]): world.residents.level[i] for i in range(world.residents.count)}
    assert {int(levels[p][LADDERS.index(l)]) for p, l in zip(missing.person, missing.ladder, strict=True)} == {1}
