"""The parts of docs/ODD.md that the code itself says: a month, the settings that are held, and the tables of cards.

`python -m simulation.odd` writes them into the page, and docs/PHRASES.md beside it; tests fail when they are stale.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from simulation import phrases
from simulation.parameters import Card, cards

PAGE = Path(__file__).parent.parent / "docs" / "ODD.md"


def schedule() -> str:
    """The phases of a month, in order, as a Markdown list."""
    from simulation.world import PHASES

    return "\n".join(
        f"{number}. *{phase.name}*: {(phase.run.__doc__ or '').splitlines()[0]} (`{phase.run.__module__}`)"
        for number, phase in enumerate(PHASES, 1)
    )


def _shown(card: Card) -> str:
    value = ", ".join(f"{v:g}" for v in card.value) if isinstance(card.value, tuple) else str(card.value)
    return value.lower() if isinstance(card.value, bool) else value


def _plausible(card: Card) -> str:
    if card.plausible is None:
        return ""
    low, high = card.plausible
    return f"times {low:g} to {high:g}" if isinstance(card.value, tuple) else f"{low:g} to {high:g}"


def parameters() -> str:
    """One table for each section of cards."""
    return "\n\n".join(_tables())


def _tables() -> Iterator[str]:
    for section, members in groupby(cards().values(), key=lambda card: card.section):
        rows = [
            f"| `{c.name}` | {_shown(c)} | {c.unit} | {_plausible(c)} | {c.meaning} | {c.effect or ''} "
            f"| {c.source} | {c.grade} |"
            for c in members
        ]
        yield "\n".join(
            [
                f"### `{section}`",
                "",
                "| card | value | unit | plausible | meaning | effect | source | grade |",
                "|---|---|---|---|---|---|---|---|",
                *rows,
            ]
        )


def is_held(card: Card) -> bool:
    """Whether this is a number of grade C or D that neither a policy decides nor a repeat run draws."""
    is_number = not isinstance(card.value, bool | str)
    return is_number and card.grade in "CD" and card.decides != "policy" and card.plausible is None


def held() -> str:
    """The numbers without good evidence that no repeat run draws, a line for each section."""
    kept = filter(is_held, cards().values())
    by_section = groupby(kept, key=lambda card: card.section)
    return "\n".join(f"- `{section}`: {', '.join(f'`{c.name}`' for c in members)}" for section, members in by_section)


def written(page: str, parts: Mapping[str, str]) -> str:
    """A page with its generated parts, by name, written anew between their marks."""
    for name, text in parts.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        replaced = f"{begin}\n{text}\n{end}"
        page = re.sub(f"{begin}.*?{end}", replaced.replace("\\", r"\\"), page, flags=re.DOTALL)
    return page


def refreshed(page: str) -> str:
    """The page with what the code itself says of it."""
    return written(page, {"schedule": schedule(), "held": held(), "parameters": parameters()})


if __name__ == "__main__":
    phrases.PAGE.write_text(phrases.page(), encoding="utf-8")
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
