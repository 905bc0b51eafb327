"""What all tests share: property tests draw the same examples each time, and may wait for a compiler; a small world."""

import copy

import pytest
from hypothesis import settings
from recorded_worlds import hamlet, recorded, two_hamlets, worlds

__all__ = ["hamlet", "recorded", "two_hamlets", "worlds"]

pytest.register_assert_rewrite("browsing", "command_line", "looking", "programs")

settings.register_profile("synaptic", deadline=None, derandomize=True, database=None)
settings.load_profile("synaptic")

TWO_VILLAGES = """
places:
  - {name: Upper Village, residents: 700, neighbourhood_size: 500, informal_groups: 20, halls: 5}
  - {name: Lower Village, residents: 300, neighbourhood_size: 500, informal_groups: 20, halls: 5}
run: {settling_months: 48}
"""


@pytest.fixture(scope="session")
def two_villages(tmp_path_factory):
    """The path of a scenario: two villages, 1,000 residents, settled for four years."""
    path = tmp_path_factory.mktemp("scenarios") / "two_villages.yaml"
    path.write_text(TWO_VILLAGES)
    return str(path)


@pytest.fixture(scope="session")
def _settled(two_villages):
    from simulation.world import World

    return World(two_villages, rng=7)


@pytest.fixture
def world(_settled):
    """Two villages at month 0, for a test to do with as it likes."""
    return copy.deepcopy(_settled)


@pytest.fixture(autouse=True)
def _no_shelf(monkeypatch, tmp_path_factory):
    """Nothing is found that another test has made: a file stands where the shelf would be."""
    stands = tmp_path_factory.getbasetemp() / "no shelf"
    stands.touch()
    monkeypatch.setattr("simulation.experiments.shelf.FOLDER", stands)
