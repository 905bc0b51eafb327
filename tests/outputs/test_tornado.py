"""The tornado: how long its bars are, which way they point, and what is drawn where there are many."""

import re

import pytest

from simulation.outputs.drawing import tornado
from simulation.outputs.figures import Tornado


def drawn(some, names=("by itself",)):
    return "".join(tornado.parts(Tornado(some, names), "share")[0])


def numbers(tag, css, text):
    """The numbers of each mark of a class, by attribute."""
    marks = re.findall(rf'<{tag} [^>]*class="{css}"/>', text)
    return [{name: float(value) for name, value in re.findall(r'(\w+)="(-?[\d.]+)"', mark)} for mark in marks]


def test_bars_are_as_long_as_what_they_stand_for_and_point_its_way():
    text = drawn([("most", [(-4.0, -5.0, -3.0)]), ("half of it", [(2.0, 1.0, 3.0)])])
    first, second = numbers("rect", "bar0", text)
    (zero,) = numbers("line", "zero", text)
    assert first["width"] == pytest.approx(2 * second["width"], abs=0.2)
    assert first["x"] + first["width"] == pytest.approx(zero["x1"], abs=0.2)
    assert second["x"] == pytest.approx(zero["x1"], abs=0.2)
    assert first["y"] < second["y"]
    reach = numbers("line", "reach", text)
    assert [one["x2"] - one["x1"] for one in reach] == pytest.approx([second["width"]] * 2, abs=0.2), "both 2 wide"


def test_of_many_the_first_are_drawn_and_what_is_not_known_has_no_bar():
    assert len(numbers("rect", "bar0", drawn([(f"input {n}", [(1.0, 0.5, 1.5)]) for n in range(20)]))) == tornado.MOST
    assert len(numbers("rect", "bar[01]", drawn([("a", [(1.0, 0.5, 1.5), (float("nan"),) * 3])], ("low", "high")))) == 1
