"""Two tiny ways of working whose titles have to be escaped."""

import pytest

HAMLET = """
title: {title}
places:
  - {{name: Hamlet, residents: 400, neighbourhood_size: 500}}
run: {{settling_months: 12, years: 2}}
effort: {{connecting_share: {share}}}
"""


@pytest.fixture(scope="session")
def hamlets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hamlets")
    for name, share in (("doing", 0.0), ("connecting", 0.5)):
        (folder / f"{name}.yaml").write_text(HAMLET.format(title=f"{name.title()} <b>", share=share))
    return [str(folder / "doing.yaml"), str(folder / "connecting.yaml")]
