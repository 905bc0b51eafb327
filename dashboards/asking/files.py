"""A choice as a scenario file, and a file of one's own as a choice."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dashboards.asking import choice as choices
from dashboards.asking.choice import HOME, OWN, WORLDS, Choice, shipped
from dashboards.asking.permalink import MOST_LETTERS, query
from simulation.scenario import LIBRARY, Scenario
from simulation.strict_yaml import Node, ScenarioError, read

MOST_BYTES = 65_536
"""Of a file of one's own, so that looking it through holds up nobody else; what a link can say takes a quarter."""


def to_yaml(choice: Choice) -> str:
    """The second way of working as a file that says only what changes; loading it gives the same choice."""
    scenario = choice.pair()[1]
    own = choice.world == OWN
    parent = HOME if own else choice.world
    lines = [f"extends: worlds/{parent}"]
    lines += [f"title: {_json(scenario.title)}", f"description: {_json(scenario.description)}"]
    lines += ["places:", *(f"  - {_json(dict(place))}" for place in choice.places)] if own else []
    section = ""
    for key, value in scenario.values.items():
        if value != shipped(parent)[key]:
            head, _, name = key.partition(".")
            lines += [f"{head}:"] if head != section else []
            section = head
            lines.append(f"  {name}: {_json(value)}")
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def load(name: str, content: bytes) -> Choice:
    """The choice that a file of one's own says. Raises ScenarioError with what the command line would say.

    A file from a browser may extend what is shipped, and names nothing else of this machine: tools are files too. So
    it is looked through before anything that it names is opened.
    """
    shown = _harmless(name)
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"{shown} is larger than {MOST_BYTES // 1024} kB, so it is no scenario. Name another file.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / shown
        path.write_bytes(content)
        try:
            _look_through(read(path, shown))
            return _linkable(choices.of(Scenario.load(path)), shown)
        except ScenarioError as error:
            raise ScenarioError(str(error).replace(f"{path.parent}/", "").replace(str(path.resolve()), shown)) from None


def _harmless(name: str) -> str:
    """A file name that can only be a file name."""
    letters = "".join(one if one.isalnum() or one in "-_. " else "_" for one in Path(name).name)
    stem = letters.removesuffix(".yaml").removesuffix(".yml").strip(". ")[:60]
    return f"{stem or 'scenario'}.yaml"


def _look_through(said: Node) -> None:
    """Raise a ScenarioError where a file names others that are not shipped, or changes in the course of time."""
    assert isinstance(said.value, Mapping)
    for name in ("schedule", "with"):
        if name in said.value:
            raise choices.too_changeful(said.value[name].where)
    if "extends" in said.value:
        _check_parent(said.value["extends"])


def _check_parent(parent: Node) -> None:
    if not isinstance(parent.value, str):
        return
    library = {one.relative_to(LIBRARY).with_suffix("").as_posix() for one in LIBRARY.rglob("*.yaml")}
    known = library | {name.removeprefix("worlds/") for name in library}
    if parent.value.removesuffix(".yaml") not in known:
        raise ScenarioError(
            f"{parent.where}: here a scenario can extend what is shipped and nothing else. "
            f"Name {' or '.join(f'worlds/{world}' for world in WORLDS)}."
        )


def _linkable(choice: Choice, shown: str) -> Choice:
    if len(query(choice)) > MOST_LETTERS:
        raise ScenarioError(f"{shown} says too much for the dashboard. Use the command line: run.py compare {shown}.")
    return choice
