"""The assurance log, docs/ASSURANCE.md: what is assumed, on what, who could know better, and how it was checked.

The page in docs/ holds what the code itself says; `python -m simulation.outputs.assurance` writes it anew, and a test
fails when it is stale. `run.py assure` makes the same page with the numbers of a comparison, of all checks and of the
published patterns, which are results and so never kept in docs/.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.odd import written
from simulation.outputs.cards import plausible, value
from simulation.parameters import GRADES, ROOT, Card, cards
from simulation.words import so_many

if TYPE_CHECKING:
    from simulation.verification.check import Row
    from simulation.verification.patterns import PatternRow

PAGE = ROOT / "docs" / "ASSURANCE.md"
ASSUMED = "BCD"

OWNERS = {
    "public health analysts, with NHS and social care data": (
        "acute", "capacity", "hours", "ladder", "lifelong", "seeking", "wellbeing",
    ),
    "the council's demographers, with census and registration data": ("demography", "place", "population"),
    "the council's finance officers": ("appraisal", "borrowing", "budget", "payers", "pooling", "service"),
    "the council's service managers": (
        "connecting", "coproduction", "demand", "effort", "hand_off", "innovation", "understanding",
    ),
    "the voluntary sector's infrastructure body, with surveys of volunteers": (
        "activation", "assets", "burnout", "groups", "incentives", "public_realm", "routing", "synapse", "ties",
        "trust",
    ),
    "the council's economists, with labour market and environmental statistics": (
        "commons", "growth", "jobs", "tax_base",
    ),
    "the council's commissioners, with the books of their providers": ("market",),
    "political scientists": ("politics",),
    "the authors of the model": ("run",),
}  # fmt: skip
"""Who could replace a guess by a figure, and the sections of cards that are theirs."""

STATUS = (
    "No result stands on this page, since results belong to a version of the model. `run.py assure --out "
    "results/assurance.md` writes the same page with them: how far each assumption goes with the difference between "
    "two ways of working, what every check found, and what the settled town shows of published patterns."
)


def made(ways: Sequence[str], runs: int) -> str:
    """What the numbers of a filled page are of, and how many of its correlations chance alone would make.

    Spearman's rank correlation of two things that have nothing to do with each other has standard deviation
    1 / sqrt(runs - 1).
    """
    from simulation.kernels import MODEL_VERSION

    by_chance = 1.96 / (runs - 1) ** 0.5
    return (
        f"Results of model {MODEL_VERSION}: {ways[1]} against {ways[0]}, {so_many(runs, 'repeat run')}. *Goes with the "
        "difference* is the rank correlation of what was drawn for a setting with the difference in avoidable crises. "
        f"Of settings that have nothing to do with it, one in twenty lies beyond ±{by_chance:.2f} by chance alone. Not "
        "asked are settings that are not drawn, and those of tools that neither way chooses."
    )


def owner(card: Card) -> str:
    """Who could know better. Raises StopIteration for a section that nobody owns."""
    return next(who for who, sections in OWNERS.items() if card.section in sections)


def assumptions(sensitivity: Mapping[str, float] | None = None) -> str:
    """A table for each owner: every assumption below grade A, most sensitive first where that is known.

    sensitivity: Spearman's rank correlation of each drawn assumption with a difference, by its key.
    """
    assumed = [card for card in cards().values() if card.grade in ASSUMED and not isinstance(card.value, bool)]
    return "\n\n".join(
        f"#### {who[0].upper()}{who[1:]}\n\n{_log(list(held), sensitivity)}"
        for who, held in groupby(sorted(assumed, key=lambda card: list(OWNERS).index(owner(card))), key=owner)
    )


def _log(held: Sequence[Card], sensitivity: Mapping[str, float] | None) -> str:
    known = sensitivity or {}
    ordered = sorted(held, key=lambda card: -abs(known.get(card.key, 0.0)))
    header = ["setting", "assumed", "unit", "plausible", "effect", "grade", "on what"]
    rows = [
        [f"`{c.key}`", value(c.value), c.unit, plausible(c), c.effect or "", c.grade, c.source]
        + ([f"{known[c.key]:+.2f}" if c.key in known else "not asked"] if sensitivity is not None else [])
        for c in ordered
    ]
    return table([*header, "goes with the difference"] if sensitivity is not None else header, rows)


def grades() -> str:
    """How many settings stand on what."""
    held = [card for card in cards().values() if not isinstance(card.value, bool)]
    counts = {grade: sum(card.grade == grade for card in held) for grade in GRADES}
    effects = {grade: sum(card.grade == grade and card.effect is not None for card in held) for grade in GRADES}
    return table(
        ["grade", "what it means", "settings", "of these, strengths or harms of a way of working"],
        [[grade, GRADES[grade], str(counts[grade]), str(effects[grade])] for grade in GRADES],
    )


def checks(rows: Iterable["Row"] | None = None) -> str:
    """The checks of `run.py verify`: what they are, or what they found."""
    from simulation.verification import CHECKS

    if rows is None:
        told = [[one.mechanism, one.name, f"`{one.function}`", one.step, one.source] for one in CHECKS]
        return table(["mechanism", "check", "function", "step", "source"], told)
    header = ["mechanism", "check", "quantity", "expected", "got", "tolerance", "verdict"]
    return table(
        header,
        [
            [row.mechanism, row.check, row.quantity, f"{row.expected:.5g}", f"{row.got:.5g}", f"{row.tolerance:.3g}",
             row.verdict]
            for row in rows
        ],
    )  # fmt: skip


def patterns(rows: Iterable["PatternRow"] | None = None) -> str:
    """The published patterns: what is accepted, or what the settled town shows."""
    from simulation.verification.patterns import PATTERNS

    if rows is None:
        told = [
            [
                str(one.number),
                one.name,
                "; ".join(f"{a.quantity} {a.low:g} to {a.high:g}" for a in one.accept),
                one.source,
            ]
            for one in PATTERNS
        ]
        return table(["", "pattern", "accepted", "evidence rows"], told)
    return table(
        ["", "pattern", "quantity", "accepted", "mean", "spread over towns", "verdict"],
        [
            [str(row.number), row.pattern, row.quantity, f"{row.low:g} to {row.high:g}", f"{row.mean:.4g}",
             f"{row.spread:.2g}", row.verdict]
            for row in rows
        ],
    )  # fmt: skip


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def refreshed(page: str) -> str:
    """The page with what the code itself says, and no numbers of any run."""
    parts = {"grades": grades(), "assumptions": assumptions(), "checks": checks(), "patterns": patterns()}
    return written(page, parts | {"status": STATUS})


def filled(
    status: str, sensitivity: Mapping[str, float], found: Iterable["Row"], shown: Iterable["PatternRow"]
) -> str:  # fmt: skip
    """The page with the numbers of runs. status: what they are of."""
    parts = {"status": status, "assumptions": assumptions(sensitivity), "checks": checks(found)}
    parts |= {"patterns": patterns(shown)}
    return written(refreshed(PAGE.read_text(encoding="utf-8")), parts)


def write(path: Path = PAGE) -> None:
    """Write the page in docs/ anew."""
    path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
