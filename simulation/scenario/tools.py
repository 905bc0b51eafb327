"""Tools of public policy, and events: files that go with any scenario, from any month, everywhere or in some places.

On the command line and in outputs they stand behind the scenario's name, as in `doing_things+rationing@24` (from month
24); in a file under `with`: `[rationing, {tool: rationing, from: 24, places: [Mill town]}]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulation.scenario.files import BEHIND, LIBRARY, Layer, file_at, shown
from simulation.scenario.schedule import Change, month, names, read_schedule, read_settings
from simulation.strict_yaml import Node, ScenarioError, nearest, printable, read, said_by_program, some_of, written

TOOLS, EVENTS = (LIBRARY / shelf for shelf in BEHIND)
MOST_TOOLS = 12
ASKED = ("tool", "from", "places")
OWN = ("title", "description", "schedule")


@dataclass(frozen=True)
class Tool:
    """A tool, or an event, as it is used: its title, description and changes. begins: the month of its first."""

    title: str
    description: str
    begins: int
    changes: tuple[Change, ...]


def split(source: str | Path) -> tuple[str, list[str]]:
    """A scenario's own name or file, and the tools that stand behind it."""
    base, *tools = [str(source)] if Path(source).is_file() else str(source).split("+")
    if not all(tool.partition("@")[0].strip() for tool in tools):
        raise ScenarioError(
            f"{source}: no tool stands behind a +. Name one there, as in doing_things+rationing, or leave it out."
        )
    return base, tools


def called(source: str | Path) -> str:
    """What a scenario is called in outputs: the name of its file, and those of its tools with their months."""
    base, tools = split(source)
    parts = [tool.partition("@") for tool in tools]
    return "+".join([Path(base).stem, *(Path(name).stem + at + begins for name, at, begins in parts)])


def tools_of(layers: Mapping[Path, Layer], behind: list[str]) -> list[Tool]:
    """The tools that a chain of files asks for, and those behind its name. Raises ScenarioError."""
    found = [tool for path, layer in layers.items() for tool in _asked_for(layer, path.parent)]
    return found + [named(one, one, Path.cwd()) for one in behind]


def _asked_for(layer: Layer, folder: Path) -> Iterator[Tool]:
    """The tools under `with`; a file of one's own is looked for from the folder of the file that asks for it."""
    if "with" not in layer:
        return
    node = layer["with"]
    if not isinstance(node.value, tuple):
        raise ScenarioError(f"{node.where}: with must be a list of tools, such as `with: [rationing]`.")
    if len(node.value) > MOST_TOOLS:
        raise ScenarioError(f"{node.where}: these are {len(node.value)} tools, but at most {MOST_TOOLS} go together.")
    for one in node.value:
        yield named(one.value, one.where, folder) if isinstance(one.value, str) else _grouped(one, folder)


def _grouped(node: Node, folder: Path) -> Tool:
    said = node.value
    group = "a tool is a name or a group of tool, from and places, such as "
    group += "`{tool: rationing, from: 24, places: [Mill town]}`."
    if not isinstance(said, Mapping) or "tool" not in said:
        raise ScenarioError(f"{node.where}: {group}")
    for name, one in said.items():
        if name not in ASKED:
            raise ScenarioError(f"{one.where}: {written(name)} is nothing that is said of a tool here; {group}")
    if not isinstance(said["tool"].value, str):
        raise ScenarioError(f"{said['tool'].where}: tool must be one name, such as `tool: rationing`; {group}")
    begins = month(said["from"], "from") if "from" in said else 0
    places = names(said["places"]) if "places" in said else ()
    return _tool(said["tool"].value, begins, places, said["tool"].where, folder)


def named(said: str, where: str, *folders: Path) -> Tool:
    """The tool that `rationing` or `rationing@24` names; a file of one's own is looked for from these folders.

    Raises ScenarioError.
    """
    name, at, begins = said.partition("@")
    first = month(said_by_program(begins, where), "the month after @") if at else 0
    return _tool(name, first, (), where, *folders)


def _tool(name: str, begins: int, places: tuple[str, ...], where: str, *folders: Path) -> Tool:
    path = _find(name, where, folders)
    layer = read(path, shown(path)).value
    assert isinstance(layer, Mapping)
    for wrong in ("extends", "places", "with"):
        if wrong in layer:
            raise ScenarioError(f"{layer[wrong].where}: a tool goes with any scenario, so it cannot say `{wrong}`.")
    title = printable(layer["title"], "title") if "title" in layer else path.stem.replace("_", " ")
    description = printable(layer["description"], "description", lines=True) if "description" in layer else ""
    changes = (*read_settings(layer, OWN), *read_schedule(layer))
    return Tool(title, description, begins, tuple(change.later(begins, places, where) for change in changes))


def _find(name: str, where: str, folders: Sequence[Path]) -> Path:
    known = {path.stem: path for shelf in (TOOLS, EVENTS) for path in sorted(shelf.glob("*.yaml"))}
    own = filter(None, (file_at(folder / name) for folder in folders))
    path = next(own, None) if name.endswith((".yaml", ".yml")) else known.get(name)
    if path is None:
        close = nearest(name, known)
        mend = f"Did you mean {close}?" if close else f"There are {some_of(list(known))}."
        raise ScenarioError(f"{where}: there is no tool or event {name[:80]!r}. {mend}")
    return path
