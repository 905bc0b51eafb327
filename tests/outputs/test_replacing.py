"""A file is replaced only where this program made it: nobody loses what they wrote."""

import zipfile
from pathlib import Path

import pytest

from simulation.outputs.drawing.pages import framed
from simulation.outputs.folder import FolderError
from simulation.outputs.office.parcel import packed
from simulation.outputs.replacing import LAYER, LOG, PAGE, holding, marked, write_file
from simulation.parameters import ROOT

MINE = "what took me a year\n"


@pytest.mark.parametrize("mark", [PAGE, LAYER, LOG])
def test_what_somebody_else_wrote_is_not_replaced(mark: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text(MINE)
    with pytest.raises(FolderError, match=r"mine\.txt is there already, and this program did not make it"):
        write_file(mine, "new", marked(mark))
    assert mine.read_text() == MINE
    assert list(tmp_path.iterdir()) == [mine]


def test_what_this_program_made_is_replaced_but_only_by_its_like(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for title in ("first", "second"):
        write_file(page, framed(title, []), marked(PAGE))
    assert "<h1>second</h1>" in page.read_text()
    with pytest.raises(FolderError, match="this program did not make it"):
        write_file(page, "# Made by", marked(LAYER))


def test_a_shipped_layer_and_log_carry_their_marks() -> None:
    assert marked(LAYER)(ROOT / "scenarios/calibration/england.yaml")
    assert marked(LOG)(ROOT / "docs/ASSURANCE.md")


@pytest.mark.parametrize("out", ["/", ".", ".."])
def test_a_folder_is_no_name_for_a_file(out: str) -> None:
    with pytest.raises(FolderError, match=r"is a folder\. Name a file in it"):
        write_file(Path(out), "new", marked(PAGE))


def test_neither_links_into_nowhere_nor_devices_are_replaced(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    for out in (link, Path("/dev/null")):
        with pytest.raises(FolderError, match="is there already"):
            write_file(out, "new", marked(PAGE))
    assert link.is_symlink()
    assert Path("/dev/null").is_char_device()


def test_a_pack_is_known_by_what_it_holds_and_by_having_no_time(tmp_path: Path) -> None:
    ours, theirs, other, text = (tmp_path / name for name in ("ours", "theirs", "other", "text"))
    ours.write_bytes(packed([("study.yaml", b"a"), ("READ_ME.txt", b"b")]))
    other.write_bytes(packed([("study.yaml", b"a")]))
    text.write_text(MINE)
    with zipfile.ZipFile(theirs, "w") as archive:
        for name in ("study.yaml", "READ_ME.txt"):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), b"changed")
    known = holding("study.yaml", "READ_ME.txt")
    assert [known(one) for one in (ours, theirs, other, text)] == [True, False, False, False]
