"""The generated parts of the model's description are those of the code as it stands."""

from simulation.odd import PAGE, refreshed


def test_description_is_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page) == page, "run: python -m simulation.odd"


def test_a_changed_schedule_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page.replace("*seeking help*", "*seeking*")) == refreshed(page)
    assert page.replace("*seeking help*", "*seeking*") != page
