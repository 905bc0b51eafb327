"""A village of one's own, in two ways of working, in the folder that one stands in."""

import pytest

VILLAGE = """
title: {title}
places:
  - {{name: Village, residents: 1200, neighbourhood_size: 600, informal_groups: 20, halls: 5}}
run: {{settling_months: 12, years: 2}}
effort: {{connecting_share: {share}, earliness: {earliness}}}
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder to stand in, with `ours.yaml` and `theirs.yaml`."""
    (tmp_path / "ours.yaml").write_text(VILLAGE.format(title="Ours", share=0.0, earliness=0.3))
    (tmp_path / "theirs.yaml").write_text(VILLAGE.format(title="Theirs", share=0.3, earliness=0.6))
    monkeypatch.chdir(tmp_path)
    return tmp_path
