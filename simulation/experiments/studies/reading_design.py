"""What a study's file may say of its design; what it may not is told with its line and how to mend it."""

from collections.abc import Mapping

from simulation.experiments.studies.designs import MOST_POINTS, SAMPLED, SETTINGS, Design
from simulation.strict_yaml import Node, ScenarioError, nearest


def read_design(node: Node | None) -> Design:
    """The design that a study names; every combination of levels unless said. Raises ScenarioError."""
    if node is None:
        return Design("full_factorial", levels=_levels(None, "full_factorial"))
    said = node.value if isinstance(node.value, Mapping) else {"kind": node}
    kind = said["kind"].value if "kind" in said else None
    if not isinstance(kind, str) or kind not in SETTINGS:
        close = nearest(str(kind), SETTINGS)
        mend = f"Did you mean {close}?" if close else f"There are {', '.join(SETTINGS)}."
        raise ScenarioError(f"{node.where}: there is no design {str(kind)!r}. {mend}")
    for name in said:
        if name not in ("kind", *SETTINGS[kind]):
            known = ", ".join(SETTINGS[kind]) or "no settings"
            raise ScenarioError(f"{said[name].where}: {name} is nothing that a {kind} design has; it has {known}.")
    if kind in SAMPLED and "samples" not in said:
        raise ScenarioError(f"{node.where}: a {kind} design needs samples, such as `samples: 64`.")
    if kind == "list" and not isinstance(said["file"].value if "file" in said else None, str):
        raise ScenarioError(f"{node.where}: a list needs the file that holds it, such as `file: points.csv`.")
    file = str(said["file"].value) if "file" in said else ""
    return Design(
        kind, _samples(said["samples"], kind) if "samples" in said else (),
        whole(said["seed"], "seed", 0, 2**31) if "seed" in said else 1,
        _levels(said.get("levels"), kind), _truth(said.get("second_order")), file,
    )  # fmt: skip


def _samples(node: Node, kind: str) -> tuple[int, ...]:
    items = node.value if isinstance(node.value, tuple) and node.value else (node,)
    samples = tuple(whole(item, "samples", 1, MOST_POINTS) for item in items)
    if kind == "sobol" and sum(samples).bit_count() != 1:
        raise ScenarioError(
            f"{node.where}: samples is {sum(samples)}, but Sobol's scheme is balanced for powers of two alone. Write "
            f"{1 << (sum(samples).bit_length() - 1)} or {1 << sum(samples).bit_length()}."
        )
    return samples


def _levels(node: Node | None, kind: str) -> int:
    if kind not in ("full_factorial", "one_at_a_time", "morris"):
        return 0
    levels = whole(node, "levels", 2, 100) if node else (4 if kind == "morris" else 2)
    if kind == "morris" and levels % 2:
        raise ScenarioError(
            f"{node.where if node else ''}: levels is {levels}, but Morris's grid needs an even number."
        )
    return levels


def _truth(node: Node | None) -> bool:
    if node is not None and not isinstance(node.value, bool):
        raise ScenarioError(f"{node.where}: second_order must be true or false.")
    return bool(node and node.value)


def whole(node: Node, named: str, least: int, most: int) -> int:
    """A whole number within limits. Raises ScenarioError."""
    said = node.value
    if isinstance(said, bool) or not isinstance(said, int) or not least <= said <= most:
        shown = said if isinstance(said, int | float | str) else "no number"
        raise ScenarioError(f"{node.where}: {named} is {shown}, but must be a whole number from {least:,} to {most:,}.")
    return said
