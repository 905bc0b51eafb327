"""What `run.py study` says: before it starts, where it may not, and when it is done."""

import json
from math import isclose

import pytest
from asking import asked, said

from simulation.experiments.studies import estimate
from simulation.experiments.studies.reading import STUDIES
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study
from simulation.world import World

SAME = "All ways of working had the same money, to the penny, at every point and in every repeat run."

SHIPPED = sorted(path.stem for path in STUDIES.glob("*.yaml"))


def test_a_dry_run_says_how_many_runs_how_long_and_how_much_disk_and_writes_nothing(small, tmp_path):
    out = tmp_path / "out"
    said = json.loads(asked(small, "--out", out, "--dry-run", "--workers", 2, "--json")[0])
    assert (said["points"], said["seeds"], said["ways"], said["worlds"]) == (3, 2, 2, 1)
    assert (said["tasks"], said["runs"]) == (6, 12)
    assert said["seconds"] > 0
    assert not out.exists()
    words, _ = asked(small, "--out", out, "--dry-run", "--workers", 2)
    assert "12 runs (3 points x 2 repeat runs x 2 ways of working x 1 world)" in words
    assert "What varies: effort.lag, ladder.functional_up." in words


def test_the_first_place_that_a_process_lives_in_is_not_what_a_study_is_reckoned_from(small, monkeypatch):
    """On a clock on which the first place takes 100 seconds to make, as it does while kernels load, and others one."""
    now, made = 0.0, 0

    class Slow(World):
        def __init__(self, *args, **kwargs):
            nonlocal now, made
            made += 1
            now += 100.0 if made == 1 else 1.0
            super().__init__(*args, **kwargs)

    monkeypatch.setattr("simulation.world.World", Slow)
    monkeypatch.setattr(estimate.time, "perf_counter", lambda: now)
    found = estimate.estimate(Study.load(small), workers=1)
    assert found.seconds == pytest.approx(6 * 1.0 + 12 * estimate.OVERHEAD)


def test_the_disk_that_a_study_takes_is_estimated_from_above_and_not_by_much(small, tmp_path):
    asked(small, "--out", tmp_path / "out", "--workers", 1)
    blocks = sum(-(-path.stat().st_size // 4096) * 4096 for path in (tmp_path / "out" / "runs").iterdir())
    assert blocks <= estimate.disk(Study.load(small)) < 2 * blocks + 10_000


def test_twice_as_many_repeat_runs_take_twice_the_disk(small, like):
    once, twice = (estimate.disk(Study.load(path)) for path in (small, like("twice", ("seeds: 2", "seeds: 4"))))
    assert isclose(twice, 2 * once)


def test_a_study_too_large_to_store_is_refused_unless_one_insists(like, tmp_path, monkeypatch):
    monkeypatch.setattr(estimate, "MOST_BYTES", 10_000)
    large = like("large", ("samples: 3", "samples: 20"))
    _, errors = asked(large, "--out", tmp_path / "out", code=2)
    assert "20 points, 80 runs, which take about" in errors
    assert "Ask for fewer samples or seeds, or add --yes." in errors
    assert not (tmp_path / "out").exists()
    told = " ".join(asked(large, "--out", tmp_path / "out", "--dry-run")[0].split())
    assert "MB of disk." in told
    assert errors.strip() in told


def test_a_grid_that_cannot_be_listed_is_refused_before_it_is_made(like, tmp_path):
    grid = like(
        "grid",
        ("{effort.lag: plausible, ladder.functional_up: plausible}", "all"),
        ("{kind: latin_hypercube, samples: 3}", "full_factorial"),
    )
    _, errors = asked(grid, "--out", tmp_path / "out", "--yes", code=2)
    assert "but at most 10,000,000 points can be listed" in errors


def test_what_is_done_is_told_for_machines(small, tmp_path):
    said = json.loads(asked(small, "--out", tmp_path / "out", "--workers", 1, "--json")[0])
    made = [str(tmp_path / "out" / name) for name in ("report.html", "results.xlsx", "summary.docx")]
    assert said == {
        "folder": str(tmp_path / "out"), "runs": 12, "planned": 12, "found": "", "money": [SAME], "failed": [],
        "files": made,
    }  # fmt: skip
    again = json.loads(asked(tmp_path / "out", "--workers", 1, "--json")[0])
    assert again["found"] == "finished tasks: 6"
    assert again["runs"] == 12


def test_a_study_that_is_done_has_its_report_its_workbook_and_its_summary(small, tmp_path):
    out = tmp_path / "our study"
    screen = asked(small, "--out", out, "--workers", 1)[0]
    made = [out / name for name in ("report.html", "results.xlsx", "summary.docx")]
    assert all(one.name in screen for one in made)
    held = [one.read_bytes() for one in made]
    said("report", str(out))
    assert [one.read_bytes() for one in made] == held


def test_ways_that_differ_in_more_than_policy_are_told_to_have_other_money(small, like, tmp_path):
    richer = small.with_name("richer.yaml")
    richer.write_text(small.with_name("connecting.yaml").read_text() + "budget: {income_growth: 0.05}\n")
    unequal = like("unequal", ("connecting.yaml", "richer.yaml"), ("seeds: 2", "seeds: 2\nyears: 2"))
    said, _ = asked(unequal, "--out", tmp_path / "out", "--workers", 1)
    said = " ".join(said.split())
    assert "Not the same money: Connecting had £" in said
    assert "(not the same in 6 of 6 pairs), because the two differ in more than policy: " in said
    assert SAME not in said


def test_worlds_of_other_populations_each_keep_their_own_people(small, like, tmp_path):
    places = "places: [{{name: {0}, residents: {1}, neighbourhood_size: 500}}]\nrun: {{settling_months: 12}}\n"
    for name, residents in (("hamlet", 200), ("village", 600)):
        small.with_name(f"{name}.yaml").write_text(places.format(name, residents))
    for name, share in (("as_today", 0.0), ("otherwise", 0.5)):
        small.with_name(f"{name}.yaml").write_text(f"extends: hamlet.yaml\neffort: {{connecting_share: {share}}}\n")
    study = like(
        "worlds",
        ("ways: [doing.yaml, connecting.yaml]", "ways: [as_today.yaml, otherwise.yaml]\nyears: 1"),
        ("seeds: 2", "worlds: [hamlet.yaml, village.yaml]"),
        ("outcomes: [unmet_need,", "outcomes: [people_in_the_last_year.residents,"),
    )
    asked(study, "--out", tmp_path / "out", "--workers", 1)
    table = Store(tmp_path / "out").table()
    people = table.groupby("world")["people_in_the_last_year.residents"]
    assert people.size().to_dict() == {"hamlet": 6, "village": 6}
    assert people.min()["hamlet"] > 150
    assert people.max()["hamlet"] < 250 < 500 < people.min()["village"]
    for point in range(3):
        rows = table[table["point"] == point]
        assert rows["effort.lag"].nunique() == 1, "a point is the same in every world"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_study_is_sound_and_small_enough_to_try(name):
    study = Study.load(name)
    assert study.title.endswith("?")
    assert study.question.endswith((".", "?"))
    assert 8 <= study.runs <= 2_000
    assert len(study.points) == study.size
    assert list(study.points.columns) == list(study.inputs)


def test_there_are_studies_of_every_kind_that_the_page_lists():
    assert {Study.load(name).design.kind for name in SHIPPED} == {
        "fractional_factorial", "full_factorial", "latin_hypercube", "list", "morris", "sobol",
    }  # fmt: skip
    page = (STUDIES.parents[1] / "docs" / "STUDIES.md").read_text()
    assert all(f"| `{name}` |" in page for name in SHIPPED)


HAMLET = "places: [{name: Hamlet, residents: 200, neighbourhood_size: 500}]\nrun: {settling_months: 12, years: 1}\n"


@pytest.fixture
def next_pounds(tmp_path):
    """A study, without a design, of a hamlet as it is and of the same with 5,000 pounds a year more, by two ways."""
    ours = {
        "as_it_is": "title: As it is\n" + HAMLET,
        "richer": "extends: as_it_is.yaml\ntitle: Help\nbudget: {added: 5000}\n",
        "connected": "extends: as_it_is.yaml\ntitle: Ties\nbudget: {added: 5000, added_to_connecting: 1}\n",
    }
    for name, told in ours.items():
        (tmp_path / f"{name}.yaml").write_text(told)
    (tmp_path / "next.yaml").write_text(
        "question: On what?\nways: [as_it_is.yaml, richer.yaml, connected.yaml]\nseeds: 2\n"
        "outcomes: [unmet_need, net_public_cost]\n"
    )
    return tmp_path / "next.yaml"


def test_the_best_next_pounds_are_told_as_more_money_and_a_study_without_a_design_goes_on(next_pounds, tmp_path):
    out = tmp_path / "out"
    asked(next_pounds, "--out", out, "--workers", 1)
    again = json.loads(asked(out, "--workers", 1, "--json")[0])
    assert (again["found"], again["runs"], again["failed"]) == ("finished tasks: 2", 6, [])
    screen = " ".join(said("best-next", out)[0].split())
    assert "given £5,000 a year more in each place" in screen
    assert "is no forecast" in screen
    assert (out / "best-next.html").is_file()
    told = json.loads(said("report", out, "--json")[0])
    assert any(line.startswith(("Help:", "Ties:")) for line in told["short"])
    page = (out / "report.html").read_text()
    assert "Not the same money: Help; Ties had £5,000 more" in page


def test_every_way_of_the_shipped_question_has_a_hundred_thousand_pounds_on_top():
    first, *others = (arm.scenario for arm in Study.load("the_next_100000").arms(""))
    assert first.budget.added == 0.0
    assert len(others) == 4
    for month in (0, 60):
        assert [one.at(month).budget.added for one in others] == [100_000.0] * 4
    for one in others:
        assert {key for key in one.values if one.values[key] != first.values[key]} <= {
            "budget.added", "budget.added_to_connecting",
        }  # fmt: skip
