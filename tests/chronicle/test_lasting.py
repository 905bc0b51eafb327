"""Only changes are written down, and they say all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.chronicle.lasting import WHOSE, Facts, compare

KEYS = st.builds(
    lambda person, rest: person << WHOSE | rest, st.integers(0, 40), st.integers(0, 2**WHOSE - 1) | st.integers(0, 3)
)
FACTS = st.dictionaries(KEYS, st.integers(0, 3), max_size=30)


def facts(said):
    return Facts.of(np.array(list(said), np.uint64), np.array(list(said.values()), np.uint64))


def said(some):
    return dict(zip(some.key.tolist(), some.value.tolist(), strict=True))


@given(FACTS, FACTS)
def test_what_is_new_and_what_is_over_lead_from_one_month_to_the_next(was, now):
    fresh, over = map(said, compare(facts(was), facts(now)))
    assert fresh == {key: value for key, value in now.items() if was.get(key) != value}
    assert over == {key: value for key, value in was.items() if key not in now}


@given(FACTS)
def test_facts_are_sorted_and_none_is_lost(some):
    assert list(said(facts(some)).items()) == sorted(some.items())


def test_no_news_is_no_event():
    same = facts({3: 1, 5: 2})
    fresh, over = compare(same, same)
    assert len(fresh.key) == len(over.key) == 0
    assert said(compare(Facts.none(), same)[0]) == {3: 1, 5: 2}
