"""How far long work is, said where there is no terminal."""

import time

from simulation import commands


def test_lines_say_how_far_the_work_is(monkeypatch, capsys):
    monkeypatch.setattr(commands, "LULL", 0.02)
    with commands.progress_bar(7, "Tasks") as progress:
        progress(3)
        until = time.monotonic() + 30
        while "Tasks: 3 of 7 after" not in (said := capsys.readouterr().err):
            assert time.monotonic() < until, said
    ended = capsys.readouterr().err
    time.sleep(0.1)
    assert capsys.readouterr().err == "", f"it goes on after {ended!r}"


def test_quick_work_says_nothing(capsys):
    with commands.progress_bar(7) as progress:
        progress(7)
    assert capsys.readouterr().err == ""
