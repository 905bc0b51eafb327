"""`run.py verify`: a miss is told and ends with an error, for people and for machines."""

import json

import pytest
from command_line import said

from simulation import verification
from simulation.verification.check import Check, Result

HALF, MISSED = Result("half", 0.5, 0.5, 0.1), Result("another half", 0.5, 0.75, 0.1)


@pytest.fixture(params=[([HALF], 0), ([HALF, MISSED], 1), ([MISSED], 1)])
def checked(request, monkeypatch):
    """What a check found, and the code that the command must end with."""
    found, code = request.param
    rows = Check("a check", "M0", "f", "none", "a book", lambda: found).rows()
    monkeypatch.setattr(verification, "verify", lambda: rows)
    return rows, code


def test_a_miss_ends_with_an_error(checked):
    rows, code = checked
    screen, _ = said("verify", code=code)
    assert screen.splitlines()[-1] == f"{len(rows)} results, of which {sum(not row.passed for row in rows)} miss."


def test_machines_are_told_every_row_and_the_same_code(checked):
    rows, code = checked
    told = json.loads(said("verify", "--json", code=code)[0])
    assert [one["passed"] for one in told] == [row.passed for row in rows]
    assert {"mechanism", "expected", "got", "tolerance", "step", "source", "verdict"} <= told[0].keys()
