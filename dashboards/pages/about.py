"""The page that says what this is, what it is not, and where its numbers come from."""

from collections import Counter
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import solara
import yaml

from dashboards.pages.facts import FACTS, setting
from dashboards.pages.standing import use_shipped
from simulation.kernels import MODEL_VERSION
from simulation.parameters import Card, cards
from simulation.words import listed

Html = solara.v.Html

SETTING = "setting"
QUOTES = {SETTING: setting, **FACTS}
WORKING = "The numbers of the shipped town are being worked out; they appear below each answer in a moment."


@cache
def texts() -> dict[str, Any]:
    """The page's words, from about.yaml."""
    return dict(yaml.safe_load((Path(__file__).parent / "about.yaml").read_text(encoding="utf-8")))


def limitations() -> list[str]:
    """What the model cannot tell, and which mechanisms it does not have."""
    said = texts()
    return [*said["limitations"], f"{listed(said['missing']).capitalize()} are not in the model yet."]


@solara.component
def About() -> None:
    """What this is, ten questions with answers, sources and grades, limits, version and how to cite."""
    said = texts()
    quoted, trouble = use_shipped(QUOTES)
    Html(tag="h1", children=["About"])
    with Html(tag="div", class_="prose"):
        for paragraph in said["what"]:
            Html(tag="p", children=[paragraph])
        Html(tag="h2", children=["Ten questions of a sceptical finance officer"])
        Html(tag="p", class_="soft", children=[trouble or quoted.get(SETTING) or WORKING])
        for number, question in enumerate(said["questions"], 1):
            _answer(number, question, quoted)
        Html(tag="h2", children=["Limitations"])
        Html(tag="ul", children=[Html(tag="li", children=[one]) for one in limitations()])
        Html(tag="h2", children=["Sources and grades"])
        _grades(said["grades"])
    _sources()
    with Html(tag="div", class_="prose"):
        Html(tag="h2", children=["Version and how to cite"])
        Html(tag="p", children=[said["cite"].format(version=version("synaptic"), model=MODEL_VERSION)])


def _answer(number: int, question: dict[str, str], quoted: dict[str, str]) -> None:
    with Html(tag="div"):
        Html(tag="h3", children=[f"{number}. {question['ask']}"])
        Html(tag="p", children=[question["answer"]])
        if question.get("live") in quoted:
            Html(tag="p", class_="fact", children=[quoted[question["live"]]])


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
