"""What follows from cards alone is worked out once while they hold, and anew once they or an election say otherwise."""

import pytest
from mechanisms.village import village

from simulation.in_force import by_cards


def counted():
    """A function of the cards, and how often it has been worked out."""
    asked = []

    @by_cards
    def saving(world):
        asked.append(world)
        return 2.0 * world.by_place("budget.saving")

    return saving, asked


def test_it_is_worked_out_once_while_the_cards_hold():
    saving, asked = counted()
    town = village(1, budget__saving=0.1)
    assert saving(town).tolist() == saving(town).tolist() == [0.2]
    assert len(asked) == 1


def test_other_cards_and_an_election_work_it_out_anew():
    saving, asked = counted()
    town = village(1, budget__saving=0.1)
    saving(town)
    town.places.turned_back[:] = True
    assert saving(town).tolist() == [0.0]
    town.places.turned_back[:] = False
    town.set(budget__saving=0.3)
    assert saving(town).tolist() == pytest.approx([0.6])
    assert len(asked) == 3


def test_nobody_can_write_what_all_are_given():
    saving, _ = counted()
    with pytest.raises(ValueError, match="read-only"):
        saving(village(1))[:] = 1.0


def test_nothing_found_is_found_once_too():
    found = []
    nothing = by_cards(lambda world: found.append(world))
    town = village(1)
    assert nothing(town) is nothing(town) is None
    assert len(found) == 1
