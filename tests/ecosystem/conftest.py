"""A village of one's own, in two ways of working, in the folder that one stands in."""

import pytest

VILLAGE = """
title: {title}
places:
  - {{name: Village, residents: 1200, neighbourhood_size: 600, informal_groups: 20, halls: 5}}
run: {{settling_months: 12, years: 2}}
effort: {{connecting_share: {share}, earliness: {earliness}}}
"""


def write_ways(folder):
    """Write `ours.yaml` and `theirs.yaml`."""
    (folder / "ours.yaml").write_text(VILLAGE.format(title="Ours", share=0.0, earliness=0.3))
    (folder / "theirs.yaml").write_text(VILLAGE.format(title="Theirs", share=0.3, earliness=0.6))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to stand in, with both."""
    write_ways(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
