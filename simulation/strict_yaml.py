"""YAML that says only what it seems to say: one strict reader for cards and scenarios.

Plain scalars follow the core schema of YAML 1.2.2 (section 10.3.2), so `on` and `12:30` are text and `1e-3` is a
number. Every value keeps the file and line where it was written. Duplicate keys, anchors, aliases, tags, several
documents in one file, deep nesting and large files are refused, each with a sentence that says what, where and how
to mend it.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 262_144
"""A scenario takes a few kilobytes; what is larger is another kind of file."""

MOST_LEVELS = 12
"""Levels of nesting; a scenario needs four."""

type Scalar = bool | int | float | str | None

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


class ScenarioError(ValueError):
    """Something that a user wrote cannot be used. The text is one or two sentences: what, where, how to mend it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the place where it was written (`file:line`; the line of its key, if it has one)."""

    value: "Scalar | tuple[Node, ...] | Mapping[str, Node]"
    where: str


def scalar(text: str) -> Scalar:
    """What a plain scalar means in the core schema of YAML 1.2.

    >>> scalar("on"), scalar("12:30"), scalar("1e-3"), scalar("0o17"), scalar("true")
    ('on', '12:30', 0.001, 15, True)
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > 64:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL_OR_HEX.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def read(path: Path, shown: str) -> Node:
    """The mapping that the file at `path` holds; errors call the file `shown`."""
    try:
        if not path.is_file():
            raise ScenarioError(f"{shown} is not a file that can be read. Name a text file that ends in .yaml.")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioError(f"{shown} cannot be read: {error.strerror}. Check its name and who may read it.") from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError(f"{shown} is larger than {MOST_BYTES // 1024} kB, so it is no scenario. Name another file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"{shown}:{line}: this is not UTF-8 text. Save the file as plain text, UTF-8.") from None
    node = parse(text, shown)
    if node.value is None:
        raise ScenarioError(f"{shown} is empty. Write at least one line, such as `extends: worlds/market_town`.")
    if not isinstance(node.value, Mapping):
        raise ScenarioError(
            f"{node.where}: this is not a scenario. It should consist of lines such as `title: Our town`."
        )
    return node


def parse(text: str, shown: str) -> Node:
    """The one document in `text`; an empty one is a Node of None."""
    try:
        return _document(yaml.parse(text, Loader=_PARSER), shown)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        if "nesting" in str(error.problem):
            raise ScenarioError(_too_deep(f"{shown}:{line}")) from None
        opened = error.context_mark.line + 1 if error.context_mark and "flow" in str(error.context) else None
        mend = _mend(text.splitlines(), line, opened)
        raise ScenarioError(f"{shown}:{line}: this is not valid YAML ({error.problem}). {mend}") from None
    except (yaml.YAMLError, UnicodeError):
        raise ScenarioError(
            f"{shown}: this holds characters that are not text. Save the file as plain text, UTF-8."
        ) from None


def _too_deep(where: str) -> str:
    return f"{where}: this is nested more than {MOST_LEVELS} levels deep. Scenarios need four."


def _mend(lines: list[str], line: int, opened: int | None) -> str:
    """What most likely went wrong at `line` (counted from 1) or just before it.

    opened: the line of the bracket or brace in which it went wrong, if it stands in one.
    """
    near = lines[max(0, line - 2) : line]
    if any("\t" in one for one in near):
        return "There is a tab: indent with spaces."
    if opened and _unclosed(" ".join(lines[opened - 1 : line])):
        return f"Close the bracket or brace that is opened in line {opened}."
    if any(one.count(": ") > 1 for one in near):
        return "Put quotes round a text that holds a colon."
    return "Check that each line reads `name: value`, with a space after the colon, and that indents line up."


def _unclosed(text: str) -> bool:
    """Whether a text, its quoted parts aside, opens more brackets and braces than it closes."""
    bare = re.sub(r"""(["']).*?\1""", "", text)
    return any(bare.count(begin) > bare.count(end) for begin, end in ("[]", "{}"))


def _document(events: Iterable[Any], shown: str) -> Node:
    stream = iter(events)
    node: Node | None = None
    for event in stream:
        if isinstance(event, yaml.DocumentStartEvent):
            if node is not None:
                raise ScenarioError(
                    f"{_at(event, shown)}: a second document begins here. Keep one scenario to a file, without `---`."
                )
            node = _build(next(stream), stream, shown, 1)
    return node or Node(None, f"{shown}:1")


def _build(event: Any, stream: Iterator[Any], shown: str, level: int) -> Node:
    """The node that `event` begins, taking the rest of it from `stream`."""
    where = _at(event, shown)
    if isinstance(event, yaml.AliasEvent):
        raise ScenarioError(f"{where}: aliases (*{event.anchor}) are not allowed. Write the value out again.")
    if event.anchor is not None:
        raise ScenarioError(f"{where}: anchors (&{event.anchor}) are not allowed. Remove it, or put quotes round text.")
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise ScenarioError(f"{where}: tags ({tag}) are not allowed. Remove it, or put quotes round text.")
    if isinstance(event, yaml.ScalarEvent):
        return Node(scalar(event.value) if event.implicit[0] else event.value, where)
    if level > MOST_LEVELS:
        raise ScenarioError(_too_deep(where))
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(stream), yaml.SequenceEndEvent):
            items.append(_build(event, stream, shown, level + 1))
        return Node(tuple(items), where)
    return Node(_entries(stream, shown, level), where)


def _entries(stream: Iterator[Any], shown: str, level: int) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    while not isinstance(event := next(stream), yaml.MappingEndEvent):
        where = _at(event, shown)
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            raise ScenarioError(f"{where}: a name before a colon must be a word, without brackets or braces.")
        _build(event, stream, shown, level)
        name = event.value
        if name in entries:
            raise ScenarioError(f"{where}: {name} is said twice (first at {entries[name].where}). Keep one of them.")
        entries[name] = Node(_build(next(stream), stream, shown, level + 1).value, where)
    return entries


def _at(event: Any, shown: str) -> str:
    return f"{shown}:{event.start_mark.line + 1}"


def node_of(value: object, where: str) -> Node:
    """The node that says a Python (or NumPy) value."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, Mapping):
        return Node({str(name): node_of(one, where) for name, one in value.items()}, where)
    if isinstance(value, list | tuple):
        return Node(tuple(node_of(one, where) for one in value), where)
    if value is None or isinstance(value, bool | int | float | str):
        return Node(value, where)
    raise ScenarioError(f"{where}: {type(value).__name__} is no kind of value. Give a number, text, or a list of them.")


def said_by_program(value: object, where: str) -> Node:
    """The node of a value given by a program or on the command line, where a text is read as YAML."""
    if not isinstance(value, str):
        return node_of(value, where)
    if value.lstrip().startswith(("[", "{")):
        return Node(parse(value, where).value, where) if "\n" in value.strip() else _in_one_line(value.strip(), where)
    return Node(scalar(value.strip()), where)


def _in_one_line(text: str, where: str) -> Node:
    """The node that an option says, whose lines have no numbers."""
    try:
        return _moved(parse(text, where), where)
    except ScenarioError as error:
        said = re.sub(rf"^{re.escape(where)}:\d+:", f"{where}:", str(error))
        raise ScenarioError(said.replace(" that is opened in line 1.", ".")) from None


def _moved(node: Node, where: str) -> Node:
    """The same value, written elsewhere."""
    if isinstance(node.value, Mapping):
        return Node({name: _moved(one, where) for name, one in node.value.items()}, where)
    return Node(tuple(_moved(one, where) for one in node.value) if isinstance(node.value, tuple) else node.value, where)


def printable(node: Node, name: str, lines: bool = False) -> str:
    """The text of a title, description or name: of one line unless `lines`, and with nothing in it that hides."""
    if not isinstance(node.value, str) or not node.value.strip():
        raise ScenarioError(f"{node.where}: {name} must be text. Put it in quotes if it looks like a number.")
    text = node.value.strip()
    if any(_hidden(letter) and not (lines and letter == "\n") for letter in text):
        raise ScenarioError(
            f"{node.where}: {name} holds a character that cannot be seen, or a new line. Type it again as plain text."
        )
    return text


def _hidden(letter: str) -> bool:
    """Whether a character cannot be seen, or changes how others are; joiners, which some scripts need, do neither."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") and letter not in "\u200c\u200d"


def written(name: str) -> str:
    """A name as a message shows it: in quotes where it is no plain word, and never long."""
    return name if len(name) <= 60 and re.fullmatch(r"[\w.-]*[a-zA-Z][\w.-]*", name) else repr(name[:60])


def some_of(names: Sequence[str], most: int = 8) -> str:
    """The first few of several names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The valid name most like a mistaken one, if any is like it."""
    by_shape = {valid.lower().replace("-", "_"): valid for valid in names}
    close = difflib.get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), by_shape, n=1, cutoff=0.55)
    return by_shape[close[0]] if close else None
