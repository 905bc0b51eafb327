"""Scenario files: where they are found, which extends which, and which tools go with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulation.parameters import ROOT
from simulation.strict_yaml import Node, ScenarioError, nearest, read, said_by_program

LIBRARY = ROOT / "scenarios"
TOOLS = LIBRARY / "tools"

type Layer = Mapping[str, Node]


@dataclass(frozen=True)
class Tool:
    """A tool of public policy that goes with a scenario: its file, and from which month and where it is used."""

    said: Layer
    where: str
    begins: int = 0
    places: tuple[str, ...] = ()


def read_files(source: str | Path) -> tuple[list[Layer], list[Tool]]:
    """The files of a chain of `extends`, the root first, and the tools that go with them.

    source: a file, or a name with tools behind it, such as `doing_things+rationing@24` (from month 24).
    """
    base, *tools = [str(source)] if Path(source).is_file() else str(source).split("+")
    layers = _layers(base)
    own = [tool for layer in layers for tool in _tools(layer)]
    return layers, own + [_named(tool, str(source)) for tool in tools]


def stem(source: str | Path) -> str:
    """What a scenario is called in outputs: the name of its file, with the tools behind it."""
    base, plus, tools = (str(source), "", "") if Path(source).is_file() else str(source).partition("+")
    return Path(base).stem + plus + tools


def _layers(source: str) -> list[Layer]:
    path = _find(source, Path.cwd(), "")
    chain: dict[Path, Layer] = {}
    while True:
        said = read(path, _shown(path)).value
        assert isinstance(said, Mapping)
        chain[path] = said
        if "extends" not in said:
            return list(reversed(chain.values()))
        parent = said["extends"]
        if not isinstance(parent.value, str) or not parent.value.strip():
            raise ScenarioError(
                f"{parent.where}: extends must name one scenario, such as `extends: worlds/market_town`."
            )
        path = _find(parent.value, path.parent, f"{parent.where}: ")
        if path in chain:
            circle = " -> ".join(_shown(one) for one in [*chain, path])
            raise ScenarioError(f"{parent.where}: extends goes round in a circle ({circle}). Let one extend a world.")


def _find(said: str, folder: Path, where: str) -> Path:
    """The file that `said` names: a file name from `folder`, or a bare name in the library."""
    names = [LIBRARY / f"{said}.yaml", LIBRARY / "worlds" / f"{said}.yaml", folder / f"{said}.yaml", folder / said]
    files = [folder / said, LIBRARY / said]
    for path in files if said.endswith((".yaml", ".yml")) else names:
        if (found := _file(path)) is not None:
            return found
    library = [str(path.relative_to(LIBRARY).with_suffix("")) for path in sorted(LIBRARY.rglob("*.yaml"))]
    close = nearest(said, library) or nearest(Path(said).stem, library)
    mend = f"Did you mean {close}?" if close else f"Name a file, or one of {', '.join(library)}."
    raise ScenarioError(f"{where}there is no scenario {said[:80]!r}. {mend}")


def _file(path: Path) -> Path | None:
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, ValueError):
        return None


def _shown(path: Path) -> str:
    """How to call a file in a message: from this project or the folder one works in, where it lies there."""
    for folder in (ROOT, Path.cwd()):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return str(path)


def first_line(layer: Layer) -> str:
    """Where a file's first entry stands."""
    return next((node.where for node in layer.values()), "")


# tools


def _tools(layer: Layer) -> Iterator[Tool]:
    """The tools that a file asks for under `with`: names, or groups such as `{tool: rationing, from: 24}`."""
    if "with" not in layer:
        return
    node = layer["with"]
    if not isinstance(node.value, tuple):
        raise ScenarioError(f"{node.where}: with must be a list of tools, such as `with: [rationing]`.")
    for one in node.value:
        yield _named(one.value, one.where) if isinstance(one.value, str) else _asked(one)


def _asked(node: Node) -> Tool:
    said = node.value
    if not isinstance(said, Mapping) or "tool" not in said or not set(said) <= {"tool", "from", "places"}:
        raise ScenarioError(
            f"{node.where}: a tool is a name or a group of tool, from and places, such as "
            "`{tool: rationing, from: 24, places: [Hillbridge]}`."
        )
    begins = month(said["from"], "from") if "from" in said else 0
    places = names(said["places"]) if "places" in said else ()
    return _read_tool(said["tool"].value, begins, places, said["tool"].where)


def _named(said: str, where: str) -> Tool:
    """The tool that `rationing` or `rationing@24` names."""
    name, at, begins = said.partition("@")
    return _read_tool(name, month(said_by_program(begins, where), "the month after @") if at else 0, (), where)


def _read_tool(name: object, begins: int, places: tuple[str, ...], where: str) -> Tool:
    known = sorted(path.stem for path in TOOLS.glob("*.yaml"))
    own = _file(Path(str(name))) if str(name).endswith((".yaml", ".yml")) else None
    path = own or (TOOLS / f"{name}.yaml" if name in known else None)
    if path is None:
        close = nearest(str(name), known)
        mend = f"Did you mean {close}?" if close else f"There are {', '.join(known)}."
        raise ScenarioError(f"{where}: there is no tool {str(name)[:80]!r}. {mend}")
    said = read(path, _shown(path)).value
    assert isinstance(said, Mapping)
    for wrong in ("extends", "places", "with"):
        if wrong in said:
            raise ScenarioError(f"{said[wrong].where}: a tool goes with any scenario, so it cannot say `{wrong}`.")
    return Tool(said, _shown(path), begins, places)


def month(node: Node, named: str) -> int:
    """A month of a run, which starts in month 0. Raises ScenarioError."""
    if isinstance(node.value, bool) or not isinstance(node.value, int) or not 0 <= node.value <= 480:
        raise ScenarioError(f"{node.where}: {named} must be a month of the run: a whole number from 0 to 480.")
    return node.value


def names(node: Node) -> tuple[str, ...]:
    """A list of places by name. Raises ScenarioError."""
    items = node.value if isinstance(node.value, tuple) else ()
    if not items or not all(isinstance(one.value, str) for one in items):
        raise ScenarioError(f"{node.where}: places must be a list of names of places, such as `places: [Hillbridge]`.")
    return tuple(str(one.value) for one in items)
