"""The page that says what this is, what it is not, and where its numbers come from."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import solara
import yaml

from dashboards.asking.levers import group
from dashboards.controls import raw, text
from dashboards.pages.facts import FACTS, setting
from dashboards.pages.standing import use_shipped
from simulation.kernels import MODEL_VERSION
from simulation.parameters import Card, cards
from simulation.words import listed

Html = solara.v.Html

SETTING = "setting"
QUOTES = {SETTING: setting, **FACTS}
JOINED = "\u2060"
"""Keeps a sign and its pound on one line."""

CARDS = "Every setting has a card that says what it means, where it comes from, and how good that is."
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
    """What this is, ten questions with answers, sources and grades, limits, version and how to cite.

    A browser puts a long text together much faster from a few pieces than from an element for every line.
    """
    said = texts()
    quoted, trouble = use_shipped(QUOTES)
    text("h1", "About")
    with Html(tag="div", class_="prose"):
        raw(said_plainly("p", said["what"]))
        text("h2", "Ten questions of a sceptical finance officer")
        text("p", trouble or quoted.get(SETTING) or WORKING, "soft")
        for number, question in enumerate(said["questions"], 1):
            raw(answered(number, question, quoted.get(question.get("live", ""), "")))
        raw(f"<h2>Limitations</h2><ul>{said_plainly('li', limitations())}</ul>")
        raw(f"<h2>Sources and grades</h2>{graded(said['grades'])}")
    raw(sources())
    with Html(tag="div", class_="prose"):
        text("h2", "Version and how to cite")
        text("p", said["cite"].format(version=version("synaptic"), model=MODEL_VERSION))


def said_plainly(tag: str, texts: Iterable[str]) -> str:
    """An element for each text, which is nothing but text whatever it looks like."""
    return "".join(f"<{tag}>{escape(one)}</{tag}>" for one in texts)


def answered(number: int, question: Mapping[str, str], fact: str) -> str:
    """A question with its answer, and what the shipped town says to it once that is known."""
    said = f"<h3>{number}. {escape(question['ask'])}</h3><p>{escape(question['answer'])}</p>"
    told = escape(re.sub("([+−])£", f"\\1{JOINED}£", fact))
    return said + (f'<p class="fact">{told}</p>' if fact else "")


def graded(meaning: Mapping[str, str]) -> str:
    """What the grades mean, and how many settings have each."""
    count = Counter(card.grade for card in cards().values())
    rows = (f"{grade}, {said}: {count[grade]} settings." for grade, said in meaning.items())
    return f"<p>{escape(CARDS)}</p><ul>{said_plainly('li', rows)}</ul>"


@cache
def sources() -> str:
    """All settings with their sources, a folded table for each part of the model."""
    sections: dict[str, list[Card]] = {}
    for card in cards().values():
        sections.setdefault(card.section, []).append(card)
    return "".join(_folded(section, some) for section, some in sections.items())


def _folded(section: str, some: Sequence[Card]) -> str:
    called = escape(group(section))
    head = said_plainly("th", ("Setting", "Value", "Unit", "Source", "Grade"))
    rows = (said_plainly("td", (card.label, str(card.value), card.unit, card.source, card.grade)) for card in some)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<details><summary>{called} ({len(some)})</summary><div class="table" tabindex="0" role="region" '
        f'aria-label="{called}"><table class="wordy"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        "</details>"
    )
