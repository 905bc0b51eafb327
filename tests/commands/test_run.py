"""The command line, as users meet it."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, leaves_nothing_when_stopped, said

from simulation import commands
from simulation.commands import reporting

RESULTS = [
    "manifest.json",
    "monthly.parquet",
    "people.parquet",
    "report.html",
    "results.xlsx",
    "run.log",
    "summary.csv",
    "summary.docx",
    "yearly.parquet",
]


@pytest.fixture(scope="module")
def made(hamlets, tmp_path_factory):
    """Results of a comparison with one worker, and what the screen said."""
    out = tmp_path_factory.mktemp("made") / "out"
    return out, said("compare", *hamlets, "--seeds", 4, "--workers", 1, "--out", out)[0]


def subprocess_run(*words):
    command = [sys.executable, str(ROOT / "run.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)


def test_help_shows_examples_a_line_each():
    lines = [line.strip() for line in subprocess_run("--help").stdout.splitlines()]
    assert {"run.py compare", "run.py parameters effort.lag"} <= set(lines)
    assert not any("\\b" in line or "\b" in line for line in lines)


def test_help_needs_nothing_heavy():
    heavy = ("numba", "numpy", "pandas", "pyarrow", "mesa", "rich")
    code = f"import sys, run; print([one for one in {heavy} if one in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.strip() == "[]"


def test_compare_leaves_all_its_files_and_nothing_else(made):
    out, screen = made
    assert sorted(one.name for one in out.iterdir()) == RESULTS
    assert [one.name for one in out.parent.iterdir()] == ["out"]
    for words in ("stops coping", "Who pays", "In crisis", "Who gains and who loses", "How surely", "not a forecast"):
        assert words in " ".join(screen.split())


def test_the_monthly_table_has_a_row_for_each_run_month_and_place_and_units(made):
    import pyarrow.parquet as parquet

    table = parquet.read_table(made[0] / "monthly.parquet")
    manifest = json.loads((made[0] / "manifest.json").read_text())
    runs = sum(len(seeds) for arms in manifest["draws"].values() for seeds in arms.values())
    assert table.num_rows == runs * 24
    assert table.schema.field("kin_minutes").metadata == {b"unit": b"minutes"}
    assert (
        len({*zip(*(table[c].to_pylist() for c in ("scenario", "draw", "seed", "month", "place")), strict=True)})
        == table.num_rows
    )
    fifths = sum(table[f"residents_fifth_{fifth}"].to_numpy() for fifth in range(1, 6))
    assert (fifths == table["residents"].to_numpy()).all()


def test_the_summary_has_a_line_for_each_run(made):
    lines = (made[0] / "summary.csv").read_text().splitlines()
    assert lines[0].startswith("scenario,draw,seed,fingerprint,unmet_need,avoidable_crises")
    assert len({len(line.split(",")) for line in lines}) == 1
    assert len(lines) > 8


def test_two_workers_make_the_same_bytes(made, hamlets, tmp_path):
    out = tmp_path / "out"
    found = subprocess_run("compare", *hamlets, "--seeds", 4, "--workers", 2, "--profile", "--out", out)
    assert found.returncode == 0, found.stderr
    for name in [one for one in RESULTS if one != "run.log"]:
        assert (out / name).read_bytes() == (made[0] / name).read_bytes(), name


def test_reproduce_agrees_and_notices_a_changed_byte(made, tmp_path):
    import shutil

    shutil.copytree(made[0], tmp_path / "copy")
    assert "differs" not in said("reproduce", tmp_path / "copy", "--workers", 1)[0]
    summary = tmp_path / "copy" / "summary.csv"
    summary.write_text(summary.read_text().replace("1", "2", 1))
    found = json.loads(said("reproduce", tmp_path / "copy", "--workers", 1, "--json", code=1)[0])
    assert found["agree"] == {one: one != "summary.csv" for one in RESULTS if one != "run.log"}


@pytest.fixture(scope="module")
def recorded(hamlets, tmp_path_factory):
    """Results with a chronicle."""
    out = tmp_path_factory.mktemp("recorded") / "out"
    said("compare", *hamlets, "--seeds", 2, "--workers", 1, "--record", "--out", out)
    return out


def test_record_keeps_events_and_frames_of_each_way_of_working(recorded):
    import pyarrow.parquet as parquet

    from simulation.chronicle.files import load_frames

    assert sorted(one.name for one in recorded.iterdir()) == sorted([*RESULTS, "events.parquet", "frames.parquet"])
    events, monthly = (parquet.read_table(recorded / f"{name}.parquet").to_pandas() for name in ("events", "monthly"))
    assert set(events["scenario"]) == {"doing", "connecting"}
    for way in ("doing", "connecting"):
        same_run = monthly[(monthly.scenario == way) & (monthly.draw == "luck") & (monthly.seed == 1)]
        sought = events[(events.scenario == way) & (events.what == "sought help")]
        assert len(sought) == same_run.sought_help.sum() > 0
        frames = load_frames(recorded / "frames.parquet", way)
        assert (frames.first, frames.last) == (0, 24)
        assert frames.at(24).residents["here"].sum() == same_run.residents.iloc[-1]


@pytest.mark.slow
def test_a_record_is_made_again_to_the_byte_by_any_number_of_workers(recorded, hamlets, tmp_path):
    import shutil

    manifest = json.loads((recorded / "manifest.json").read_text())
    assert {"events.parquet", "frames.parquet"} < set(manifest["files"])
    assert manifest["recorded"] == {"seed": 1, "draw": "luck"}
    assert "--record" in manifest["remake"]
    shutil.copytree(recorded, tmp_path / "copy")
    changed = (tmp_path / "copy" / "events.parquet").read_bytes()
    (tmp_path / "copy" / "events.parquet").write_bytes(changed[:-9] + bytes([changed[-9] ^ 1]) + changed[-8:])
    found = json.loads(said("reproduce", tmp_path / "copy", "--workers", 1, "--json", code=1)[0])
    assert [name for name, agrees in found["agree"].items() if not agrees] == ["events.parquet"]
    assert "frames.parquet" in found["agree"]
    asked = ["--seeds", 2, "--workers", 2, "--record", "--profile", "--out", tmp_path / "two"]
    two = subprocess_run("compare", *hamlets, *asked)
    assert two.returncode == 0, two.stderr
    for name in ("events.parquet", "frames.parquet", "monthly.parquet", "manifest.json"):
        assert (tmp_path / "two" / name).read_bytes() == (recorded / name).read_bytes(), name


def test_recording_leaves_all_other_results_as_they_are(recorded, hamlets, tmp_path):
    said("compare", *hamlets, "--seeds", 2, "--workers", 1, "--out", tmp_path / "plain")
    for name in ("monthly.parquet", "summary.csv"):
        assert (tmp_path / "plain" / name).read_bytes() == (recorded / name).read_bytes()


def test_reproduce_refuses_what_is_not_ours(tmp_path):
    assert "holds no results" in said("reproduce", tmp_path, code=2)[1]
    (tmp_path / "manifest.json").write_text('{"made_by": "synaptic", "scenarios": 3}')
    assert "cannot be read" in said("reproduce", tmp_path, code=2)[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"seeds": 2.0}, {"seeds": "4"}, {"seeds": True}, {"seeds": 0}, {"scenarios": []}, {"scenarios": {"a": 1}},
        {"scenarios": [{"name": "a", "yaml": 3}]}, {"scenarios": [{"name": "a" * 300, "yaml": ""}]},
        {"scenarios": [{"name": "..", "yaml": ""}]}, {"versions": 3}, {"command": None},
    ],
)  # fmt: skip
def test_a_changed_manifest_is_refused_in_a_sentence(made, tmp_path, changes):
    manifest = json.loads((made[0] / "manifest.json").read_text()) | changes
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    screen, errors = said("reproduce", tmp_path, "--workers", 1, code=2)
    assert (screen, errors.count("\n")) == ("", 1)
    assert "manifest.json has been changed or damaged and cannot be read" in errors


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_manifest_is_refused_in_a_sentence(tmp_path, damage):
    (tmp_path / "manifest.json").write_bytes(damage)
    assert said("reproduce", tmp_path, code=2)[1].count("\n") == 1


def test_json_has_the_promised_shape(hamlets):
    told = json.loads(said("compare", *hamlets, "--seeds", 3, "--workers", 1, "--json")[0])
    assert told["scenarios"] == ["doing", "connecting"]
    assert (told["seeds"], told["months"], len(told["fingerprints"])) == (3, 24, 2)
    assert told["resources"]["a"] == told["resources"]["b"]
    assert set(told["resources"]["a"]) == {"money", "staff"}
    assert list(told["outcomes"]) == [
        "unmet_need", "avoidable_crises", "net_public_cost", "wellbeing", "inequality", "volunteer_burnout",
    ]  # fmt: skip
    gap = told["outcomes"].pop("inequality")
    assert gap.pop("unit")
    assert gap == dict.fromkeys(("a", "b", "difference", "low", "high")), "all live in one fifth"
    for one in told["outcomes"].values():
        assert set(one) == {"unit", "a", "b", "difference", "low", "high"}
        assert one["difference"] == pytest.approx(one["b"] - one["a"], abs=1e-9)
        assert one["low"] <= one["difference"] <= one["high"]


def test_json_of_three_compares_each_with_the_first(hamlets):
    told = json.loads(said("compare", *hamlets, hamlets[0], "--seeds", 2, "--workers", 1, "--json")[0])
    assert told["scenarios"] == ["doing", "connecting", "doing_2"]
    assert told["outcomes"].pop("inequality")["differences"]["doing_2"] == dict.fromkeys(("difference", "low", "high"))
    for one in told["outcomes"].values():
        assert one["differences"]["doing_2"] == {"difference": 0.0, "low": 0.0, "high": 0.0}
        assert one["a"] == one["c"]


def test_json_of_one(hamlets):
    told = json.loads(said("run", hamlets[0], "--seeds", 2, "--workers", 1, "--json")[0])
    assert set(told["outcomes"]["wellbeing"]) == {"unit", "value", "low", "high"}


def test_the_report_stands_alone_and_is_safe(made):
    page = (made[0] / "report.html").read_text()
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in page
    assert "Doing &lt;b&gt;" in page
    assert "<b>" not in page
    assert page.count("<svg") == page.count("<title id=") == page.count("<desc id=") > 10
    assert page.count("<figure>") == page.count("The numbers")


def test_the_report_speaks_plainly(made):
    import html
    import re

    page = (made[0] / "report.html").read_text().lower()
    shown = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2]))
    for word in ("theta", "synapse", "quintile", "insolven", "hysteresis", "winner", "failing"):
        assert word not in shown, word
    assert shown.count("synaptic") <= 1
    assert shown.count("who pays what share of each service is a judgement (grade d) and is held, not drawn.") == 1


def test_the_workbook_holds_the_paired_differences_and_every_run(made):
    import openpyxl
    import pandas as pd

    runs = pd.read_csv(made[0] / "summary.csv")
    drawn = runs[runs["draw"] == "all"].pivot_table(index="seed", columns="scenario", values="unmet_need")
    first, second = (runs["scenario"].unique()[i] for i in (0, 1))
    apart = (drawn[second] - drawn[first]).dropna()
    book = openpyxl.load_workbook(made[0] / "results.xlsx")
    header, *rows = book["Results"].values
    row = dict(zip(header, next(one for one in rows if one[5] is not None and one[1].startswith("Unmet")), strict=True))
    assert row["Difference"] == pytest.approx(apart.mean())
    assert row["Mean"] - row["First way"] == pytest.approx(apart.mean())
    assert row["Repeat runs"] == len(apart) == 4
    assert row["High"] - row["Difference"] == pytest.approx(3.182446305284263 * apart.std() / 2), "t of 3 degrees"
    assert len(list(book["Runs"].values)) == 1 + len(runs)
    assert any("Doing <b>" in str(one) for line in rows for one in line), "text stays text"


def test_the_summary_for_people_who_decide_fits_two_pages_in_plain_words(made):
    from docx import Document

    from simulation.outputs.office.paper import fits
    from simulation.words import jargon

    paper = Document(made[0] / "summary.docx")
    heads = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert heads[1:] == ["The main outcomes", "How surely", "What it rests on", "How to make it again"]
    text = [one.text for one in paper.paragraphs]
    assert fits(paper)
    assert jargon("\n".join(text[:-1])) == []
    assert any("not a forecast" in one for one in text)
    assert len(paper.tables[0].rows) == 1 + 6


def test_profile_names_every_phase(hamlets):
    from simulation.world import PHASES

    screen = said("run", hamlets[0], "--seeds", 1, "--workers", 1, "--profile")[0]
    assert all(phase.name in screen for phase in PHASES)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--seeds", "0"], "--seeds is 0"),
        (["--years", "0"], "--years is 0"),
        (["--workers", "0"], "--workers is 0"),
        (["--set", "effort.lagg=3"], "Did you mean effort.lag?"),
        (["--set", "effort.lag"], "Write it as --set"),
        (["--set", "effort.lag=0"], "--set: effort.lag is 0"),
        (["--set", "title=Ours"], "--set: title is said in the scenario's own file"),
        (["--set", "run.settling_months=11"], "--set: run.settling_months is 11, but a comparison needs 12 or more"),
        (["--set", "budget.statutory_share=0.9"], "budget.discretionary_share"),
        (["--set", "effort.lag=[1"], "--set: this is not valid YAML"),
        (["--out", "/"], "/ is no folder for results"),
        (["--out", str(ROOT / "docs")], "holds other files"),
        (["--out", "/dev/null/here"], "Cannot write results"),
        (["--record"], "--record needs a folder"),
        (["no_such_thing"], "there is no scenario"),
        (["--set", "place.residents=300"], "write `places: [{name: Our town, residents: ...}]`"),
        (
            ["--set", "place.deprivation=3"],
            "write `places: [{name: Our town, deprivation: ...}]` in a scenario of",
        ),
        (["which_tools_help"], "which_tools_help is a study, not a scenario"),
        (["scenarios/studies/which_tools_help.yaml"], "run.py study scenarios/studies/which_tools_help.yaml --dry-run"),
        (["tools/rationing"], "rationing is no scenario, but goes with any. Write it behind one"),
        (["tools/rationing", "--world", "county"], "rationing is no scenario, but goes with any. Write it behind one"),
        (["flood"], "such as doing_things+flood"),
    ],
)
def test_mistakes_are_told_in_a_sentence(words, sentence):
    screen, errors = said("compare", *words, code=2)
    assert screen == ""
    assert sentence in errors
    assert len(errors.splitlines()) <= 2


def test_of_a_gap_between_fifths_nothing_is_said_where_all_live_in_one(made):
    out, screen = made
    (line,) = [line for line in screen.splitlines() if line.startswith("Gap in crises")]
    assert line.split()[-7:] == ["-", "-", "-", "-", "0", "/", "0"]
    page = (out / "report.html").read_text()
    assert "nan" not in re.sub("<[^>]*>", " ", page).lower().split()


def test_unequal_money_has_its_cause(hamlets):
    asked = ["--seeds", 1, "--workers", 1]
    screen = " ".join(said("compare", *hamlets, *asked, "--set", "budget.on=false")[0].split())
    assert "Not the same money" in screen
    assert "because budget.on is false, so that each way gets whatever its duties come to" in screen
    richer = Path(hamlets[0]).with_name("richer.yaml")
    richer.write_text(f"extends: {hamlets[0]}\nbudget: {{income_growth: 0.05}}\n")
    screen = " ".join(said("compare", hamlets[0], richer, *asked)[0].split())
    assert "because the two differ in more than policy: budget.income_growth." in screen


def test_places_without_money_or_hardly_settled_are_told(hamlets):
    asked = ["--seeds", 1, "--workers", 1]
    screen = " ".join(said("compare", *hamlets, *asked, "--set", "service.on=false")[0].split())
    assert "Neither way has any money" in screen
    assert "settled for 12 months only" in screen
    screen = " ".join(said("run", hamlets[0], *asked, "--set", "run.settling_months=48")[0].split())
    assert "months only" not in screen


def test_a_folder_that_is_gone_is_told(tmp_path):
    command = [sys.executable, str(ROOT / "run.py"), "check", "doing_things"]
    gone = f'mkdir {tmp_path}/gone && cd {tmp_path}/gone && rmdir {tmp_path}/gone && exec "$@"'
    found = subprocess.run(["sh", "-c", gone, "sh", *command], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (2, "")
    assert (
        found.stderr == "The folder that you stand in is no longer there. Go to one that is, with cd, and try again.\n"
    )


def test_what_the_system_refuses_is_not_blamed_on_the_output(capsys):
    with pytest.raises(SystemExit) as ended, commands.told():
        raise OSError(errno.EMFILE, "Too many open files")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "OSError: [Errno 24] Too many open files Add --debug for the whole error.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("words", [["parameters"], ["parameters", "effort.lag"], ["phases", "--json"]])
def test_output_that_finds_no_room_is_told(words):
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, str(ROOT / "run.py"), *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert found.returncode == 2
    assert found.stderr == "The output cannot be written: no space left on device. Make room, or send it elsewhere.\n"


@pytest.mark.parametrize("words", [["check", "x" * 5000], ["query", "x" * 5000], ["report", "x" * 5000]])
def test_a_name_too_long_for_any_file_is_told(words):
    found = subprocess_run(*words)
    assert found.returncode == 2
    assert found.stderr == f"'{'x' * 80}' cannot be used: file name too long. Name another one.\n"


def test_a_study_can_be_packed_by_whoever_stands_in_its_folder(tmp_path, monkeypatch):
    packed = []
    monkeypatch.setattr("simulation.outputs.studied.kept.pack", lambda _, out: packed.append(out))
    monkeypatch.setattr(reporting, "_tell", lambda *_: None)
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    reporting.pack(Path("."), None, as_json=False)
    assert packed == [tmp_path.resolve() / "mine.zip"]


def test_debug_shows_the_whole_error():
    from simulation.scenario import ScenarioError

    with pytest.raises(ScenarioError):
        said("compare", "--seeds", 0, "--debug")


@pytest.mark.skipif(os.name != "posix", reason="signals to a group of processes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stopped_comparison_leaves_nothing_half_written(hamlets, tmp_path, sent):
    leaves_nothing_when_stopped(["compare", *hamlets], tmp_path / "results" / "out", sent)


def test_tools_and_schedules_are_compared_told_and_made_again(hamlets, tmp_path):
    """A tool of one's own beside the scenario that uses it, one of the library behind a name, a change of income."""
    (tmp_path / "tight.yaml").write_text("title: Tight\nschedule: [{from: 6, budget: {income_growth: -0.05}}]\n")
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        f"extends: {hamlets[1]}\ntitle: Ours\nwith: [tight.yaml, {{tool: service_transformation, from: 3}}]\n"
    )
    out = tmp_path / "out"
    names = [hamlets[0], f"{hamlets[0]}+rationing@4", ours]
    text = " ".join(said("compare", *names, "--seeds", 2, "--workers", 1, "--out", out)[0].split())
    assert "Not the same money: " in text
    assert "the two differ in more than policy: budget.income_growth, service.direct_hour" in text
    assert "Tables and report" in text
    assert "differs" not in said("reproduce", out, "--workers", 1)[0]
    report = (out / "report.html").read_text()
    assert "from month 3 until month 21: Price of an hour of direct help (GBP an hour) times 1.0526" in report
    rows = [line.split(",") for line in (out / "summary.csv").read_text().splitlines()]
    assert len({row[0] for row in rows[1:]}) == 3
    told = json.loads(said("check", f"{hamlets[0]}+rationing@4", "--json")[0])
    assert (told["scenario"], told["schedule"][0]["from"]) == ("doing+rationing@4", 4)


def test_a_schedule_is_part_of_the_fingerprint_of_every_run(hamlets, tmp_path):
    later = f"{hamlets[0]}+rationing@23"
    said("compare", hamlets[0], later, "--seeds", 2, "--workers", 1, "--out", tmp_path / "out")
    prints = {one.split(",")[0]: one for one in (tmp_path / "out" / "summary.csv").read_text().splitlines()[1:]}
    mine, theirs = (set(re.findall(r"\b[0-9a-f]{16}\b", prints[name])) for name in ("doing", "doing+rationing@23"))
    assert mine
    assert mine != theirs
