"""The tools that a study switches on and off: found beside its file, in its own folder or in the library."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from simulation.experiments.studies.inputs import SWITCH, TOOL, Range
from simulation.scenario.tools import Tool, named
from simulation.strict_yaml import Node, ScenarioError

KEPT = "tools"
"""The folder beside a study that holds tools of its own; in a study's folder, all that it switches, as resolved."""


def tool(said: str, where: str, folder: Path) -> Tool:
    """The tool that `rationing@24` or `ours.yaml` names in a study that lies in a folder. Raises ScenarioError."""
    name, at, begins = said.partition("@")
    kept = folder / KEPT / f"{Path(name).stem}.yaml"
    if kept.is_file():
        return named(f"{kept.name}{at}{begins}", where, kept.parent)
    return named(said, where, folder, Path.cwd())


def switch(said: str, where: str, folder: Path) -> Range:
    """What a tool is as an input: off or on. Raises ScenarioError where there is no such tool."""
    return Range(0.0, 1.0, tool(said, where, folder).title, "S", 0.5, TOOL, True, (0, 1))


def read_tools(node: Node, folder: Path) -> Iterator[tuple[str, Range]]:
    """The tools that a study's file lists."""
    if not isinstance(node.value, tuple) or not all(isinstance(one.value, str) for one in node.value):
        raise ScenarioError(f"{node.where}: tools must be a list, such as `tools: [pooled_budgets, rationing@24]`.")
    for one in node.value:
        yield f"{SWITCH}{one.value}", switch(str(one.value), one.where, folder)


def tools_among(inputs: Iterable[str], where: str, folder: Path) -> dict[str, Tool]:
    """The tools among inputs, by the input's name."""
    return {name: tool(name.removeprefix(SWITCH), where, folder) for name in inputs if name.startswith(SWITCH)}


def fingerprint(used: Tool) -> str:
    """12 hex digits of what a tool changes."""
    said = json.dumps([change.said() for change in used.changes], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def kept(inputs: Collection[str], where: str, folder: Path) -> Mapping[str, str]:
    """The text of each tool's file by its name, with months counted from its first.

    Raises ScenarioError where two tools would share a name.
    """
    files = dict[str, str]()
    for said in (name.removeprefix(SWITCH).partition("@")[0] for name in inputs if name.startswith(SWITCH)):
        name = f"{Path(said).stem}.yaml"
        if files.setdefault(name, text := _text(tool(said, where, folder))) != text:
            raise ScenarioError(f"{where}: two different tools are called {Path(said).stem}. Call one by another name.")
    return files


def _text(used: Tool) -> str:
    said: dict[str, object] = {"title": used.title, "description": used.description}
    said["schedule"] = [change.said() for change in used.changes]
    return "".join(f"{name}: {json.dumps(one, ensure_ascii=False)}\n" for name, one in said.items() if one)
