"""Scenario files: where they are found, and which extends which."""

from collections.abc import Mapping
from pathlib import Path

from simulation.parameters import ROOT
from simulation.strict_yaml import Node, ScenarioError, nearest, read, some_of

LIBRARY = ROOT / "scenarios"

BEHIND = ("tools", "events")
"""Folders of files that are no scenarios, and go with any."""

STUDIES = "studies"

type Layer = Mapping[str, Node]


def read_chain(source: str) -> dict[Path, Layer]:
    """The files of a chain of `extends`, the root first. Raises ScenarioError."""
    path = _find(source, Path.cwd(), "")
    chain: dict[Path, Layer] = {}
    while True:
        said = read(path, shown(path)).value
        assert isinstance(said, Mapping)
        if {"question", "ways"} <= set(said):
            raise ScenarioError(is_a_study(shown(path)))
        chain[path] = said
        if "extends" not in said:
            return dict(reversed(chain.items()))
        parent = said["extends"]
        if not isinstance(parent.value, str) or not parent.value.strip():
            raise ScenarioError(
                f"{parent.where}: extends must name one scenario, such as `extends: worlds/market_town`."
            )
        path = _find(parent.value, path.parent, f"{parent.where}: ")
        if path in chain:
            circle = " -> ".join(shown(one) for one in [*chain, path])
            raise ScenarioError(f"{parent.where}: extends goes round in a circle ({circle}). Let one extend a world.")


def moved(chain: Mapping[Path, Layer], world: str) -> dict[Path, Layer]:
    """The same way of working in another world: its files instead of those up to the last one that says `places`.

    Raises ScenarioError where nothing of the chain would be left.
    """
    said = [path for path, layer in chain.items() if "places" in layer]
    own = list(chain)[list(chain).index(said[-1]) + 1 :] if said else list(chain)
    if not own:
        raise ScenarioError(f"{shown(said[-1])} says its own places, so it cannot go to another world, {world}.")
    return read_chain(world) | {path: chain[path] for path in own}


def _find(said: str, folder: Path, where: str) -> Path:
    """The file that `said` names: a file name from `folder`, or a bare name in the library."""
    names = [LIBRARY / f"{said}.yaml", LIBRARY / "worlds" / f"{said}.yaml", folder / f"{said}.yaml", folder / said]
    files = [folder / said, LIBRARY / said]
    for path in files if said.endswith((".yaml", ".yml")) else names:
        if (found := file_at(path)) is not None:
            return found
    if said.strip() and _is_folder(folder / said):
        raise ScenarioError(f"{where}{said[:80]!r} is a folder, not a scenario. Name a file in it.")
    if said in {path.stem for shelf in BEHIND for path in (LIBRARY / shelf).glob("*.yaml")}:
        raise ScenarioError(f"{where}{goes_behind(said)}")
    if file_at(LIBRARY / STUDIES / f"{said}.yaml") is not None:
        raise ScenarioError(f"{where}{is_a_study(said)}")
    shipped = [path.relative_to(LIBRARY).with_suffix("") for path in sorted(LIBRARY.rglob("*.yaml"))]
    library = [str(path) for path in shipped if path.parent.name not in (*BEHIND, STUDIES)]
    close = nearest(said, library) or nearest(Path(said).stem, library)
    ways = [name for name in library if "/" not in name]
    known = f"Name a file, a world under scenarios/worlds, or one of {some_of(ways)}."
    mend = f"Did you mean {close}?" if close else known
    raise ScenarioError(f"{where}there is no scenario {said[:80]!r}. {mend}")


def goes_behind(name: str) -> str:
    """What to say to somebody who takes a tool or an event for a scenario."""
    return f"{name} is no scenario, but goes with any. Write it behind one, such as doing_things+{name}."


def is_a_study(name: str) -> str:
    """What to say to somebody who takes a study for a scenario."""
    return f"{name} is a study, not a scenario. What it asks and what it takes: run.py study {name} --dry-run."


def file_at(path: Path) -> Path | None:
    """The path of a file that is there."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, ValueError):
        return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def shown(path: Path) -> str:
    """How to call a file in a message: from this project or the folder one works in, where it lies there."""
    for folder in (ROOT, Path.cwd()):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return str(path)


def first_line(layer: Layer) -> str:
    """Where a file's first entry stands."""
    return next((node.where for node in layer.values()), "")
