"""Compiled code must never be older than the rules that it was compiled from."""

import ast
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest
from numba.core.event import Listener, install_listener

from simulation.kernels import PACKAGE, prefetch, source_hash

ASK = """
import numpy as np
from simulation.kernels import CACHE
from simulation.mechanisms.routing import _give
civic, given = np.zeros(1, np.int32), np.zeros(1, np.int64)
first, wanted, half = np.zeros(1, np.int32), np.full(1, 100, np.int32), np.full(1, 50, np.int64)
_give(first, wanted, first, first, half, 2 * half, civic, given)
print(civic[0], sum(1 for _ in CACHE.rglob("*.nbc")), CACHE)
"""
"""Asks a kernel of routing.py for its share of 50 minutes when 100 are asked; the rule is in kin.py."""


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def ask(folder, cache="cache", told=""):
    """What the kernel answers in a fresh process, how many compiled functions are cached, and where."""
    env = {**os.environ, "SYNAPTIC_CACHE": str(folder / cache), "PYTHONPATH": str(folder)}
    env.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run([sys.executable, "-c", ASK], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert told in done.stderr if told else not done.stderr
    answer, compiled, where = done.stdout.split()
    return int(answer), int(compiled), Path(where)


def test_a_rule_changed_in_another_file_changes_the_answer(copied):
    answer, compiled, cache = ask(copied)
    assert answer == 50
    assert compiled > 0
    assert cache == copied / "cache" / f"numba-{source_hash(copied / 'simulation')}"

    rules = copied / "simulation" / "mechanisms" / "kin.py"
    before = "return (np.int64(ask) * np.int64(share)) >> 16"
    assert before in rules.read_text()
    rules.write_text(rules.read_text().replace(before, "return np.int64(7)"))
    assert ask(copied)[0] == 7


def test_the_version_follows_every_source_and_card(copied):
    package = copied / "simulation"
    first = source_hash(package)
    assert first == source_hash(PACKAGE)
    card = package / "parameters" / "kin_test.yaml"
    card.write_text("a: 1\n")
    second = source_hash(package)
    card.rename(package / "parameters" / "kin_other.yaml")
    third = source_hash(package)
    (package / "notes.txt").write_text("not a source")
    assert len({first, second, third}) == 3
    assert source_hash(package) == third


@pytest.mark.parametrize("damaged", ["*.nbi", "*.nbc"])
@pytest.mark.parametrize("kept", [0, pytest.param(40, marks=pytest.mark.slow)])
def test_damaged_code_is_compiled_anew(copied, damaged, kept):
    _, compiled, cache = ask(copied)
    whole = {file: file.stat().st_size for file in cache.rglob(damaged)}
    for file in whole:
        os.truncate(file, kept)
    assert ask(copied)[:2] == (50, compiled)
    assert {file: file.stat().st_size for file in cache.rglob(damaged)} == whole


def test_where_the_cache_cannot_be_written_it_lasts_as_long_as_the_process(copied):
    (copied / "file").write_text("")
    answer, compiled, cache = ask(copied, "file/cache", f"{copied}/file/cache cannot be written")
    assert answer == 50
    assert compiled > 0
    assert not cache.parent.exists()
    assert not list(copied.rglob("*.nbi"))


class PressesCtrlC(Listener):
    """Somebody who presses Ctrl-C as soon as a function is being compiled."""

    def on_start(self, _):
        signal.raise_signal(signal.SIGINT)

    def on_end(self, _):
        pass


@pytest.fixture
def hears_ctrl_c():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler


@pytest.mark.usefixtures("hears_ctrl_c")
def test_ctrl_c_is_heard_once_the_function_that_is_being_compiled_is_whole():
    twice = numba.njit(lambda number: 2 * number)
    with pytest.raises(KeyboardInterrupt), install_listener("numba:compile", PressesCtrlC()):
        twice(21)
    assert len(twice.overloads) == 1
    assert twice(21) == 42


def test_fetching_ahead_is_asked_of_the_processor_and_changes_nothing():
    @numba.njit
    def fetch(table, row):
        prefetch(table, row)
        return table.sum()

    table = np.arange(12).reshape(4, 3)
    assert fetch(table, 2) == fetch(table, -1_000_000) == 66
    (machine_code,) = fetch.inspect_llvm().values()
    assert "call void @llvm.prefetch" in machine_code


@pytest.mark.parametrize(("module", "before_the_first"), [("simulation.anything", 4), ("somebody.elses", 9)])
def test_in_this_package_only_an_index_that_is_spelled_out_counts_from_the_end(module, before_the_first):
    def last_and(numbers, place):
        return numbers[-1], numbers[place]

    last_and.__module__ = module
    compiled, numbers = numba.njit(last_and), np.arange(10)
    assert compiled(numbers[5:], 2) == (9, 7)
    assert compiled(numbers[5:], -1) == (9, before_the_first)


def compiled_functions():
    """The package's rules and kernels, by file and name."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text())):
            decorators = {ast.unparse(one) for one in getattr(function, "decorator_list", ())}
            if decorators & {"kernel", "rule", "spelled_out"}:
                yield f"{file.name}: {function.name}", function


def from_the_end_among_several(function):
    """Indices such as `shares[p, -1]`, which would be read from another row."""
    for node in ast.walk(function):
        several = node.slice.elts if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) else ()
        if any(isinstance(index, ast.UnaryOp) for index in several):
            yield ast.unparse(node)


def test_among_several_indices_none_counts_from_the_end():
    wrong = ast.parse("def total(shares):\n    return shares[-1] + shares[0, -1] - shares[-1][0] + shares[0, : -1]")
    assert list(from_the_end_among_several(wrong)) == ["shares[0, -1]"]
    compiled = dict(compiled_functions())
    assert len(compiled) > 250
    assert {name: found for name, one in compiled.items() if (found := list(from_the_end_among_several(one)))} == {}


LIVE = """
from pathlib import Path
from simulation.scenario import Scenario
from simulation.world import World
places = [{"name": name, "residents": 2000, "neighbourhood_size": 500} for name in ("Upper", "Lower")]
for file in Path("scenarios").glob("*.yaml"):
    world = World(Scenario.load(str(file)).with_changes({"places": places, "run.settling_months": 12}), rng=1)
    for _ in range(36):
        world.step_month()
print("lived")
"""

SETTLE_WHERE_NOBODY_IS_LEFT = """
import sys
sys.path.append("tests")
from mechanisms.test_demography import alive, live, people
from simulation.population.turnover import compact, depart
world = people(3000)
rows = alive(world)
depart(world, rows[world.residents.neighbourhood[rows] == 0])
compact(world)
live(world, 3)
print("lived" if (world.residents.neighbourhood[alive(world)] == 0).any() else "nobody came")
"""


@pytest.mark.slow
@pytest.mark.parametrize("life", [LIVE, SETTLE_WHERE_NOBODY_IS_LEFT], ids=["every scenario", "an empty neighbourhood"])
def test_no_kernel_reads_before_or_beyond_an_array(life, tmp_path):
    env = {**os.environ, "SYNAPTIC_CACHE": str(tmp_path), "NUMBA_BOUNDSCHECK": "1"}
    env.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run([sys.executable, "-c", life], cwd=PACKAGE.parent, env=env, capture_output=True, text=True)
    assert done.stdout == "lived\n", done.stderr
