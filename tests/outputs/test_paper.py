"""Word documents go on two pages, whatever comes into them; and where LibreOffice is, on two pages of that."""

import io
import os
import re
import shutil
import subprocess

import numpy as np
import pytest
from docx import Document

from simulation.outputs.office import paper

CAN_PAGE = all(map(shutil.which, ("soffice", "pdfinfo")))
WORDS = ["need", "crises", "responsibilities", "Making", "WELLBYs", "+0.041", "(−0.70", "88,888", "either", "a"]


def text(rng, letters):
    """So many letters of the words that come into summaries, or of nothing but the widest of them."""
    words = WORDS if rng.random() < 0.7 else ["88,888", "WELLBYs"]
    return " ".join(rng.choice(words, letters))[:letters].strip()


def summary(seed):
    """A summary of as much of everything as anybody may bring, by chance."""
    rng = np.random.default_rng(seed)
    title, question = text(rng, rng.choice([20, 300])), text(rng, rng.choice([50, 1500]))
    answer = [text(rng, rng.choice([30, 300, 900])) for _ in range(rng.choice([1, 9, 30]))]
    rows = [[text(rng, rng.choice([4, 40, 150])) for _ in range(5)] for _ in range(rng.choice([0, 6, 60]))]
    bodies = [text(rng, rng.choice([100, 600])) for _ in range(4)]

    def made(lines, few):
        begun = paper.begun(title)
        begun.add_paragraph(paper.short(question, paper.SENTENCE))
        for one in answer[:lines]:
            begun.add_paragraph(paper.short(one, paper.SENTENCE), style="List Bullet")
        paper.table(begun, WORDS[:5], rows[:few], [3, 2, 1, 2, 1])
        paper.left_out(begun, len(answer) - lines, len(rows) - few)
        for one in bodies:
            begun.add_heading("What it rests on", 1)
            begun.add_paragraph(one)
        return begun

    return paper.on_two_pages(made, len(answer), len(rows))


def test_a_title_of_any_length_is_told_as_far_as_it_goes():
    title = " and ".join(["A way of working with a very long name"] * 40)
    found = paper.begun(title)
    assert title.startswith(found.paragraphs[0].text.removesuffix(" …"))
    assert 100 < len(found.paragraphs[0].text) <= paper.TITLE
    assert title.startswith(found.core_properties.title)
    assert len(found.core_properties.title) == 255


def test_rows_are_left_out_before_sentences_and_it_is_said_how_many():
    def made(lines, rows):
        begun = paper.begun("Summary")
        for _ in range(lines):
            begun.add_paragraph("A sentence. " * 30, style="List Bullet")
        paper.table(begun, ["A"], [["A row that takes a line."]] * rows, [1])
        paper.left_out(begun, 10 - lines, 300 - rows)
        for _ in range(4):
            begun.add_paragraph("What it rests on. " * 60)
        return begun

    found = Document(io.BytesIO(paper.on_two_pages(made, 10, 300)))
    rows = len(found.tables[0].rows) - 1
    assert sum(one.style.name == "List Bullet" for one in found.paragraphs) == 10
    assert paper.FEW_ROWS <= rows < paper.MOST_ROWS
    assert f"{300 - rows} more rows of the answer: see the report" in "\n".join(one.text for one in found.paragraphs)
    assert not paper.fits(made(10, rows + 1)), "no row is left out that would go on the pages"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_is_reckoned_to_go_on_two_pages(seed):
    assert paper.fits(Document(io.BytesIO(summary(seed))))


@pytest.mark.slow
@pytest.mark.skipif(not (CAN_PAGE or "CI" in os.environ), reason="LibreOffice is not installed")
def test_whatever_comes_goes_on_two_pages_of_libreoffice(tmp_path):
    """The reckoning against a word processor (with Carlito, which is as wide as Calibri, if that is installed)."""
    names = [f"{seed}.docx" for seed in range(20)]
    for seed, name in enumerate(names):
        (tmp_path / name).write_bytes(summary(seed))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", *names]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    pages = []
    for name in names:
        said = subprocess.check_output(["pdfinfo", str(tmp_path / name.replace("docx", "pdf"))], text=True)
        pages.append(int(re.search(r"Pages:\s+(\d+)", said)[1]))
    assert max(pages) <= 2
    assert pages.count(2) > len(pages) / 2, "they are full"
