"""Names are a pure function of the key, fit sex and ethnic group, and differ enough to tell people apart."""

from collections import Counter

import numpy as np

from simulation.stories.cast import Cast
from simulation.stories.names import _lists, first_name, group_name


def test_the_same_person_has_the_same_name_in_both_worlds(worlds):
    first, second = map(Cast, worlds)
    met = 0
    for key in worlds[0].people["key"][worlds[0].people["key"] > 0].tolist():
        here, there = (world.number("people", key) for world in worlds)
        if there:
            assert first.person(here) == second.person(there)
            met += 1
    assert met > 1000


def test_a_name_hangs_on_nothing_but_the_key_and_what_never_changes():
    assert first_name(10793619650396998472, 0, 0) == "Janet"
    assert [first_name(1, sex, ethnic) for sex in (0, 1) for ethnic in range(5)] == [
        first_name(np.uint64(1), sex, ethnic) for sex in (0, 1) for ethnic in range(5)
    ]
    assert group_name(7, 0, formal=True) != group_name(7, 0, formal=False)


def test_names_are_spread_over_the_whole_list():
    for sex in (0, 1):
        for ethnic, kind in enumerate(("white", "Asian", "Black", "mixed", "other")):
            names = _lists()[("female", "male")[sex]][kind]
            assert len(set(names)) == len(names)
            drawn = Counter(first_name(key, sex, ethnic) for key in range(200 * len(names)))
            assert set(drawn) == set(names)
            assert max(drawn.values()) < 1.5 * min(drawn.values())
