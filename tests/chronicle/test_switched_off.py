"""A chronicle of a world some of whose mechanisms are switched off."""

import pytest

from simulation.chronicle.table import table
from simulation.chronicle.watch import watch

from .conftest import stand
from .test_camera import as_seen


@pytest.mark.parametrize(
    "switch", ["hours", "service", "routing", "demography", "groups", "seeking", "connecting", "burnout"]
)
def test_what_is_off_is_not_told(world, switch):
    world = world.fork({f"{switch}.on": False})
    chronicle = watch(world)
    for _ in range(2):
        world.step_month()
    told = set(table(chronicle.scribe).to_pandas()["what"])
    silent = {
        "hours": {"help from kin"}, "service": {"help from duty", "help direct", "admitted", "gave up waiting"},
        "routing": {"help from group", "group help began"}, "demography": {"born", "died", "arrived"},
        "groups": {"founded group", "group ended"}, "seeking": {"sought help"},
        "connecting": {"asked to take part", "introduced"}, "burnout": {"burnt out"},
    }  # fmt: skip
    assert not told & silent[switch]
    assert "need worsened" in told
    people, groups, ties = as_seen(chronicle.camera.frames().at(2))
    now = stand(world)
    assert (people, groups, ties) == (now.people, now.groups, now.ties)


def test_older_people_in_place_of_others(world):
    """Households that make way in the month of a birth, and numbers nobody keeps, upset nothing."""
    world = world.fork({"demand.care_mode": "more older people", "demand.care_end": 20.0, "demand.reached_after": 12})
    chronicle = watch(world)
    for _ in range(14):
        world.step_month()
    events = table(chronicle.scribe).to_pandas()
    here = set(as_seen(chronicle.camera.frames().at(0))[0])
    here |= set(events.person[events.what.isin(["born", "arrived"])])
    here -= set(events.person[events.what.isin(["died", "left the place"])])
    assert here == set(stand(world).people)
    assert (events.what == "arrived").sum() > 100
