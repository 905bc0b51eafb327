"""Cards: what a good one is, what is wrong with a bad one, and what must hold of those that ship."""

import csv
import re
from pathlib import Path

import pytest

from simulation.parameters import FOLDER, ROOT, Card, CardError, Range, cards, read_cards
from simulation.strict_yaml import Node, ScenarioError, node_of

GOOD = {
    "value": "0.3",
    "unit": "share",
    "bounds": "[0, 1]",
    "plausible": "[0.1, 0.6]",
    "label": "Share",
    "meaning": "A share of something.",
    "decides": "uncertain",
    "source": "NED02",
    "grade": "D",
}


def card_text(**changes: str | None) -> str:
    """A file with one card, `share`, like GOOD but for `changes`; None leaves a part out."""
    said = {**GOOD, **changes}
    return "# a file\nshare:\n" + "".join(f"  {part}: {value}\n" for part, value in said.items() if value is not None)


def card_of(folder: Path, **changes: str | None) -> Card:
    (folder / "mechanism.yaml").write_text(card_text(**changes))
    return read_cards(folder)["mechanism.share"]


def test_a_card_says_everything(tmp_path: Path) -> None:
    card = card_of(tmp_path, effect="network efficacy", null="0")
    assert (card.section, card.name, card.key) == ("mechanism", "share", "mechanism.share")
    assert (card.value, card.bounds, card.plausible) == (0.3, (0, 1), (0.1, 0.6))
    assert (card.effect, card.null) == ("network efficacy", 0.0)
    assert card.where == f"{tmp_path}/mechanism.yaml:2"
    assert card.wanted == "a number from 0 to 1 (share)"


def test_plausible_factors_become_absolute_for_a_number_and_stay_factors_for_a_list(tmp_path: Path) -> None:
    assert card_of(tmp_path, plausible="{times: [0.5, 2]}").plausible == (0.15, 0.6)
    several = card_of(tmp_path, value="[0.1, 0.4]", plausible="{times: [0.5, 2]}")
    assert several.value == (0.1, 0.4)
    assert several.plausible == (0.5, 2)
    assert card_of(tmp_path, value="-2.0", bounds="[-9, 0]", plausible="{times: [0.5, 2]}").plausible == (-4, -1)


def test_cards_come_by_file_and_then_in_the_order_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(card_text().replace("share:", "zebra:") + card_text().replace("share:", "ant:"))
    (tmp_path / "a.yaml").write_text(card_text())
    assert list(read_cards(tmp_path)) == ["a.share", "b.zebra", "b.ant"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "1.3"}, "from 0 to 1"),
        ({"value": ".nan"}, "NaN"),
        ({"value": None}, "value is missing"),
        ({"value": "[]"}, "list of numbers"),
        ({"bounds": None}, "needs bounds"),
        ({"bounds": "[0, .inf]"}, "not a finite number"),
        ({"bounds": "[0]"}, "a range is a list of two numbers"),
        ({"value": "true"}, "only a number has them"),
        ({"value": "1"}, "write 0.0 for a number"),
        ({"value": "3", "bounds": "[1, 9.5]", "plausible": "[2, 4]"}, "write 0.0 for a number"),
        ({"plausible": "[0.4, 0.6]"}, "must contain the value"),
        ({"plausible": "[0.1, 1.6]"}, "within the bounds"),
        ({"plausible": "[0.3, 0.3]"}, "is empty"),
        ({"plausible": "{factor: [0.1, 2]}"}, "{times: [low, high]}"),
        ({"value": "[0.1, 0.2]"}, "{times: [low, high]}"),
        ({"value": "[0.1, 0.2]", "plausible": "{times: [1.1, 2]}"}, "must contain 1"),
        ({"value": "[0.5, 0.5]", "plausible": "{times: [0.5, 2]}", "total": "1"}, "without a total"),
        ({"value": "[0.5, 0.6]", "plausible": None, "total": "1", "decides": "world"}, "sums to 1.1"),
        ({"plausible": None}, "needs a plausible range"),
        ({"plausible": None, "grade": "C"}, "needs a plausible range"),
        ({"grade": "E"}, "grade must be one of A, B, C, D, S"),
        ({"decides": "nobody"}, "decides must be one of policy, world, uncertain"),
        ({"meaning": '"  "'}, "meaning must be a text"),
        ({"source": '""'}, "source must be a text"),
        ({"unit": '""'}, "unit must be a text"),
        ({"effect": "direct efficacy"}, "effect and null go together"),
        ({"null": "0"}, "effect and null go together"),
        ({"effect": "direct efficacy", "null": "7"}, "null is 7"),
        ({"effect": "some efficacy", "null": "0"}, "effect must be one of"),
        ({"choices": "[a, b]"}, "only a text has choices"),
        ({"value": "c", "choices": "[a, b]", "bounds": None, "plausible": None}, "a or b"),
        ({"boundz": "[0, 1]"}, "nearest: bounds"),
    ],
)
def test_a_bad_card_is_refused_with_its_file_and_line(
    tmp_path: Path, changes: dict[str, str | None], words: str
) -> None:
    with pytest.raises(CardError) as caught:
        card_of(tmp_path, **changes)
    assert words in str(caught.value)
    assert "mechanism.yaml:2: " in str(caught.value)


@pytest.mark.parametrize("name", ["Share", "a-share", "1share", "class"])
def test_a_name_that_python_could_not_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "mechanism.yaml").write_text(card_text().replace("share:", f"{name}:"))
    with pytest.raises(CardError, match="no name for a parameter"):
        read_cards(tmp_path)


def test_a_card_said_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mechanism.yaml").write_text(card_text() + card_text())
    with pytest.raises(CardError, match="share is said twice"):
        read_cards(tmp_path)


def test_whole_numbers_pass_for_numbers_but_not_the_reverse(tmp_path: Path) -> None:
    share = card_of(tmp_path)
    assert type(share.check(Node(1, "here"))) is float
    months = card_of(tmp_path, value="12", bounds="[1, 60]", plausible="[6, 24]", unit="months")
    assert months.check(Node(1, "here")) == 1
    for wrong in (12.0, True, "12", None, 61, 10**400):
        with pytest.raises(ScenarioError, match=r"here: .* a whole number from 1 to 60 \(months\)"):
            months.check(Node(wrong, "here"))


def test_minus_nought_is_nought(tmp_path: Path) -> None:
    assert str(card_of(tmp_path).check(Node(-0.0, "here"))) == "0.0"


def test_a_draw_is_linear_on_either_side_of_its_median(tmp_path: Path) -> None:
    card = card_of(tmp_path)  # plausible .1 to .6
    assert [card.draw(0.3, u) for u in (0.0, 0.25, 0.5, 0.75, 1.0)] == pytest.approx([0.1, 0.2, 0.3, 0.45, 0.6])
    assert card.draw(0.9, 0.5) == pytest.approx(0.6)
    assert card.draw(0.0, 0.75) == pytest.approx(0.35)


def test_a_drawn_whole_number_is_whole_and_a_drawn_list_keeps_its_shape(tmp_path: Path) -> None:
    months = card_of(tmp_path, value="12", bounds="[1, 60]", plausible="[6, 24]", unit="months")
    assert (months.draw(12, 0.65), type(months.draw(12, 0.65))) == (16, int)  # 15.6
    several = card_of(tmp_path, value="[0.1, 0.8]", plausible="{times: [0.5, 2]}")
    assert several.draw((0.1, 0.8), 0.25) == pytest.approx((0.075, 0.6))
    assert several.draw((0.1, 0.8), 0.75) == pytest.approx((0.15, 1.0)), "clipped into the bounds"


# the cards that ship


def test_every_file_of_cards_loads_and_every_card_accepts_its_own_value() -> None:
    assert {card.section for card in cards().values()} == {path.stem for path in FOLDER.glob("*.yaml")}
    for key, card in cards().items():
        assert key == card.key
        assert card.check(node_of(card.value, card.where)) == card.value


def test_shipped_cards_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        cards()["run.years"] = cards()["run.settling_months"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        cards()["run.years"].value = 3  # type: ignore[misc]


def test_the_horizon_and_the_size_of_a_place_are_as_the_issue_says() -> None:
    years, residents = cards()["run.years"], cards()["place.residents"]
    assert (years.value, years.bounds) == (20, (1, 40))
    assert (residents.value, residents.bounds) == (10_000, (200, 2_000_000))


EVIDENCE = ROOT.parent / "shared" / "evidence" / "evidence.csv"
"""The rows that sources name, where they lie beside this folder; they are no part of it."""


def rows_named(source: str) -> set[str]:
    """The rows of evidence that a source names, those within ranges too.

    >>> sorted(rows_named("CIV01-CIV03, NED12; prototype"))
    ['CIV01', 'CIV02', 'CIV03', 'NED12']
    """
    ranges = re.findall(r"\b([A-Z]{3})(\d\d)(?:-(?:[A-Z]{3})?(\d\d))?\b", source)
    return {f"{kind}{n:02}" for kind, first, last in ranges for n in range(int(first), int(last or first) + 1)}


@pytest.mark.skipif(not EVIDENCE.exists(), reason="the rows of evidence are kept elsewhere")
def test_no_card_is_graded_better_than_the_best_row_that_it_names() -> None:
    """A choice (S) is no fact, whatever it is near to."""
    with EVIDENCE.open(encoding="utf-8", newline="") as file:
        grades = {row["id"]: row["grade"] for row in csv.DictReader(file)}
    named = {card.key: rows_named(card.source) & set(grades) for card in cards().values() if card.grade != "S"}
    best = {key: min(grades[row] for row in rows) for key, rows in named.items() if rows}
    assert len(best) > 80
    assert {key: grade for key, grade in best.items() if cards()[key].grade < grade} == {}


WAYS = ("direct efficacy", "network efficacy")


def uncertain_efficacies() -> list[Card]:
    return [card for card in cards().values() if card.effect in WAYS and card.grade != "A"]


def as_multiple(card: Card) -> Range:
    """The ends of the plausible range as multiples of the central value."""
    assert card.plausible is not None, f"{card.key} is held while others are drawn"
    if isinstance(card.value, tuple):
        return card.plausible
    assert isinstance(card.value, int | float)
    assert card.value > 0, f"{card.key} has no multiples"
    return card.plausible[0] / card.value, card.plausible[1] / card.value


def test_one_rule_sets_the_uncertain_efficacies_of_both_ways() -> None:
    """MODEL section 7: from zero to the same multiple of the central value, whichever way they belong to.

    The multiple is 2. Section 9 lists 0-.10, 3.3 times, for both capacity growths, but as a value to start from;
    section 7 is the rule. Harms are under no such rule: their ranges are said one by one (dual running 5-30 %,
    dependence either side of 0).
    """
    efficacies = uncertain_efficacies()
    assert {card.effect for card in efficacies} == set(WAYS)
    assert {card.key: as_multiple(card) for card in efficacies} == {card.key: (0.0, 2.0) for card in efficacies}
    assert {card.key: card.null for card in efficacies} == {card.key: 0 for card in efficacies}


def test_the_two_ways_have_the_same_prior_for_what_both_do() -> None:
    for direct, network in (("growth_agency", "growth_civic"), ("agency_efficacy", "civic_efficacy")):
        first, second = (next(c for c in uncertain_efficacies() if c.name == name) for name in (direct, network))
        assert (first.effect, second.effect) == WAYS
        assert (first.value, first.plausible, first.grade) == (second.value, second.plausible, second.grade)
