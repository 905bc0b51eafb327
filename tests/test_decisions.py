"""Each decision that luck takes has one name and one place, and there is no other luck: read off the source."""

import ast
import itertools
from collections import defaultdict

import pytest

from simulation.chance import Decision
from simulation.kernels import PACKAGE

SOURCES = ("random", "secrets", "uuid", "np.random", "numpy.random", "os.urandom")
"""Other sources of luck, none of which the package may use."""

ALLOWED = {
    ("agents/agent_set.py", "random.Random"),
    ("experiments/cluster.py", "uuid"),
    ("experiments/cluster.py", "uuid.uuid4"),
    ("experiments/studies/designs.py", "np.random"),
    ("experiments/analysis/indices.py", "np.random"),
    ("experiments/analysis/regions.py", "np.random"),
    ("experiments/analysis/worth.py", "np.random"),
}
"""An argument's type of Mesa's AgentSet; a folder's mark; seeded draws of designs and of resampling: no world's."""


def decisions_taken(tree):
    """The decisions (4 x block + word) that a module takes."""
    taken = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        blocks = {  # names that stand for a block, such as block = (Decision.X >> 2) + ladder
            node.targets[0].id: named(node.value)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and named(node.value)
        }
        unpacked = {id(node.value): node.targets[0] for node in ast.walk(function) if isinstance(node, ast.Assign)}
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if (name, len(call.args)) not in (("words", 4), ("uniform", 4), ("draw", 5), ("draw_each", 6)):
                continue
            last = call.args[3]
            members = blocks.get(last.id, set()) if isinstance(last, ast.Name) else named(last)
            for member in members:
                if name == "uniform":
                    taken.add(int(Decision[member]))
                    continue
                first = Decision[member] // 4 * 4
                words = unpacked.get(id(call)) if name == "words" else call.args[-1]
                taken |= {first + word for word in words_read(words, function)}
    return taken


def named(node):
    """Members of Decision named in an expression."""
    return {
        inner.attr
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id == "Decision"
    }


def words_read(target, function):
    """Which of the four words a call's result is used for; those of many keys stand one after the other."""
    if isinstance(target, ast.Tuple):
        return [number for number, part in enumerate(target.elts) if part.id != "_"]
    used = {
        index.value
        if isinstance(index := node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice, ast.Constant)
        else None
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == target.id
    }
    return range(4) if None in used else sorted(used)


@pytest.fixture(scope="module")
def modules():
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text()) for file in PACKAGE.rglob("*.py")}


@pytest.fixture(scope="module")
def taken(modules):
    """Which files take each decision in a world: {decision: {file}}. Bare runs of a mechanism are no world."""
    places = defaultdict(set)
    for file, tree in modules.items():
        if file != "chance.py" and not file.startswith("verification/"):
            for decision in decisions_taken(tree):
                places[decision].add(file)
    return places


def reach(member):
    """Every number that a member stands for: a queue's for each of five ladders, a block's for all its words."""
    if Decision.QUEUE_TICKET <= member <= Decision.PLACEMENT:
        return {member + 4 * ladder for ladder in range(5)}
    if member in (Decision.STIMULATE_OTHERS, Decision.CONNECT_OTHERS):
        return {member + word for word in range(3)}
    whole_block = member in (Decision.CONNECT_WITH, Decision.STIMULATE_RIVALS)
    return {member + word for word in range(4)} if whole_block else {int(member)}


def test_no_two_decisions_share_a_number():
    assert len(Decision.__members__) == len(set(Decision)), "an alias: two names with one number"
    for one, other in itertools.combinations(Decision, 2):
        assert not reach(one) & reach(other), f"{one.name} and {other.name} meet"


def test_making_a_population_takes_numbers_of_its_own():
    assert max(max(reach(member)) for member in Decision if member is not Decision.SYNTHESIS) < Decision.SYNTHESIS
    assert Decision.SYNTHESIS % 4 == 0


def test_each_decision_is_taken_in_one_file(taken):
    assert {number: files for number, files in taken.items() if len(files) != 1} == {}


def test_every_named_decision_is_taken_and_every_decision_taken_is_named(taken):
    named_numbers = {number for member in Decision for number in reach(member)}
    assert set(taken) - named_numbers == set()
    untaken = {member.name for member in Decision if not reach(member) & set(taken)}
    assert untaken - {"SYNTHESIS"} == set()


def test_no_other_source_of_luck(modules):
    """No generator of NumPy's, of Python's, or of anyone else's anywhere in the package."""
    found = []
    for file, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                names = [f"{node.value.id}.{node.attr}"]
            else:
                continue
            found += [(file, name) for name in names if is_luck(name)]
    assert set(found) - ALLOWED == set()


def is_luck(name):
    return f"{name}.".startswith(tuple(f"{source}." for source in SOURCES)) or name.endswith((".rvs", "default_rng"))


@pytest.mark.parametrize("name", ["np.random", "numpy.random.default_rng", "random", "random.choice", "poisson.rvs"])
def test_other_luck_would_be_seen(name):
    assert is_luck(name)
