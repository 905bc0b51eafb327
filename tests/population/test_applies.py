"""Who can stand on which ladder (docs/ODD.md, section 2)."""

import pytest

from simulation.population.applies import applies


@pytest.mark.parametrize(
    ("ladder", "first", "last"),
    [(0, 16 * 12, None), (1, 16 * 12, None), (2, 0, 18 * 12 - 1), (3, 16 * 12, 65 * 12 - 1)],
)
def test_each_ladder_has_its_ages(ladder, first, last):
    assert applies(ladder, first, False)
    assert first == 0 or not applies(ladder, first - 1, True)
    assert last is None or (applies(ladder, last, False) and not applies(ladder, last + 1, True))


def test_the_home_is_its_heads():
    assert applies(4, 30 * 12, True)
    assert not applies(4, 30 * 12, False)
