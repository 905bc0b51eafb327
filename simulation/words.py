"""The words of stories, explanations and pages, out of one file, and the words that nobody should meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("words.yaml")

CODE_NAME = re.compile(r"\b[a-z]+(?:[._][a-z]+)*_[a-z]+\b")
"""Names of parameters, phases and columns as the code writes them."""

EXPLAINED_ONCE = "synaptic"
"""May be said once, where it is explained; with a capital it is the product's name."""


def read_yaml(path: Path) -> Any:
    """What one of our own files of words says."""
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def words() -> dict[str, Any]:
    """All of them.

    >>> words()["ladders"][0]
    'daily living'
    """
    said: dict[str, Any] = read_yaml(FILE)
    return said


@cache
def _banned() -> re.Pattern[str]:
    alternatives = sorted((re.escape(word) for word in words()["banned"]), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?:s|es)?(?!\w)", re.IGNORECASE)


def jargon(text: str) -> list[str]:
    """The words in a text that are banned, as they stand there, and names as only the code writes them.

    >>> jargon("Theta is 0.3 in Synaptic; effort.connecting_share holds it.")
    ['Theta', 'effort.connecting_share']
    """
    found = [match.group() for match in _banned().finditer(text)]
    once = [word for word in found if word == EXPLAINED_ONCE]
    said = [word for word in found if word.lower() != EXPLAINED_ONCE]
    return said + once[1:] + CODE_NAME.findall(text)


def plainly(word: str) -> str:
    """What to say instead of a banned word.

    >>> plainly("Seeds")
    'repeat run'
    """
    banned = words()["banned"]
    low = word.lower()
    for one in (word, low, low.removesuffix("s"), low.removesuffix("es")):
        if one in banned:
            return str(banned[one])
    return low.replace("_", " ").replace(".", ", ")


def month_name(month: int) -> str:
    """A month of the chronicle, as people call it.

    >>> month_name(26)
    'March of year 3'
    """
    return f"{words()['months'][month % 12]} of year {month // 12 + 1}"


def count(number: int) -> str:
    """A number up to twelve in letters.

    >>> count(4), count(13)
    ('four', '13')
    """
    small: list[str] = words()["numbers"]
    return small[number] if 0 <= number < len(small) else f"{number:,}"


def how_many(number: int) -> str:
    """A number that stands for itself, with no noun after it.

    >>> how_many(0), how_many(2)
    ('none', 'two')
    """
    return count(number) if number else "none"


def counted(number: int, one: str, many: str) -> str:
    """A number with what is counted; none is told as one.

    >>> counted(0, "group is", "groups are"), counted(2, "group is", "groups are")
    ('no group is', 'two groups are')
    """
    return f"{count(number)} {one if number < 2 else many}"


def so_many(number: int, one: str, many: str = "") -> str:
    """A number in digits with what is counted.

    >>> so_many(1, "year"), so_many(1200, "year"), so_many(2, "process", "processes")
    ('1 year', '1,200 years', '2 processes')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names one after another.

    >>> listed(["Ada", "Ben", "Cy"]), listed(["Ada", "Ben", "Cy"], "or")
    ('Ada, Ben and Cy', 'Ada, Ben or Cy')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def hours(minutes: int) -> str:
    """An amount of time in the unit that suits it, rounded as one would say it.

    >>> hours(7), hours(18), hours(60), hours(545)
    ('7 minutes', '20 minutes', '1 hour', '9 hours')
    """
    if minutes >= 90:
        return f"{(minutes + 30) // 60:,} hours"
    said = minutes if minutes < 10 else 5 * ((minutes + 2) // 5)
    return "1 hour" if said == 60 else f"{said} minute{'s' if said != 1 else ''}"


def money(pence: int) -> str:
    """A sum of money, rounded to three digits.

    >>> money(0), money(123456), money(98765432), money(1234567890)
    ('nothing', '£1,230', '£988,000', '£12.3 million')
    """
    pounds = float(f"{pence / 100:.3g}")
    if not pence:
        return "nothing"
    return f"£{pounds / 1e6:g} million" if abs(pounds) >= 1e6 else f"£{pounds:,.0f}"


def capital(text: str) -> str:
    """The first letter as a capital."""
    return text[:1].upper() + text[1:]
