"""A study so small that a run of it takes a moment."""

import pytest

PLACE = """
title: {title}
places:
  - {{name: Hamlet, residents: 200, neighbourhood_size: 500}}
run: {{settling_months: 12, years: 1}}
effort: {{connecting_share: {share}}}
"""

STUDY = """
title: A small study
question: Which of two assumptions matters in a hamlet?
ways: [doing.yaml, connecting.yaml]
seeds: 2
uncertainties: {effort.lag: plausible, ladder.functional_up: plausible}
design: {kind: latin_hypercube, samples: 3}
outcomes: [unmet_need, stops_coping, participation.active]
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The path of the small study, beside two ways of working in one hamlet."""
    folder = tmp_path_factory.mktemp("small")
    for name, share in (("doing", 0.0), ("connecting", 0.5)):
        (folder / f"{name}.yaml").write_text(PLACE.format(title=name.title(), share=share))
    (folder / "small.yaml").write_text(STUDY)
    return folder / "small.yaml"


@pytest.fixture
def like(small):
    """Writes a study like the small one, with some of its text replaced, under a name of its own."""

    def write(name, *changes):
        text = STUDY
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = small.with_name(f"{name}.yaml")
        path.write_text(text)
        return path

    return write
