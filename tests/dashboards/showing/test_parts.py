"""Each part of the model off in turn: asked for by a button, stopped, gone on with, told as the command line tells."""

from io import StringIO

import pytest
import reacton
from fake_bench import FakeBench
from ipyvue import Html
from rich.console import Console

from dashboards.answering import hearing
from dashboards.answering.ticket import Lost
from dashboards.asking.choice import Choice
from dashboards.showing.parts import Asking, Found, status
from simulation.experiments.ablation import OUTCOMES, Reading
from simulation.outputs.switched_off import telling as switched_off
from simulation.words import jargon

SCENARIO = Choice().pair()[1]


@pytest.fixture
def bench(monkeypatch):
    fake = FakeBench()
    monkeypatch.setattr(hearing, "bench", lambda: fake)
    monkeypatch.setattr(hearing, "_finished", hearing.Finished(4))
    return fake


def readings(task):
    """In every run of a switch its own number more than as it is, and luck that differs from run to run."""
    told = []
    for arm in task.arms:
        base = 0.0 if arm.name == "as it is" else float(len(arm.name))
        told.append(Reading(arm.name, task.seed, dict.fromkeys(OUTCOMES, 100.0 + base + task.seed / 10)))
    return told


def tell(ticket, numbers):
    for number in numbers:
        ticket.told(number, readings(ticket.tasks[number]))


def test_nothing_is_asked_before_somebody_wants_it(bench):
    asking = Asking("me", SCENARIO)
    assert (bench.asked, asking.busy, status(asking.heard, asking.busy)) == ([], False, "")


def test_it_is_asked_stopped_and_gone_on_with(bench, monkeypatch):
    monkeypatch.setattr(hearing, "PAUSE", 0.0)
    monkeypatch.setattr(hearing, "GROWTH", 1.0)
    asking = Asking("me", SCENARIO)
    asking.ask()
    (ticket,) = bench.asked
    many = len(ticket.tasks)
    assert asking.busy
    tell(ticket, range(many // 2))
    assert status(asking.heard, asking.busy) == "4 of 8 repeat runs so far."
    asking.stop()
    assert ticket.cancelled
    assert not asking.busy
    assert asking.heard.picture
    asking.ask()
    assert asking.heard.picture, "what was there stays until there is more"
    tell(bench.asked[1], range(many))
    assert (status(asking.heard, asking.busy), asking.busy) == ("8 repeat runs.", False)


def test_who_asks_the_same_finds_it_finished(bench):
    mine, yours = Asking("me", SCENARIO), Asking("you", SCENARIO)
    mine.ask()
    tell(bench.asked[0], range(len(bench.asked[0].tasks)))
    yours.ask()
    assert len(bench.asked) == 1
    assert yours.heard.picture is mine.heard.picture


def test_what_is_lost_is_said_and_can_be_asked_for_again(bench):
    asking = Asking("me", SCENARIO)
    asking.ask()
    tell(bench.asked[0], range(1, len(bench.asked[0].tasks)))
    bench.asked[0].told(0, Lost("The process ended twice."))
    assert asking.trouble == "The process ended twice."
    asking.ask()
    assert len(bench.asked) == 2


@pytest.fixture
def found(bench):
    asking = Asking("me", SCENARIO)
    asking.ask()
    tell(bench.asked[0], range(len(bench.asked[0].tasks)))
    return asking.heard.picture


def test_the_page_tells_what_the_command_tells(found):
    console = Console(width=200, record=True, file=StringIO())
    switched_off.show(found, console)
    printed = " ".join(console.export_text().split())
    _, context = reacton.render(Found(found), handle_error=False)
    said = [one for html in context.find(Html).widgets for one in html.children if isinstance(one, str)]
    tables = [html.attributes.get("innerHTML", "") for html in context.find(Html).widgets if html.attributes]
    context.close()
    for line in (switched_off.units(), *switched_off.told(found)):
        assert line in said
        assert line in printed
    table = next(one for one in tables if 'role="region"' in one)
    for one in found.effects:
        assert switched_off.label(one) in table
    assert jargon(" ".join(said)) == []


def test_every_mechanism_s_difference_stands_in_its_row(found):
    header, rows = switched_off.cells(found, " (")
    assert header == ["without", *switched_off.SHORT]
    for effect, row in zip(found.effects, rows[1:], strict=True):
        assert row[0] == switched_off.label(effect)
        assert all(cell.startswith(f"+{len(effect.switch)}") for cell in row[1:])


def test_where_there_is_no_room_nothing_is_under_way_and_it_can_be_asked_for_again(bench):
    bench.room, asking = False, Asking("me", SCENARIO)
    asking.ask()
    assert (asking.trouble, asking.busy) == ("Many people are asking at once.", False)
    bench.room = True
    asking.ask()
    assert (asking.trouble, asking.busy) == ("", True)
