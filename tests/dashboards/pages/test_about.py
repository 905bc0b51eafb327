"""The long tables of About: every setting is there, and what people wrote stays text."""

import xml.etree.ElementTree as ET

from dashboards.asking.levers import group
from dashboards.pages.about import answered, said_plainly, sources
from simulation.parameters import cards


def test_every_setting_stands_in_a_table_with_its_source_and_grade():
    rows = [[cell.text or "" for cell in row] for row in ET.fromstring(f"<a>{sources()}</a>").iter("tr")]
    said = sorted(tuple(row) for row in rows if row[0] != "Setting")
    assert said == sorted((one.label, str(one.value), one.unit, one.source, one.grade) for one in cards().values())


def test_a_sign_and_its_pound_stand_on_one_line():
    assert "+\u2060£519 to −\u2060£3 for £5" in answered(1, {"ask": "", "answer": ""}, "+£519 to −£3 for £5")


def test_parts_of_the_model_are_called_as_they_are_among_the_levers():
    called = [one.text.rpartition(" (")[0] for one in ET.fromstring(f"<a>{sources()}</a>").iter("summary")]
    assert called == [group(section) for section in dict.fromkeys(one.section for one in cards().values())]


def test_what_looks_like_markup_is_text():
    assert said_plainly("p", ["<script>"]) == "<p>&lt;script&gt;</p>"
    made = answered(1, {"ask": "<b>?", "answer": "a & b"}, "<i>")
    assert [one.text for one in ET.fromstring(f"<a>{made}</a>")] == ["1. <b>?", "a & b", "<i>"]
