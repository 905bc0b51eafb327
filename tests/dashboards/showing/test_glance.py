"""The table of the leading outcomes: what was before says of how many runs it is, where that differs."""

import pytest

from dashboards.showing.glance import table
from dashboards.showing.screen import Row, Screen


def of(runs):
    row = Row(4, "Does better on unmet need", f"of {runs} runs", "3", "13", (3, 13))
    return Screen(runs, True, 2_500, ("First", "Second"), (row,), {}, {})


@pytest.mark.parametrize(("before", "times"), [(20, 1), (16, 0)])
def test_what_was_before_says_its_unit_where_that_is_another(before, times):
    said = table(of(16), of(before))
    assert said.count("of 20 runs") == times
    assert said.count("of 16 runs") == 1
