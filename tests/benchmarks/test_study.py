"""What a study costs besides the simulation: run by hand with `pytest -m benchmark -s`. It prints; it does not judge.

Milliseconds a run on local processes, everything but the simulation; how much faster two processes are than one; how
long 10,000 runs take to open, the first time and again; and the memory of the parent at three sizes of study. Beside
every time on the clock stands that of the processors, and how many programs wanted them: on a machine that others use
too, only the former can be believed.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

import psutil
import pytest

from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import Run, perform
from simulation.experiments.studies.jobs import Job, Jobs
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.outcomes import MONEY, measured
from simulation.experiments.studies.running import Done, do, processes
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study
from simulation.outputs.studied.content import content
from simulation.scenario import Scenario

TOWN = """
places:
  - {{name: Hamlet, residents: {residents}, neighbourhood_size: 500}}
run: {{settling_months: 12, years: 1}}
effort: {{connecting_share: {share}}}
"""

HAMLET = {"places": [{"name": "Hamlet", "residents": 300}], "run.settling_months": 12, "run.years": 1}

STUDY = """
question: What does it cost to ask?
ways: [doing.yaml, connecting.yaml]
uncertainties: {{effort.lag: plausible, ladder.functional_up: plausible, activation.opportunity: plausible}}
design: {{kind: latin_hypercube, samples: {samples}}}
"""


def study(folder: Path, samples: int, residents: int = 300) -> Path:
    for name, share in (("doing", 0.0), ("connecting", 0.5)):
        (folder / f"{name}.yaml").write_text(TOWN.format(residents=residents, share=share))
    path = folder / f"study_{samples}.yaml"
    path.write_text(STUDY.format(samples=samples))
    return path


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long something takes on the clock, and of processors: of this process and all that it has started."""
    began, before = perf_counter(), _processors()
    work()
    return perf_counter() - began, _processors() - before


def _processors() -> float:
    me = psutil.Process()
    return sum(sum(one.cpu_times()[:2]) for one in (me, *me.children(recursive=True)))


def load() -> str:
    return f"{os.getloadavg()[0]:.0f} programs at {os.cpu_count()} processors"


def begun(path: Path, out: Path) -> Jobs:
    return Jobs(opened(Study.load(path), out), out)


@cache
def _a_run() -> Run:
    """One run of the hamlet, lived once in each process."""
    (run,) = perform(Task(1, Draw.LUCK, (Arm("hamlet", Scenario.load("doing_things").with_changes(HAMLET)),)))
    assert isinstance(run, Run)
    return run


def all_but_live(job: Job) -> Done:
    """Everything that a job takes besides the simulation: its scenarios, its outcomes, its file on the disk."""
    rows = []
    for arm in job.arms:
        scenario = job.scenario(arm)
        scenario.today()
        row = {"point": job.point, "world": job.world, "way": arm.name, "seed": job.seed}
        rows.append(row | measured(_a_run(), scenario, job.outcomes) | {MONEY: 0.5, "failed": None})
    Store(job.folder).put(job.name, rows)
    return Done()


@pytest.mark.benchmark
@pytest.mark.parametrize("workers", [1, 2])
def test_overhead_of_a_run(tmp_path: Path, workers: int) -> None:
    jobs = begun(study(tmp_path, 500), tmp_path / "out")
    made = processes(workers)(all_but_live, jobs)
    for _ in range(2 * workers):
        next(made)
    rest = len(jobs) - 2 * workers - workers
    took, used = seconds(lambda: [next(made) for _ in range(rest)])
    made.close()
    each, busy = took * workers / rest / 2 * 1e3, used / rest / 2 * 1e3
    print(f"\n{workers} processes: {each:.1f} ms of a process for each run, of which {busy:.1f} ms at work; {load()}")


@pytest.mark.benchmark
def test_two_processes_against_one(tmp_path: Path) -> None:
    path = study(tmp_path, 60, residents=4_000)
    took, used = dict[int, float](), dict[int, float]()
    for workers in (1, 2):
        made = processes(workers)(do, begun(path, tmp_path / str(workers)))
        for _ in range(2 * workers):
            next(made)
        took[workers], used[workers] = seconds(lambda made=made: [next(made) for _ in range(54)])  # type: ignore[misc]
        made.close()
    print(f"\none process {took[1]:.1f} s, two {took[2]:.1f} s: {took[1] / took[2]:.2f} times as fast; {load()}")
    print(f"at work {used[1]:.1f} s and {used[2]:.1f} s: {2 * used[1] / used[2]:.2f} times as fast if alone")


@pytest.mark.benchmark
def test_opening_ten_thousand_runs(tmp_path: Path) -> None:
    jobs = begun(study(tmp_path, 5_000), tmp_path / "out")
    store = Store(tmp_path / "out")
    for number in range(5_000):
        job = jobs[number]
        nothing = dict.fromkeys((*job.outcomes, MONEY), 0.5)
        row = {"point": job.point, "world": job.world, "seed": 1, **nothing, "failed": None}
        store.put(job.name, [row | {"way": arm.name} for arm in job.arms])
    for when in ("the first time", "again"):
        took, used = seconds(lambda: Store(tmp_path / "out").table())
        print(f"\n10,000 runs in 5,000 files, {when}: {took:.2f} s, at work {used:.2f} s; {load()}")
    took, used = seconds(lambda: content(tmp_path / "out"))
    print(f"\nall that a report says of them: {took:.2f} s, at work {used:.2f} s; {load()}")


WEIGH = """
import sys
from pathlib import Path
from psutil import Process
from simulation.experiments.studies.jobs import Jobs, lost
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.running import Done, run
from simulation.experiments.studies.study import Study

def elsewhere(work, jobs):
    for number in range(len(jobs)):
        jobs[number]
        yield number, Done()

path = Path(sys.argv[1])
jobs = Jobs(opened(Study.load(path), path.with_suffix("")), path.with_suffix(""))
before = most = Process().memory_info().rss
for number, _ in enumerate(run(jobs, jobs.missing(set()), elsewhere)):
    if number % 100 == 0:
        most = max(most, Process().memory_info().rss)
print(before, most)
"""
"""The memory of a parent before it hands out the jobs of a study, and the most while it does, in bytes.

Asked again and again, as the peak that the system keeps counts that of the process which started this one as well.
"""


@pytest.mark.benchmark
def test_memory_of_the_parent(tmp_path: Path) -> None:
    print()
    for samples in (1_000, 10_000, 100_000):
        said = subprocess.check_output([sys.executable, "-c", WEIGH, str(study(tmp_path, samples))], text=True)
        before, after = (int(one) / 2**20 for one in said.split())
        print(f"{2 * samples:,} runs: {before:.0f} MB before, {after:.0f} MB at most")
