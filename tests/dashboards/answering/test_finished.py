"""Finished pictures are found again by what they show; there are never more than so many."""

from dashboards.answering.finished import Finished


def test_what_was_used_last_is_kept():
    kept = Finished[str](2)
    kept.put("a", "A")
    kept.put("b", "B")
    assert kept.get("a") == "A"
    kept.put("c", "C")
    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]
