"""The commands that ask why and how far, and those that check the model, as users meet them."""

import csv
import json
import os
import re
import shutil
import signal

import pytest
from command_line import leaves_nothing_when_stopped, said


@pytest.fixture(scope="module")
def switched_off(hamlets, tmp_path_factory):
    """What ablate left, and what its screen said."""
    out = tmp_path_factory.mktemp("switched_off") / "out"
    asked = ["--seeds", 2, "--years", 1, "--set", "run.settling_months=12", "--out", out]
    return out, " ".join(said("ablate", hamlets[1], *asked)[0].split()), asked


def test_ablate_leaves_a_table_and_pictures_that_stand_alone(switched_off):
    out, screen, _ = switched_off
    assert sorted(one.name for one in out.iterdir()) == ["manifest.json", "switched_off.csv", "switched_off.html"]
    lines = list(csv.DictReader((out / "switched_off.csv").read_text().splitlines()))
    told = json.loads((out / "manifest.json").read_text())
    assert len(lines) == 6 * len(told["mechanisms"])
    for one in lines:
        if one["runs"] == "2" and one["outcome"] != "inequality":  # all live in one fifth
            apart = float(one["without"]) - float(one["as_it_is"])
            assert float(one["difference"]) == pytest.approx(apart, abs=1e-9)
    page = (out / "switched_off.html").read_text()
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in page
    assert page.count("<svg") == page.count("<desc id=") >= 6
    assert "Connecting &lt;b&gt;" in page
    assert "nan" not in f"{screen} {page}".replace("<", " ").replace(">", " ").split()
    assert "<b>" not in page
    nothing = [one["label"] for one in told["mechanisms"] if one["no_effect"]]
    assert nothing
    assert f"No effect at all here, to the last digit: {', '.join(nothing)}." in screen


def test_ablate_is_made_again_by_reproduce_and_a_changed_byte_is_noticed(switched_off, tmp_path):
    shutil.copytree(switched_off[0], tmp_path / "copy")
    table = tmp_path / "copy" / "switched_off.csv"
    table.write_text(table.read_text().replace("1", "2", 1))
    agree = json.loads(said("reproduce", tmp_path / "copy", "--workers", 1, "--json", code=1)[0])["agree"]
    assert agree == {"switched_off.csv": False, "switched_off.html": True, "manifest.json": True}
    (tmp_path / "copy" / "manifest.json").write_text('{"made_by": "synaptic", "seeds": 3}')
    assert "make the results anew with run.py ablate" in said("reproduce", tmp_path / "copy", code=2)[1]


def test_ablate_in_json_says_what_its_table_says(switched_off, hamlets):
    out, _, asked = switched_off
    told = json.loads(said("ablate", hamlets[1], *asked[:-2], "--json")[0])
    manifest = json.loads((out / "manifest.json").read_text())
    assert told == {name: manifest[name] for name in told}
    assert told["seeds"] == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="signals to a group of processes")
def test_a_stopped_ablation_leaves_nothing_half_written(hamlets, tmp_path):
    leaves_nothing_when_stopped(["ablate", hamlets[0]], tmp_path / "results" / "out", signal.SIGINT)


@pytest.fixture(scope="module")
def borne(hamlets, tmp_path_factory):
    """What breaking-point left."""
    out = tmp_path_factory.mktemp("borne") / "out"
    said("breaking-point", hamlets[1], "--seeds", 1, "--workers", 1, "--out", out)
    return out


def test_breaking_point_leaves_what_reproduce_makes_again(borne, tmp_path):
    names = ["breaking_point.csv", "breaking_point.html", "manifest.json"]
    assert sorted(one.name for one in borne.iterdir()) == names
    shutil.copytree(borne, tmp_path / "copy")
    table = tmp_path / "copy" / "breaking_point.csv"
    table.write_text(table.read_text().replace("1", "2", 1))
    agree = json.loads(said("reproduce", tmp_path / "copy", "--workers", 1, "--json", code=1)[0])["agree"]
    assert agree == {name: name != "breaking_point.csv" for name in names}
    (tmp_path / "copy" / "manifest.json").write_text('{"made_by": "synaptic", "asked": 3}')
    assert "make the results anew with run.py breaking-point" in said("reproduce", tmp_path / "copy", code=2)[1]


def test_breaking_point_in_json_says_what_its_manifest_says(borne, hamlets):
    told = json.loads(said("breaking-point", hamlets[1], "--seeds", 1, "--workers", 1, "--json")[0])
    manifest = json.loads((borne / "manifest.json").read_text())
    assert told == {name: manifest[name] for name in told}
    assert len(told["runs"]) == 1


def test_explain_tells_what_json_holds(hamlets, tmp_path):
    """Eight times as many crises out of the blue, and more effort moved: so much that it cannot fail to part."""
    ours = tmp_path / "ours.yaml"
    ours.write_text(f"extends: {hamlets[1]}\nschedule: [{{from: 6, times: {{acute: {{scale: 8}}}}}}]\n")
    asked = ["explain", hamlets[0], ours, "--seeds", 5, "--workers", 1]
    screen = said(*asked)[0]
    told = json.loads(said(*asked, "--json")[0])
    assert "“Share of effort moved to connecting” (0 and 0.50)" in " ".join(screen.split())
    assert told["differ_in"] == ["effort.connecting_share", "schedule"]
    parts = [one for one in told["flows"] if one["clear_from_month"] is not None]
    assert len(re.findall(r"^  \d+\. ", screen, flags=re.MULTILINE)) == len(parts) > 0
    assert {"met", "alone", "given"} == set(told["reached"])


@pytest.mark.parametrize("words", [[], ["--person", "any", "--group", "any"], ["--person", "Janet"]])
def test_follow_needs_one_to_follow(hamlets, words):
    screen, errors = said("follow", *hamlets, *words, code=2)
    assert screen == ""
    assert "--person any" in errors
    assert len(errors.splitlines()) == 1


def test_follow_lists_people_and_tells_one(hamlets):
    asked = ["follow", *hamlets, "--years", 2]
    agencies = json.loads(said(*asked, "--agency", "any", "--json")[0])
    assert [one["key"] for one in agencies] == ["care", "family", "livelihood", "home"]
    (key, *_) = [one["key"] for one in json.loads(said(*asked, "--group", "any", "--json")[0])]
    told = json.loads(said(*asked, "--group", key, "--json")[0])
    assert told["rows"][0]["month"] == 0
    screen = said(*asked, "--group", key)[0]
    assert screen.startswith(told["name"])
    assert "All names are invented" in screen


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ablate", "doing_things", "--seeds", "1"], "--seeds is 1"),
        (["breaking-point", "--seeds", "0"], "--seeds is 0"),
        (["report", "tests"], "holds no study"),
        (["pack", "tests"], "holds no study"),
        (["breaking-point", "--world", "no_such_place"], "there is no scenario"),
        (["ablate", "doing_things", "--world", "no_such_place"], "there is no scenario"),
        (["explain", "doing_things", "do_early", "--world", "no_such_place"], "there is no scenario"),
        (["calibrate", "--seeds", "0"], "--seeds is 0"),
        (["calibrate", "--out", "tests"], "tests is no name for a layer"),
        (["calibrate", "--out", "/dev/null/layer.yaml"], "Cannot write to /dev/null/layer.yaml: "),
        (["assure", "--seeds", "7"], "--seeds is 7, but it takes 8 or more"),
        (["assure", "doing_things"], "Name two ways of working"),
        (["assure", "--out", "log.html"], "log.html is no name for a page"),
        (["assure", "--out", "/dev/null/log.md"], "Cannot write to /dev/null/log.md: "),
    ],
)
def test_mistakes_are_told_in_a_sentence_before_anything_runs(words, sentence):
    screen, errors = said(*words, code=2)
    assert screen == ""
    assert sentence in errors
    assert len(errors.splitlines()) == 1
