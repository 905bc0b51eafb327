"""The page that says what this is, what it is not, and where its numbers come from."""

from collections import Counter
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import solara
import yaml

from dashboards.pages.facts import FACTS
from dashboards.standing import use_shipped
from simulation.experiments.compare import Comparison
from simulation.kernels import MODEL_VERSION
from simulation.parameters import Card, cards

Html = solara.v.Html


@cache
def texts() -> dict[str, Any]:
    """The page's words, from about.yaml."""
    return dict(yaml.safe_load((Path(__file__).parent / "about.yaml").read_text(encoding="utf-8")))


@solara.component
def About() -> None:
    """What this is, ten questions with answers, sources and grades, limits, version and how to cite."""
    said = texts()
    comparison = use_shipped()
    Html(tag="h1", children=["About"])
    with Html(tag="div", class_="prose"):
        for paragraph in said["what"]:
            Html(tag="p", children=[paragraph])
        Html(tag="h2", children=["Ten questions of a sceptical finance officer"])
        Html(tag="p", class_="soft", children=[_where(comparison)])
        for number, question in enumerate(said["questions"], 1):
            _answer(number, question, comparison)
        Html(tag="h2", children=["Limitations"])
        Html(tag="ul", children=[Html(tag="li", children=[one]) for one in said["limitations"]])
        Html(tag="h2", children=["Sources and grades"])
        _grades(said["grades"])
    _sources()
    with Html(tag="div", class_="prose"):
        Html(tag="h2", children=["Version and how to cite"])
        Html(tag="p", children=[said["cite"].format(version=version("synaptic"), model=MODEL_VERSION)])


def _where(comparison: Comparison | None) -> str:
    if comparison is None:
        return "The numbers of the shipped town are being worked out; they appear below each answer in a moment."
    seeds = comparison.design.seeds
    residents = sum(place.residents for place in comparison.yardstick.places)
    return (
        f"Numbers below each answer: a town of {residents:,} residents, {comparison.design.months // 12} years, "
        f"{seeds} repeat runs. First way: doing things. Second way: making things happen. In brackets, 95 % intervals."
    )


def _answer(number: int, question: dict[str, str], comparison: Comparison | None) -> None:
    fact = FACTS.get(question.get("live", ""))
    with Html(tag="div"):
        Html(tag="h3", children=[f"{number}. {question['ask']}"])
        Html(tag="p", children=[question["answer"]])
        if fact and comparison:
            Html(tag="p", class_="fact", children=[fact(comparison, comparison.names[1])])


def _grades(meaning: dict[str, str]) -> None:
    count = Counter(card.grade for card in cards().values())
    rows = [Html(tag="li", children=[f"{grade}, {said}: {count[grade]} settings."]) for grade, said in meaning.items()]
    Html(
        tag="p",
        children=["Every setting has a card that says what it means, where it comes from, and how good that is."],
    )
    Html(tag="ul", children=rows)


def _sources() -> None:
    sections: dict[str, list[Card]] = {}
    for card in cards().values():
        sections.setdefault(card.section, []).append(card)
    for section, some in sections.items():
        called = next((card.label for card in some if card.name == "on"), section.capitalize())
        with Html(tag="details"):
            Html(tag="summary", children=[f"{called} ({len(some)})"])
            with Html(tag="div", class_="table", attributes={"tabindex": "0", "role": "region", "aria-label": called}):
                _cards(some)


def _cards(some: list[Card]) -> None:
    heads = ("Setting", "Value", "Unit", "Source", "Grade")
    with Html(tag="table", class_="wordy"):
        Html(tag="thead", children=[_row("th", heads)])
        rows = [_row("td", (card.label, str(card.value), card.unit, card.source, card.grade)) for card in some]
        Html(tag="tbody", children=rows)


def _row(tag: str, cells: tuple[str, ...]) -> Any:
    return Html(tag="tr", children=[Html(tag=tag, children=[one]) for one in cells])
