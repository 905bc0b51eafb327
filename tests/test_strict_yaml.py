"""YAML that says only what it seems to say. (What it refuses is in test_scenario.py, file by file.)"""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.strict_yaml import Node, ScenarioError, nearest, parse, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, word) for word in ("on", "off", "yes", "No", "y", "12:30", "1:30:00", "2024-01-01", "1_000", "TrUe")),
        *(
            (word, word)
            for word in ("0b11", ".", "+", "e3", "1e", "--1", "10,000", "=", "<<", "nan", "inf", "0x", "0o8")
        ),
        *(("true", True), ("False", False), ("TRUE", True), ("null", None), ("~", None), ("", None)),
        *(("0", 0), ("-7", -7), ("+3", 3), ("012", 12), ("0o17", 15), ("0x1F", 31)),
        *(("1e-3", 0.001), ("1E3", 1000.0), (".5", 0.5), ("5.", 5.0), ("-1.5e+2", -150.0), ("-.inf", float("-inf"))),
    ],
)
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    """YAML 1.2.2, section 10.3.2; PyYAML alone reads `on` as true, `12:30` as 750 and `1e-3` as text."""
    read = scalar(text)
    assert read == value
    assert type(read) is type(value)


def test_quotes_make_text() -> None:
    assert [node.value for node in parse("['1', \"true\", 1]", "here").value] == ["1", "true", 1]  # type: ignore[union-attr]


@given(st.text(alphabet=st.sampled_from("ab1: -[]{},&*!|>'\"#%@`\n\t\r\0\ufeff\x85é?~."), max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(ScenarioError):
        parse(text, "here")


def test_every_value_keeps_the_line_of_its_name() -> None:
    top = parse("a: 1\nb:\n\n  c:\n    - 2\n    - {d: 3}\n", "here").value
    assert isinstance(top, dict)
    assert (top["a"].where, top["b"].where) == ("here:1", "here:2")
    c = top["b"].value["c"]
    assert c == Node((Node(2, "here:5"), Node({"d": Node(3, "here:6")}, "here:6")), "here:4")


def test_the_nearest_name_forgives_case_hyphens_and_spaces_but_not_everything() -> None:
    names = ("connecting_share", "earliness")
    assert nearest("Connecting-Share", names) == "connecting_share"
    assert nearest("connecting shares", names) == "connecting_share"
    assert nearest("zebra", names) is None
