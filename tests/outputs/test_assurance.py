"""The assurance log: fresh, complete, and every command and test that it names is there."""

import re

import duckdb
import pandas as pd
import pytest

from simulation.outputs.assurance import ASSUMED, OWNERS, PAGE, assumptions, filled, made, refreshed
from simulation.parameters import ROOT, cards
from simulation.verification import CHECKS
from simulation.verification.check import Row
from simulation.verification.patterns import PATTERNS, PatternRow

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_log_is_not_stale():
    assert refreshed(TEXT) == TEXT, "run: python -m simulation.outputs.assurance"


def test_every_section_has_one_owner():
    owned = [section for sections in OWNERS.values() for section in sections]
    assert sorted(owned) == sorted({card.section for card in cards().values()})


def test_every_assumption_is_listed_once_and_nothing_known_is():
    listed = re.findall(r"^\| `([a-z_.]+)` \|", assumptions(), flags=re.MULTILINE)
    assumed = [c.key for c in cards().values() if c.grade in ASSUMED and not isinstance(c.value, bool)]
    assert sorted(listed) == sorted(assumed)


def test_what_goes_most_with_a_difference_comes_first_in_its_table():
    found = assumptions({"ladder.family_up": 0.25, "ladder.mental_up": -0.75})
    first, second = found.index("`ladder.mental_up`"), found.index("`ladder.family_up`")
    assert first < second < found.index("`ladder.functional_up`")
    assert "| -0.75 |" in found[first : found.index("\n", first)]
    assert "not asked" in found


def test_the_numbers_of_runs_take_the_place_of_descriptions():
    row = Row("a check", "M0", "f", "none", "a book", "a share", 0.5, 0.75, 0.1)
    shown = PatternRow(1, "a pattern", "a ratio", 1.0, 2.0, 1.5, 0.25, "pass", "a table")
    page = filled(made(["One way", "Another"], 26), {}, [row], [shown])
    assert "Another against One way, 26 repeat runs" in page
    assert "±0.39" in page, "1.96 / 5"
    assert "No result stands on this page" not in page
    assert "| M0 | a check | a share | 0.5 | 0.75 | 0.1 | MISSES |" in page
    assert "| 1 | a pattern | a ratio | 1 to 2 | 1.5 | 0.25 | pass |" in page
    for part in ("checks", "patterns"):
        body = page[page.index(f"<!-- {part}:begin -->") : page.index(f"<!-- {part}:end -->")]
        assert body.count("\n| ") == 3


def test_every_check_and_pattern_is_described():
    assert all(f"| {check.name} |" in TEXT for check in CHECKS)
    assert all(f"| {pattern.number} | {pattern.name} |" in TEXT for pattern in PATTERNS)


def test_the_query_of_idle_hours_knows_the_price_of_an_hour():
    """An hour paid for at the price of month 0, and an hour at that of a year later, half of which reached somebody."""
    price, growth = (float(cards()[key].value) for key in ("service.direct_hour", "budget.cost_growth"))
    monthly = pd.DataFrame(
        {"month": [0, 12], "direct_minutes": [60, 30], "money_direct": [100 * price, 100 * price * (1 + growth)]}
    ).assign(scenario="ours", draw="luck")
    (query,) = re.findall(r'`run\.py query results/first "([^"]+)"`', TEXT)
    with duckdb.connect() as tables:
        assert tables.register("monthly", monthly).sql(query).fetchall() == [("ours", pytest.approx(0.75))]


def test_what_the_answers_name_is_there():
    from run import app

    commands = {command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"`run\.py ([a-z]+)", TEXT)) <= commands
    for named in set(re.findall(r"`(?:python3 -m uv run pytest (?:-m slow )?)?(tests/[\w/.]+)`", TEXT)):
        assert (ROOT / named).exists(), named
    for key in set(re.findall(r"--set ([a-z_.]+)=", TEXT)):
        assert key in cards(), key
    for section in set(re.findall(r"run\.py parameters ([a-z_]+)", TEXT)):
        assert any(card.section == section for card in cards().values()), section
