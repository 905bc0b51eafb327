"""Two tiny ways of working, and their comparison."""

import pytest

from simulation.experiments.design import plan
from simulation.outputs import store
from simulation.scenario import Scenario

HAMLET = """
title: {title}
description: A hamlet for tests.
places:
  - {{name: Hamlet, residents: 600, neighbourhood_size: 500}}
run: {{settling_months: 12, years: 2}}
effort: {{connecting_share: {share}, earliness: {earliness}}}
"""


@pytest.fixture(scope="session")
def hamlets(tmp_path_factory):
    """Paths of two scenarios of one hamlet, in a folder of their own."""
    folder = tmp_path_factory.mktemp("hamlets")
    for name, share, earliness in (("doing", 0.0, 0.3), ("connecting", 0.5, 0.8)):
        (folder / f"{name}.yaml").write_text(HAMLET.format(title=name.title(), share=share, earliness=earliness))
    return [str(folder / "doing.yaml"), str(folder / "connecting.yaml")]


@pytest.fixture(scope="session")
def design(hamlets):
    return plan([Scenario.load(path) for path in hamlets], seeds=5)


@pytest.fixture(scope="session")
def comparison(design):
    return store.answer(design, 1, lambda _: None)
