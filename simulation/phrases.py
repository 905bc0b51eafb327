"""docs/PHRASES.md: from every phrase of the essay to the mechanisms, cards and switches that it became.

The phrases and their mechanisms are data (phrases.yaml); files, cards, phases and switches are read off the code.
`python -m simulation.odd` writes the page; a test fails when it is stale or a mechanism or tool answers to no phrase.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulation.parameters import cards
from simulation.words import read_yaml

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "PHRASES.md"
MECHANISMS, TOOLS = HERE / "mechanisms", HERE.parent / "scenarios" / "tools"

HEAD = """# From the essay to the code

Each phrase of the essay, in its order and words, with the mechanisms that it became: the file of each, the phases of
the month that run it, its cards (simulation/parameters) and the switch that turns it off. `run.py ablate SCENARIO` says
what each switch does. `python -m simulation.odd` makes this page from simulation/phrases.yaml and the code.
"""

NOTHING, NONE = "nothing yet", "none"


@dataclass(frozen=True)
class Phrase:
    """Words of the essay, and what answers to them: mechanisms and tools by the names of their files."""

    phrase: str
    mechanisms: list[str]
    tools: list[str] = field(default_factory=list)
    also: str = ""


def phrases() -> list[Phrase]:
    """All of them, in the order of the essay."""
    said: list[dict[str, Any]] = read_yaml(HERE / "phrases.yaml")
    return [Phrase(**one) for one in said]


def names(folder: Path, kind: str) -> list[str]:
    """The mechanisms or tools that there are."""
    return sorted(path.stem for path in folder.glob(f"*.{kind}") if path.stem != "__init__")


def page() -> str:
    """The whole page."""
    header = "| phrase | mechanism | file | phases of the month | cards | switch |\n|---|---|---|---|---|---|"
    rows = [row for one in phrases() for row in _rows(one)]
    return "\n".join([HEAD, header, *rows]) + "\n"


def _rows(one: Phrase) -> Iterator[str]:
    said = [_mechanism(name) for name in one.mechanisms] + [_tool(name) for name in one.tools]
    said += [[one.also, "", "", "", ""]] if one.also else []
    for number, cells in enumerate(said or [[NOTHING, "", "", "", ""]]):
        yield f"| {' | '.join([f'“{one.phrase}”' if number == 0 else '', *cells])} |"


def _mechanism(name: str) -> list[str]:
    from simulation.world import PHASES

    own = [phase for phase in PHASES if phase.run.__module__ == f"simulation.mechanisms.{name}"]
    sections = sorted({name, *(phase.switch for phase in own)} & {card.section for card in cards().values()})
    count = {section: sum(card.section == section for card in cards().values()) for section in sections}
    switches = [f"`{section}.on`" for section in sections if f"{section}.on" in cards()]
    return [
        _title(MECHANISMS / f"{name}.py"),
        f"[{name}.py](../simulation/mechanisms/{name}.py)",
        ", ".join(phase.name for phase in own) or NONE,
        ", ".join(f"[{one}](../simulation/parameters/{one}.yaml) ({n})" for one, n in count.items()) or NONE,
        ", ".join(switches) or NONE,
    ]


def _title(path: Path) -> str:
    """What a mechanism's file says that it is."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def _tool(name: str) -> list[str]:
    title = str(read_yaml(TOOLS / f"{name}.yaml").get("title", name))
    return [f"{title} (a tool)", f"[{name}.yaml](../scenarios/tools/{name}.yaml)", "", "", f"`+{name}`"]
