"""What About says in numbers, against the same numbers reckoned by hand."""

import re
from pathlib import Path

import numpy as np
import pytest

from dashboards.pages.about import limitations, texts
from dashboards.pages.facts import FACTS, paid_back, setting
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw, plan
from simulation.experiments.execute import execute
from simulation.outcomes import Line, Measure
from simulation.parameters import cards
from simulation.scenario import Scenario
from simulation.words import jargon


@pytest.fixture(scope="module")
def comparison(two_villages):
    a = Scenario.load(two_villages).with_changes({"run.years": 4})
    design = plan([a, a.with_changes({"effort.connecting_share": 0.5, "effort.earliness": 0.7})], 4)
    return Comparison(design, execute(design.tasks(), 1))


def fact(comparison, name):
    return FACTS[name](comparison, comparison.names[1])


def test_every_question_has_an_answer_and_its_numbers_are_known():
    asked = texts()["questions"]
    assert len(asked) == 10
    assert {one["live"] for one in asked if "live" in one} == set(FACTS)


def test_no_jargon_reaches_the_reader(comparison):
    told = [one["ask"] + " " + one["answer"] for one in texts()["questions"]]
    told += [*texts()["what"], *limitations(), *texts()["grades"].values(), texts()["cite"]]
    told += [fact(comparison, name) for name in FACTS]
    assert [word for one in told for word in jargon(one)] == []


def test_the_first_years_are_those_of_the_ledger(comparison):
    runs = [comparison.of(name) for name in comparison.names]
    seeds = comparison.seeds(Draw.ALL, *comparison.names)
    public = []
    for year in range(3):
        each = []
        for seed in seeds:
            spent = []
            for way in runs:
                outcomes = way[seed].outcomes
                months = slice(12 * year, 12 * year + 12)
                lines = [Line.FIXED, Line.STATUTORY, Line.DISCRETIONARY, Line.INTEREST]
                money = outcomes.money[months][..., lines].sum() / 100.0
                people = outcomes.people[months, ..., Measure.RESIDENTS].sum(axis=(1, 2)).mean()
                spent.append(money / people)
            each.append(spent[1] - spent[0])
        public.append(np.mean(each))
    said = fact(comparison, "first_years").replace("−", "-")
    years = re.split(r"year \d: ", said)[1:]
    for mean, part in zip(public, years, strict=True):
        named = [float(one) for one in re.findall(r"[+-]?\d+\.\d+|(?<= )0(?=[,;.])", part.split(". Over")[0])]
        assert sum(named) == pytest.approx(mean, abs=0.02 + 0.02 * abs(mean))


@pytest.mark.parametrize(
    ("dearer", "said"),
    [
        ([1, -2, 4], "not within 3 years"),
        ([1, -2, 0.5], "in year 2"),
        ([1, 1, -2], "in year 3"),
        ([-1, -1, 0], "nothing to pay back"),
    ],
)
def test_what_is_dearer_again_in_the_end_has_not_paid_back(dearer, said):
    assert paid_back(np.array(dearer, float)) == said


def test_as_many_repeat_runs_are_said_as_there_are(comparison):
    kept = [run for run in comparison.runs if run.seed != 3]
    lost = Comparison(comparison.design, kept)
    assert ", 4 years, 4 repeat runs." in setting(comparison, "b")
    assert ", 4 years, 3 repeat runs." in setting(lost, "b")


def test_harm_is_what_was_counted(comparison):
    rates = []
    for name in comparison.names:
        counts = [run.outcomes.people[:48].sum(axis=(0, 1, 2)) for run in comparison.of(name).values()]
        rates.append(np.mean([12_000 * one[Measure.HARMED] / one[Measure.RESIDENTS] for one in counts]))
    said = re.findall(r"[\d.]+(?= and)|(?<=and )[\d.]+(?=,)", fact(comparison, "harm"))
    assert [float(one) for one in said] == pytest.approx(rates, rel=0.02, abs=0.002)


def test_what_is_said_to_be_missing_has_no_card():
    cards_say = " ".join(f"{card.key} {card.label} {card.meaning}" for card in cards().values()).lower()
    missing = [one.removesuffix("s") for one in texts()["missing"]]
    assert [one for one in missing if re.search(rf"\b{one}", cards_say)] == []
    assert all(one in limitations()[-1].lower() for one in missing)


def test_no_limitation_denies_a_mechanism():
    sections = {key.removesuffix(".on") for key in cards() if key.endswith(".on")}
    denials = [one for one in limitations() if re.search(r"\b(no|not|nobody|nothing)\b", one, re.IGNORECASE)]
    assert len(sections) > 15
    assert len(denials) > 1
    assert [(section, one) for one in denials for section in sections if re.search(rf"\b{section}\b", one)] == []
    assert [one for one in denials if "in the model" in one] == limitations()[-1:]


def test_the_words_of_the_page_lie_in_one_file():
    page = (Path(__file__).parents[2] / "dashboards" / "pages" / "about.yaml").read_text(encoding="utf-8")
    assert page.count("synaptic") == 1
