"""What a study leaves for people: made by hand, so that every number in it is known."""

import io
import math
import re
import shutil
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from docx import Document

from simulation.experiments.studies.jobs import Jobs, lost
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study
from simulation.outputs.folder import PAPER, FolderError
from simulation.outputs.office.paper import fits
from simulation.outputs.studied import kept
from simulation.outputs.studied.content import _in_words, content
from simulation.outputs.studied.money import money
from simulation.words import jargon

PLACE = """
title: "{title}"
description: "{told}"
places:
  - {{name: Hamlet, residents: 200, neighbourhood_size: 500}}
run: {{settling_months: 12, years: 5}}
effort: {{connecting_share: {share}}}
"""

STUDY = """
title: "=SUM(A1:A9)"
question: "+What decides <b>need</b> in a hamlet?"
ways: [doing.yaml, connecting.yaml]
seeds: 2
uncertainties: {effort.lag: plausible, ladder.functional_up: plausible}
design: {kind: latin_hypercube, samples: 16}
outcomes: [unmet_need, stops_coping]
"""

LESS = 3.0
"""By how much less need goes unmet in the second way, at every point but for what `effort.lag` does."""


def made(job):
    """Rows of a job in which need rises with a lag, and connecting takes LESS of it and a tenth of the lag."""
    rows = lost(job, None)
    for n, row in enumerate(rows):
        lag = float(job.assumed["effort.lag"])
        row["unmet_need"] = 20.0 + lag + job.seed - n * (LESS + 0.1 * lag)
        row["stops_coping"] = 3.0 if n else math.inf
        row["money"] = 1e6 + 100.0 * n
    return rows


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory):
    """A study's folder in which one run of 64 did not end well and the tasks of one point are still to do."""
    place = tmp_path_factory.mktemp("asked")
    for name, told, share in (("doing", "@As today.", 0.0), ("connecting", "With connectors.", 0.5)):
        (place / f"{name}.yaml").write_text(PLACE.format(title=name.title(), told=told, share=share))
    (place / "study.yaml").write_text(STUDY)
    folder = tmp_path_factory.mktemp("made") / "small"
    held = opened(Study.load(place / "study.yaml"), folder)
    jobs, store = Jobs(held, folder), Store(folder)
    for number in range(len(jobs)):
        job = jobs[number]
        rows = made(job)
        if (job.point, job.seed) == (4, 1):
            rows[1] |= {"unmet_need": math.nan, "stops_coping": math.nan, "failed": "=HYPERLINK(1)"}
        if job.point < 15:
            store.put(job.name, rows)
    return folder


@pytest.fixture(scope="module")
def found(unfinished):
    return content(unfinished)


@pytest.fixture(scope="module")
def files(found):
    return kept.files(found)


def seen(page):
    """What people read of a page: without its style, code and what fails in the words of the program."""
    page = re.sub(r"<style>.*?</style>|<code>.*?</code>|<p class=\"soft\">.*?</p>", "", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", page)


def test_it_says_how_far_it_is(found, files):
    said = "60 of 64 runs are done, 1 of which did not end well: the study is not finished"
    assert found.done.startswith(said)
    assert said in files[kept.REPORT].decode()


def test_differences_are_paired_by_point_and_repeat_run(found):
    first, second = (line for line in found.lines if line.outcome.name == "unmet_need")
    lag = found.found.study.points["effort.lag"].to_numpy(float)[:15]
    apart = -(LESS + 0.1 * lag)
    pairs = np.delete(np.repeat(apart, 2), 8)
    assert (first.runs, second.runs, second.difference.n) == (30, 29, 29)
    assert second.difference.estimate == pytest.approx(pairs.mean())
    assert second.less == 29
    assert second.more == 0
    assert second.mean == pytest.approx(np.mean([20 + x + s - (LESS + 0.1 * x) for i, x in enumerate(lag)
                                                for s in (1, 2) if (i, s) != (4, 1)]))  # fmt: skip


def test_it_says_where_ways_do_not_have_the_same_money(found, files):
    assert found.money.startswith(
        "Not the same money: Connecting had £100 more than Doing on average over the whole run (not the same in 29 of "
        "29 pairs)"
    )
    assert found.money in seen(files[kept.REPORT].decode())
    assert any(found.money in paragraph.text for paragraph in Document(io.BytesIO(files[PAPER])).paragraphs)


def test_the_same_money_is_told_as_such(found):
    table = found.found.table.assign(money=5.0)
    every = "All ways of working had the same money, to the penny, at every point and in every repeat run."
    assert money(found.found.study, table) == [every]


def test_a_place_that_copes_to_the_end_counts_as_the_year_after(found):
    first, second = (line for line in found.lines if line.outcome.name == "stops_coping")
    assert (first.mean, second.mean) == (6.0, 3.0)


def test_what_decides_is_told_and_what_cannot_be_said_has_a_reason(found):
    decides = next(one for one in found.told if one.title.startswith("What decides"))
    assert any(line.startswith("Most decisive") for line in decides.lines)
    assert any(line.startswith("Most decisive") for line in found.short)
    assert not any("left out" in line for line in found.short)
    (reason,) = (one for one in found.untold if one.startswith("What knowing more would be worth: "))
    assert (
        reason
        == "What knowing more would be worth: This study measures no public spending. It measures unmet need, stops "
        "coping in year."
    )


def test_reasons_call_outcomes_and_what_varies_by_their_labels(found):
    said = _in_words(
        "It varies effort.lag, ladder.functional_up and no net_public_cost; effort.lagging stays.", found.found
    )
    lag, up = (found.found.inputs[name].label for name in ("effort.lag", "ladder.functional_up"))
    assert said == f"It varies {lag}, {up} and no public spending; effort.lagging stays."


def test_the_page_stands_alone_in_plain_words(files):
    page = files[kept.REPORT].decode()
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in page
    assert page.count("<svg") == page.count("<desc id=") >= 3
    assert "&lt;b&gt;need&lt;/b&gt;" in page
    assert "<b>" not in page
    for part in ("How it was asked", "How each came out", "Runs that did not end well", "What it assumes",
                 "What this cannot tell", "How to make this again", "not a forecast"):  # fmt: skip
        assert part in page
    assert jargon(seen(page.partition("What it assumes")[0])) == []
    assert not re.search(r"\bwins?\b|\bbeats\b|\bbetter way\b", seen(page.partition("What it assumes")[0]))


def test_nothing_in_the_workbook_is_executed_and_every_number_is_a_number(files, unfinished):
    book = openpyxl.load_workbook(io.BytesIO(files[kept.WORKBOOK]))
    assert book.sheetnames == ["Read me", "Answers", "Results", "What varies", "What is assumed", "Runs", "Not ended"]
    risky = [cell for sheet in book for row in sheet for cell in row if str(cell.value).startswith(("=", "+", "@"))]
    assert {"=SUM(A1:A9)", "+What decides <b>need</b> in a hamlet?", "=HYPERLINK(1)"} <= {one.value for one in risky}
    assert all(one.data_type == "s" and one.quotePrefix for one in risky)
    with zipfile.ZipFile(io.BytesIO(files[kept.WORKBOOK])) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    header, *rows = book["Runs"].values
    table = Store(unfinished).table()
    assert len(rows) == len(table) == 60
    need = header.index("Unmet need, % of hours")
    assert [row[need] for row in rows] == [None if math.isnan(one) else one for one in table["unmet_need"]]
    results = {(row[1], row[2]): row for row in list(book["Results"].values)[1:]}
    assert len(results) == 4


def test_the_summary_has_headings_and_tables_and_is_reckoned_to_go_on_two_pages(files):
    made = Document(io.BytesIO(files[kept.PAPER]))
    heads = [one.text for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert heads == ["The answer", "How each came out", "How surely", "How it was asked", "What it rests on",
                     "How to make it again"]  # fmt: skip
    assert [cell.text for cell in made.tables[0].rows[1].cells][:2] == ["Unmet need, % of hours", "Connecting"]
    assert fits(made)
    assert jargon("\n".join(one.text for one in made.paragraphs[:-1])) == []


@pytest.mark.parametrize("name", [kept.WORKBOOK, kept.PAPER])
def test_documents_do_not_say_when_they_were_made(files, name):
    with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
        told = re.findall(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)", archive.read("docProps/core.xml"))
        assert set(told) == {b"1980-01-01T00:00:00Z"}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_all_is_made_again_to_the_byte_elsewhere(unfinished, files, tmp_path):
    shutil.copytree(unfinished, tmp_path / "copy")
    kept.report(tmp_path / "copy")
    for name, held in files.items():
        assert (tmp_path / "copy" / name).read_bytes() == held, name
    kept.pack(unfinished, tmp_path / "one.zip")
    kept.pack(tmp_path / "copy", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_parcel_unpacked_is_the_study(unfinished, tmp_path):
    kept.pack(unfinished, tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
    assert {"READ_ME.txt", "results.csv", "report.html", "results.xlsx", "summary.docx", "study.yaml"} < set(names)
    assert "run.log" not in names, "when and where is nobody's business"
    pd.testing.assert_frame_equal(Store(tmp_path / "out").table(), Store(unfinished).table())
    read_me = (tmp_path / "out" / "READ_ME.txt").read_text()
    assert Store(unfinished).study.made_of["model"] in read_me
    again = opened(Study.load(tmp_path / "out" / "study.yaml"), tmp_path / "again")
    assert set(Jobs(again, tmp_path / "again").missing(())) == set(range(32))
    mine, theirs = Jobs(again, tmp_path / "again"), Jobs(Store(unfinished).study, unfinished)
    assert [mine.name(n) for n in range(32)] == [theirs.name(n) for n in range(32)], "the very same runs"


def test_a_folder_without_a_study_is_refused(tmp_path):
    with pytest.raises(FolderError, match="holds no study"):
        kept.report(tmp_path)
