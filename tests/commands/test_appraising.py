"""run.py appraise, as users meet it."""

import csv
import html
import json
import re
import shutil

import pytest
from command_line import said

from simulation.outputs.words import signed
from simulation.words import jargon

ASKED = ("--seeds", 2, "--workers", 1)


@pytest.fixture(scope="module")
def appraised(hamlets, tmp_path_factory):
    """What appraise left, with a direct hour of the user's own, and what its screen said."""
    folder = tmp_path_factory.mktemp("appraised")
    (folder / "ours.csv").write_text("name,value,unit\ndirect_hour,38,GBP an hour\n")
    words = [*hamlets, *ASKED, "--costs", folder / "ours.csv", "--out", folder / "out"]
    return folder / "out", " ".join(said("appraise", *words)[0].split())


def test_it_leaves_a_table_the_screen_and_unit_costs_to_replace(appraised):
    out, screen = appraised
    made = ["appraisal.csv", "appraisal.html", "appraisal.txt", "manifest.json", "run.log", "unit_costs.csv"]
    assert sorted(one.name for one in out.iterdir()) == made
    costs = {one["name"]: one for one in csv.DictReader((out / "unit_costs.csv").read_text().splitlines())}
    assert (float(costs["direct_hour"]["value"]), costs["direct_hour"]["grade"]) == (38.0, "own")
    for words in (
        "2023/24 prices", "B: provisional, replace", "your own", "in no sum above", "year 1", "year 2",
        "Duties left undone are no saving", "plus speaks for B, minus for A",
    ):  # fmt: skip
        assert words in screen
    kept = (out / "appraisal.txt").read_text()
    assert " ".join(kept.split()) in screen
    assert max(map(len, kept.splitlines())) <= 100


def test_its_table_sums_and_agrees_with_its_json(appraised):
    out, _ = appraised
    lines = list(csv.DictReader((out / "appraisal.csv").read_text().splitlines()))
    told = json.loads((out / "manifest.json").read_text())
    real = {(one["line"], one["year"]): float(one["b_minus_a"] or "nan") for one in lines if one["prices"] == "real"}
    for year in ("1", "2", "all"):
        parts = [real[one["line"], year] for one in lines if one["block"] == "spending" and one["year"] == year
                 and one["prices"] == "real" and one["line"] != "public_spending"]  # fmt: skip
        assert sum(parts) == pytest.approx(real["public_spending", year], abs=0.06)
    worth = told["net_present_value"]["public"]["plain"]["estimate"]
    by_hand = -real["public_spending", "1"] / 1.035 - real["public_spending", "2"] / 1.035**2
    assert worth == pytest.approx(by_hand, abs=0.02)
    assert told["lines"]["connecting"]["years"][0]["estimate"] == pytest.approx(real["connecting", "1"], abs=0.006)


def test_its_page_stands_alone_and_holds_the_table_year_by_year(appraised):
    out, _ = appraised
    page = (out / "appraisal.html").read_text()
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in page
    assert page.count("<svg") == page.count("<title id=") == page.count("<figure>") == 3
    told = re.sub(r"(?s)<(style|code)\b.*?</\1>", " ", page)
    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", told)).split())
    assert jargon(shown.partition("What it assumes")[0]) == []
    for one in (
        "not a forecast",
        "in no sum above",
        "provisional, replace",
        "How to make this again",
        "year 1 year 2",
    ):
        assert one in shown, one
    lines = csv.DictReader((out / "appraisal.csv").read_text().splitlines())
    real = {(one["label"], one["year"]): one for one in lines if one["prices"] == "real" and one["block"] == "spending"}
    for label in ("Connecting", "Public spending in all"):
        cells = [signed(float(real[label, year]["b_minus_a"]) / 1000) for year in ("1", "2", "all")]
        found = re.search(rf'<th scope="row">{label}</th>(.*?)</tr>', page, re.DOTALL).group(1)
        assert [one.split()[0] for one in re.findall(r"<td>(.*?)</td>", found, re.DOTALL)] == cells


def test_it_is_made_again_to_the_byte_and_a_changed_byte_is_noticed(appraised, tmp_path):
    shutil.copytree(appraised[0], tmp_path / "copy")
    table = tmp_path / "copy" / "unit_costs.csv"
    table.write_text(table.read_text().replace("38", "39", 1))
    agree = json.loads(said("reproduce", tmp_path / "copy", "--workers", 1, "--json", code=1)[0])["agree"]
    made = ("appraisal.csv", "appraisal.html", "appraisal.txt", "unit_costs.csv", "manifest.json")
    assert agree == {name: name != "unit_costs.csv" for name in made}
    (tmp_path / "copy" / "manifest.json").write_text('{"made_by": "synaptic", "ways": 3}')
    assert "make the results anew with run.py appraise" in said("reproduce", tmp_path / "copy", code=2)[1]


def test_mistakes_are_told_in_a_sentence(hamlets, tmp_path):
    (tmp_path / "bad.csv").write_text("name,value,unit\ndirect_hour,-1,GBP an hour\n")
    assert "bad.csv:2: the value of direct_hour is -1" in said(
        "appraise", *hamlets, "--costs", tmp_path / "bad.csv", code=2
    )[1]  # fmt: skip
    assert "--seeds is 0" in said("appraise", *hamlets, "--seeds", 0, code=2)[1]
    assert "budget.on is false" in said("appraise", *hamlets, "--set", "budget.on=false", code=2)[1]
