"""What a study's file may say, field by field; what it may not is told with its line and how to mend it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from simulation.experiments.compare import idle
from simulation.experiments.studies.designs import Design
from simulation.experiments.studies.inputs import LEVER, TOOL, UNCERTAINTY, Range, read_levers, read_uncertainties
from simulation.experiments.studies.outcomes import USUAL, outcomes
from simulation.experiments.studies.switches import read_tools, tools_among
from simulation.scenario import LIBRARY, Scenario
from simulation.scenario.files import file_at
from simulation.strict_yaml import Node, ScenarioError, nearest

STUDIES = LIBRARY / "studies"
HELD, DRAWN = "held", "drawn"

FIELDS = (
    "title", "question", "ways", "worlds", "years", "seeds", "others", "uncertainties", "levers", "tools", "design",
    "outcomes", "made_of",
)  # fmt: skip
GROUPS = {UNCERTAINTY: "uncertainties", LEVER: "levers", TOOL: "tools"}
"""What may vary, by its role."""

EXAMPLES = {"question": "question: Which tools help?", "ways": "ways: [doing_things, making_things_happen]"}


def check_fields(said: Mapping[str, Node], shown: str) -> None:
    """Refuse what no study has, and a file without what every study needs."""
    for name, node in said.items():
        if name not in FIELDS:
            close = nearest(name, FIELDS)
            mend = f"Did you mean {close}?" if close else f"There are {', '.join(FIELDS[:-1])}."
            raise ScenarioError(f"{node.where}: {name} is nothing that a study has. {mend}")
    for name, example in EXAMPLES.items():
        if name not in said:
            raise ScenarioError(f"{shown}:1: this study has no {name}. Add a line such as `{example}`.")
    if "design" in said and mapping(said["design"]).get("kind", said["design"]).value == "list":
        for name in ("uncertainties", "levers", "tools"):
            if name in said:
                where = said[name].where
                raise ScenarioError(f"{where}: what varies is said by the columns of the list. Leave out {name}.")


def read_inputs(
    said: Mapping[str, Node], design: Design, ways: Callable[[], Sequence[Scenario]], folder: Path
) -> dict[str, Range]:
    """What varies, uncertainties first. ways: every way of working in every world. folder: of the study."""
    policies = list(read_levers(said["levers"])) if "levers" in said else []
    if "tools" in said:
        policies += read_tools(said["tools"], folder)
        _check_tools(said["tools"].where, [name for name, _ in policies], ways, folder)
    found, tried = list[tuple[str, Range]](), [name for name, _ in policies]
    if "uncertainties" in said:
        found += read_uncertainties(said["uncertainties"], ways, lambda: _idle(ways(), tried, folder))
    _check_inputs([*found, *policies], design, said)
    return dict([*found, *policies])


def find(said: str) -> Path:
    """A study's file, by its path or its bare name."""
    for path in (Path(said), STUDIES / f"{said}.yaml"):
        if (found := file_at(path)) is not None:
            return found
    known = sorted(path.stem for path in STUDIES.glob("*.yaml"))
    close = nearest(Path(said).stem, known)
    mend = f"Did you mean {close}?" if close else f"Name a file, or one of {', '.join(known)}."
    raise ScenarioError(f"There is no study {said[:80]!r}. {mend}")


@contextmanager
def located(where: str) -> Iterator[None]:
    """Say where a study names something, in messages that do not say where they come from themselves."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(str(error) if re.match(r".+?\.ya?ml:\d+: ", str(error)) else f"{where}: {error}") from None


def mapping(node: Node | None) -> Mapping[str, Node]:
    """The settings under a name; none where it holds something else."""
    return node.value if node is not None and isinstance(node.value, Mapping) else {}


def names(node: Node, named: str, folder: Path) -> tuple[str, ...]:
    """A list of scenarios or worlds; a file of one's own is looked for from the study's folder first."""
    items = node.value if isinstance(node.value, tuple) else ()
    if not items or not all(isinstance(one.value, str) for one in items):
        raise ScenarioError(f"{node.where}: {named} must be a list, such as `{named}: [{_FIRST[named]}]`.")
    said = [str(one.value) for one in items]
    stems = [Path(one).stem for one in said] if named == "worlds" else said
    if len(set(stems)) < len(stems):
        raise ScenarioError(f"{node.where}: {named} names one twice. Keep one of them.")
    return tuple(_from(folder, one) for one in said)


_FIRST = {"ways": "doing_things, making_things_happen", "worlds": "market_town, county"}


def _from(folder: Path, said: str) -> str:
    """A way's or a world's name with every file of one's own in it, tools behind it too, by its whole path."""

    def found(part: str) -> str:
        name, at, begins = part.partition("@")
        own = file_at(folder / name) if name.endswith((".yaml", ".yml")) else None
        return f"{own}{at}{begins}" if own else part

    return "+".join(map(found, said.split("+")))


def _idle(ways: Sequence[Scenario], policies: Sequence[str], folder: Path) -> set[str]:
    """Mechanisms that do nothing in this study: neither a way of working nor a policy that it tries chooses them."""
    tools = tools_among(policies, "tools", folder).values()
    tried = {name.partition(".")[0] for name in policies}
    return idle([*ways, ways[0].using(tools)]) - tried


def others(node: Node | None) -> str:
    """What becomes of assumptions that are no inputs. Raises ScenarioError."""
    if node is not None and node.value not in (HELD, DRAWN):
        raise ScenarioError(f"{node.where}: others must be held, or drawn anew with every seed: `others: drawn`.")
    return str(node.value) if node else HELD


def outcomes_of(node: Node | None) -> tuple[str, ...]:
    """The outcomes that a study asks for. Raises ScenarioError with the nearest one where there is none."""
    if node is None:
        return USUAL
    items = node.value if isinstance(node.value, tuple) and node.value else (node,)
    for one in items:
        if one.value not in outcomes():
            close = nearest(str(one.value), outcomes())
            mend = f"Did you mean {close}?" if close else f"There are {', '.join(USUAL)} and more; see docs/STUDIES.md."
            raise ScenarioError(f"{one.where}: there is no outcome {str(one.value)[:80]!r}. {mend}")
    return tuple(dict.fromkeys(str(one.value) for one in items))


def _check_tools(where: str, inputs: Sequence[str], ways: Callable[[], Sequence[Scenario]], folder: Path) -> None:
    """Refuse to switch a tool that a way of working has anyway: without it would be with it."""
    tools = tools_among(inputs, where, folder)
    for way in ways():
        for name, tool in tools.items():
            if all(change in way.schedule for change in tool.changes):
                raise ScenarioError(
                    f"{where}: {name.partition('.')[2]} is a part of {way.title!r} anyway. Leave it out here, or there."
                )


def _check_inputs(found: list[tuple[str, Range]], design: Design, said: Mapping[str, Node]) -> None:
    """Refuse inputs that are named twice, and a design that these inputs do not suit."""
    names = [name for name, _ in found]
    where = said["design"].where if "design" in said else ""
    for name, one in found:
        if names.count(name) > 1:
            raise ScenarioError(f"{said[GROUPS[one.role]].where}: {name} is named twice. Keep one.")
    if not names and design.kind != "full_factorial":
        raise ScenarioError(
            f"{where}: nothing varies, so there is nothing to sample. Name uncertainties, levers or tools."
        )
    if design.kind == "fractional_factorial":
        for name, one in found:
            if len(one.levels) > 2:
                raise ScenarioError(
                    f"{where}: {name} has {len(one.levels)} values, but a fractional factorial tries two of each input."
                )
