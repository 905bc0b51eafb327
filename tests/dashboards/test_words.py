"""No jargon reaches a user: not in words, stories, narration, cards or reports; and every word there is gets used."""

import doctest
import html
import re
from itertools import chain
from pathlib import Path

import pytest

import dashboards
from dashboards.asking import files, permalink
from simulation import words as spoken
from simulation.chronicle.vocabulary import Why, label
from simulation.parameters import cards
from simulation.stories import agency, filing, group, names, narration, pair, person, seen, situation
from simulation.strict_yaml import ScenarioError
from simulation.words import CODE_NAME, FILE, jargon, plainly, read_yaml, words

SOURCES = Path(dashboards.__file__).parent
TITLES = ("doing things", "making things happen")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Theta is 0.3", ["Theta"]),
        ("it stops at M*.", ["M*"]),
        ("synapses and Quintiles", ["synapses", "Quintiles"]),
        ("20 seeds", ["seeds"]),
        ("a synaptic approach", []),
        ("a synaptic, truly synaptic approach", ["synaptic"]),
        ("Synaptic", []),
        ("set effort.connecting_share to 0.3", ["effort.connecting_share"]),
        ("unmet_need", ["unmet_need"]),
        ("service users", ["service users"]),
        ("proceeds, seeded lawn, no clientele", []),
        ("a failing council is no winner", ["failing", "winner"]),
        ("working links, repeat runs, a fifth of neighbourhoods", []),
    ],
)
def test_jargon_is_found(text, found):
    assert jargon(text) == found


def test_every_banned_word_has_a_plain_one_and_none_of_them_is_jargon():
    for word, instead in words()["banned"].items():
        assert word == "synaptic" or jargon(word) == [word]
        assert jargon(instead) == []
        assert plainly(word.capitalize()) == instead
    assert plainly("effort.connecting_share") == "effort, connecting share"


def everything(said):
    """All texts of a file of words, banned ones left out."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for one in said:
            yield from everything(one)
    elif isinstance(said, dict):
        for key, one in said.items():
            yield from everything(one) if key != "banned" else ()
    else:
        raise TypeError(f"{said!r} is not a text: YAML reads no, yes and numbers without quotes as something else")


def test_the_words_themselves():
    for text in everything(words()):
        assert jargon(re.sub(r"{\w+}", "", text)) == []
    for text in everything(read_yaml(Path(names.__file__).with_name("names.yaml"))):
        assert jargon(text) == []


BY_DATA = ("banned", "reasons", "why", "endings")
"""Sections whose names are what the model recorded: see `test_every_reason_has_its_words`."""


def test_every_sentence_is_used_somewhere():
    folders = (SOURCES, Path(spoken.__file__).parent)
    code = " ".join(path.read_text() for folder in folders for kind in ("*.py", "*.js") for path in folder.rglob(kind))
    for section, said in words().items():
        for name in said if isinstance(said, dict) and section not in BY_DATA else ():
            in_python, in_script = rf"[\"']{name}[\"']", rf"words\.{name}\b|\b{name}[,}} ].*= .*words"
            used = re.search(in_python, code) or re.search(in_script, code)
            assert used, f"{section}.{name} of {FILE.name} is never said"


def test_every_reason_has_its_words():
    services = [label(why) for why in (*list(Why)[1:9], Why.NO_PROVIDER_WITH_HOURS)]
    assert set(words()["reasons"]) == set(services)
    assert set(words()["why"]) == {label(why) for why in (*list(Why)[1:17], Why.NO_PROVIDER_WITH_HOURS)}
    endings = (Why.THE_NEED_IS_OVER, Why.CRISIS_IS_BEYOND_GROUPS, Why.THE_GROUP_ENDED, Why.HELP_LAPSED)
    assert set(words()["endings"]) == set(map(label, endings))


def clean(text):
    assert jargon(text) == [], text


@pytest.mark.slow
def test_every_story_of_two_recorded_worlds(worlds):
    told = []
    for world in worlds:
        for key in world.people["key"][world.people["key"] > 0].tolist():
            told += [" ".join(said) for _, said in person.story(world, key).told()]
        for key in world.groups["key"][world.groups["key"] > 0].tolist():
            told += [" ".join(said) for _, said in group.story(world, key).told()]
        for service in range(4):
            told += [" ".join(said) for _, said in agency.story(world, service).told()]
    for text in set(told):
        clean(text)
    assert len(told) > 10_000
    for key in worlds[0].people["key"][worlds[0].people["key"] > 0].tolist()[::10]:
        clean(" ".join(pair.side_by_side(*(person.story(world, key) for world in worlds), TITLES).why))


def test_every_narration_of_two_recorded_worlds(worlds):
    for month in range(120):
        clean(" ".join(chain(*narration.month(worlds, month))))
    for year in range(1, 11):
        clean(" ".join(chain(*narration.year(worlds, year))))


def clean_but_for_names(said):
    """What is said of a mistake may give back what its writer wrote, and names that one can write there instead."""
    keys = sorted(cards(), key=len, reverse=True)
    assert jargon(re.sub("|".join(["'[^']*'", *map(re.escape, keys), CODE_NAME.pattern]), "…", said)) == [], said


@pytest.mark.parametrize(
    "path", sorted((SOURCES.parent / "tests" / "bad_scenarios").glob("*.yaml")), ids=lambda p: p.stem
)
def test_what_is_said_of_a_file_that_is_wrong(path):
    with pytest.raises(ScenarioError) as told:
        files.load("mine.yaml", path.read_bytes())
    clean_but_for_names(str(told.value))


NOT_HERE = (
    "#" * 70_000,
    "schedule: [{from: 24, effort: {lag: 3}}]",
    "with: [{tool: rationing, from: 24}]",
    "extends: /etc",
)


@pytest.mark.parametrize("content", NOT_HERE, ids=lambda content: content[:20])
def test_what_is_said_of_a_file_that_only_the_command_line_takes(content):
    with pytest.raises(ScenarioError) as told:
        files.load("mine.yaml", content.encode())
    clean_but_for_names(str(told.value))


LINKS = (
    "effort.lag=900", "effort.lag=many", "effort.laag=3", "seeds=3", "years=0", "years=x", "world=mars", "model=none",
    "world=own", "world=own&place=nothing", 'world=own&place={"name":"A","residents":-1}', "ladder.functional_up=[1]",
    "effort.connecting_share=nan", "connecting.on=maybe", "place.residents=5", "title=%07", "x" * 20_000,
    "a=1&b=2&c=3&d=4&e=5", "run.settling_months=",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link[:20])
def test_what_is_said_of_a_link_that_is_wrong(link):
    _, complaints = permalink.read(link)
    assert complaints
    for one in complaints:
        clean_but_for_names(one)


@pytest.mark.parametrize("key", list(cards()))
def test_cards(key):
    for text in (cards()[key].label, cards()[key].meaning, cards()[key].source, cards()[key].unit):
        clean(text)


def test_the_report(two_villages, tmp_path):
    from simulation.experiments.design import plan
    from simulation.outputs.store import answer, write
    from simulation.scenario import Scenario

    ways = [
        Scenario.load(two_villages).with_changes({"run.years": 2, "run.settling_months": 24} | changes)
        for changes in ({}, {"effort.connecting_share": 0.3, "effort.earliness": 0.6})
    ]
    write(tmp_path, answer(plan(ways, seeds=2), 1, lambda _: None), "compare")
    text = (tmp_path / "report.html").read_text()
    shown = re.sub(r"(?s)<(script|style|code|pre)\b.*?</\1>", " ", text)
    visible = html.unescape(re.sub(r"<[^>]+>", " ", shown))
    assert "synaptic" in visible
    clean(visible)


@pytest.mark.parametrize("module", [spoken, names, filing, seen, situation], ids=lambda module: module.__name__)
def test_examples_are_true(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


def test_nothing_in_the_model_knows_the_dashboard():
    for path in (SOURCES.parent / "simulation").rglob("*.py"):
        if path.name != "commands.py":
            assert not re.search(r"^\s*(from|import) (dashboards|solara)", path.read_text(), re.MULTILINE), path
