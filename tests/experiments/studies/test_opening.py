"""Whether a study may go into a folder, and what is said where it may not."""

import shutil

import pytest

from simulation.experiments.studies import opening
from simulation.experiments.studies.jobs import Jobs
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.reading import STUDIES
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study
from simulation.outputs.folder import FolderError
from simulation.scenario import ScenarioError

SHIPPED = sorted(path.stem for path in STUDIES.glob("*.yaml"))


def test_a_folder_of_another_study_is_refused(small, like, tmp_path):
    opened(Study.load(small), tmp_path)
    other = like("other", ("effort.lag: plausible", "effort.lag: [6, 18]"))
    with pytest.raises(FolderError, match=r"holds another study, 'A small study': uncertainties are not the same\."):
        opened(Study.load(other), tmp_path)


def test_another_kind_of_design_is_another_study(small, like, tmp_path):
    opened(Study.load(small), tmp_path)
    other = like("other", ("samples: 3", "samples: 3, seed: 2"))
    with pytest.raises(FolderError, match="design are not the same"):
        opened(Study.load(other), tmp_path)


def test_a_folder_of_another_version_is_refused(small, tmp_path, monkeypatch):
    opened(Study.load(small), tmp_path)
    now = opening.versions()
    monkeypatch.setattr(opening, "versions", lambda: now | {"model": "later"})
    with pytest.raises(FolderError, match=rf"was made by another version \(model {now['model']}, now later\)"):
        opened(Study.load(small), tmp_path)


def test_a_scenario_that_somebody_changed_is_refused(small, tmp_path):
    opened(Study.load(small), tmp_path)
    way = small.with_name("doing.yaml")
    before = way.read_text()
    try:
        way.write_text(before + "burnout: {gain: 0.3}\n")
        with pytest.raises(FolderError, match="holds runs of doing/doing as it was before somebody changed it"):
            opened(Study.load(small), tmp_path)
    finally:
        way.write_text(before)


def test_more_is_added_only_where_that_is_said(small, like, tmp_path):
    opened(Study.load(small), tmp_path)
    more = Study.load(like("more", ("seeds: 2", "seeds: 3")))
    with pytest.raises(FolderError, match=r"holds 2 repeat runs of 3 points, .* asks for 3 repeat .*--extend"):
        opened(more, tmp_path)
    assert opened(more, tmp_path, extend=True).seeds == 3
    with pytest.raises(FolderError, match="holds more than this study asks for: 3 repeat runs of 3 points"):
        opened(Study.load(small), tmp_path, extend=True)


def test_points_of_a_grid_cannot_be_added(like, tmp_path):
    changes = [("{kind: latin_hypercube, samples: 3}", "{kind: full_factorial, levels: 2}")]
    opened(Study.load(like("grid", *changes)), tmp_path)
    changes = [("{kind: latin_hypercube, samples: 3}", "{kind: full_factorial, levels: 3}")]
    with pytest.raises(FolderError, match="design are not the same"):
        opened(Study.load(like("finer", *changes)), tmp_path, extend=True)


def test_a_study_that_names_no_design_is_every_combination_in_its_own_folder_too(like, tmp_path):
    asked = Study.load(like("plain", ("design: {kind: latin_hypercube, samples: 3}\n", "")))
    held = opened(asked, tmp_path)
    assert held.design == asked.design
    assert opened(Study.load(tmp_path / "study.yaml"), tmp_path) == held
    assert held.points.to_numpy().tolist() == asked.points.to_numpy().tolist()
    assert held.size == 4


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_study_can_be_gone_on_with_from_its_own_folder(name, tmp_path):
    held = opened(Study.load(name), tmp_path)
    assert opened(Study.load(tmp_path / "study.yaml"), tmp_path) == held


def test_a_folder_of_other_files_is_left_alone(small, tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(FolderError, match="holds other files and no study"):
        opened(Study.load(small), tmp_path)
    with pytest.raises(FolderError, match="is a file"):
        opened(Study.load(small), tmp_path / "thesis.docx")


def test_a_folder_whose_study_is_damaged_says_so(small, tmp_path):
    opened(Study.load(small), tmp_path)
    (tmp_path / "study.yaml").write_text("question: [")
    with pytest.raises(FolderError, match=r"study.yaml cannot be read: .*Choose another folder"):
        opened(Study.load(small), tmp_path)


def test_results_of_which_nobody_knows_the_study_are_not_mixed_with_others(small, tmp_path):
    opened(Study.load(small), tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / f"{'0' * 32}.parquet").touch()
    (tmp_path / "study.yaml").unlink()
    with pytest.raises(FolderError, match=r"holds results, but no study.yaml .* Put that file back, or choose another"):
        opened(Study.load(small), tmp_path)


def test_points_that_are_damaged_are_told_and_written_anew(small, tmp_path):
    opened(Study.load(small), tmp_path)
    points = tmp_path / "points.parquet"
    whole = points.read_bytes()
    for damaged in (whole[:100], b""):
        points.write_bytes(damaged)
        with pytest.raises(FolderError, match=r"points.parquet is damaged or not there. Let run.py study go on"):
            Store(tmp_path).table()
        opened(Study.load(small), tmp_path)
        assert points.read_bytes() == whole


def test_what_a_killed_start_left_is_no_obstacle(small, tmp_path):
    opened(Study.load(small), tmp_path)
    (tmp_path / "study.yaml").unlink()
    (tmp_path / ".study.yaml.elsewhere.1.part").write_text("half")
    assert opened(Study.load(small), tmp_path).made_of


def test_the_folder_is_a_study_of_its_own_without_the_files_that_it_came_from(small, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(small.parent, elsewhere)
    held = opened(Study.load(elsewhere / "small.yaml"), tmp_path / "out")
    shutil.rmtree(elsewhere)
    again = Study.load(tmp_path / "out" / "study.yaml")
    assert again == held
    assert opened(again, tmp_path / "out") == held
    assert [arm.scenario.effort.connecting_share for arm in again.arms("doing")] == [0.0, 0.5]
    assert Store(tmp_path / "out").points.equals(again.points)


@pytest.fixture
def with_tools(small, tmp_path):
    """A study that switches a tool of its own and one of the library's, in a folder of its own."""
    path = tmp_path / "asked" / "tools.yaml"
    path.parent.mkdir()
    for name in ("doing.yaml", "connecting.yaml"):
        shutil.copy(small.with_name(name), path.parent)
    (path.parent / "ours.yaml").write_text("title: Ours\nschedule: [{until: 6, effort: {earliness: 0.9}}]\n")
    path.write_text(
        "question: What do tools do?\nways: [doing.yaml, connecting.yaml+ours.yaml@3]\n"
        "tools: [ours.yaml@6, rationing@2]\noutcomes: [unmet_need]\n"
    )
    return path


def test_tools_of_one_s_own_are_found_beside_the_study_and_kept_in_its_folder(with_tools, tmp_path):
    asked = Study.load(with_tools)
    held = opened(asked, tmp_path / "out")
    names = [Jobs(held, tmp_path / "out").name(number) for number in range(4)]
    shutil.rmtree(with_tools.parent)
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    again = Study.load(tmp_path / "elsewhere" / "study.yaml")
    assert opened(again, tmp_path / "elsewhere") == again
    jobs = Jobs(again, tmp_path / "elsewhere")
    assert [jobs.name(number) for number in range(4)] == names
    assert sorted(one.name for one in (tmp_path / "elsewhere" / "tools").iterdir()) == ["ours.yaml", "rationing.yaml"]
    assert again.tools == asked.tools
    without, ours = (jobs[number].scenario(jobs[number].arms[0]) for number in (0, 2))
    usual = without.effort.earliness
    assert [ours.at(month).effort.earliness for month in (5, 6, 11)] == [usual, 0.9, 0.9]


def test_a_tool_that_somebody_changed_is_refused(with_tools, tmp_path):
    opened(Study.load(with_tools), tmp_path / "out")
    ours = with_tools.with_name("ours.yaml")
    ours.write_text(ours.read_text().replace("0.9", "0.8"))
    with pytest.raises(FolderError, match=r"holds runs of .*with\.ours\.yaml@6.* as it was before somebody changed it"):
        opened(Study.load(with_tools), tmp_path / "out")


def test_two_tools_of_one_name_are_refused(with_tools, tmp_path):
    (with_tools.parent / "more").mkdir()
    (with_tools.parent / "more" / "ours.yaml").write_text("effort: {earliness: 0.5}\n")
    with_tools.write_text(with_tools.read_text().replace("rationing@2", "more/ours.yaml"))
    with pytest.raises(ScenarioError, match="two different tools are called ours"):
        opened(Study.load(with_tools), tmp_path / "out")
    assert not (tmp_path / "out" / "study.yaml").exists()


def test_a_shared_problem_for_salib(small):
    study = Study.load(small)
    lag, up = (study.inputs[name] for name in ("effort.lag", "ladder.functional_up"))
    assert study.problem() == {
        "num_vars": 2,
        "names": ["effort.lag", "ladder.functional_up"],
        "bounds": [[lag.low, lag.high], [up.low, up.high]],
    }
