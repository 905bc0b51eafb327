"""Thirty visitors at once, ten of them busy, on two processes. Run with -m slow -s to see the times."""

import os
import threading
import time
from pathlib import Path

import pytest
from programs import until

from dashboards.answering import hearing
from dashboards.answering.bench import Bench
from dashboards.answering.questions import quick
from dashboards.answering.runs import live
from dashboards.answering.ticket import Lost
from dashboards.showing.answers import Answer
from simulation.experiments.shelf import Shelf
from simulation.scenario import Scenario

VISITORS, BUSY = 30, 10
MOST_BETWEEN = 4
"""Runs of others made between a quick question and its answer: two processes do as many in some 1.5 quiet seconds."""

SHELF, SERVER, PROCESS = 8_000_000, 60_000_000, 800_000_000
"""Bytes: of the shelf here; by which the server may grow, 6 MB for each who is busy; that a process takes."""

PATIENCE = 300.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc"),
]


class Room:
    """Visitors at one bench: what each is shown, what was told, and for whom each run was made."""

    def __init__(self, folder):
        self.bench, self.told, self.made, self.served = Bench(2, Shelf(folder, SHELF)), [], [], []
        self.finish, self.bench._orders.finish = self.bench._orders.finish, self.note
        assert self.bench.ready.wait(PATIENCE)
        self.pair = [Scenario.load(name) for name in ("doing_things", "making_things_happen")]

    def note(self, job, result):
        if job.work is live:
            self.made.append(job.visitors)
        self.finish(job, result)

    def moved(self, lever):
        """The pair with a lever of the second moved."""
        return [self.pair[0], self.pair[1].with_changes({"effort.connecting_share": round(lever, 4)})]

    def ask(self, visitor, question):
        def told(_, result):
            assert not isinstance(result, Lost)
            self.told.append(visitor)

        return self.bench.ask(visitor, live, question.tasks, told)

    def move(self, answer, lever):
        """Move a lever, and note how many runs of others were made before there is a picture, and the seconds."""
        began, before = time.monotonic(), len(self.made)
        answer.ask(self.moved(lever))

        def wait():
            until(lambda: answer.screen is not None, PATIENCE)
            between = [
                visitors for visitors in self.made[before:] if not any(answer._visitor in one for one in visitors)
            ]
            self.served.append((len(between), time.monotonic() - began))

        thread = threading.Thread(target=wait)
        thread.start()
        return thread

    def until_made(self, more):
        wanted = len(self.made) + more
        until(lambda: len(self.made) >= wanted, PATIENCE)


def resident_bytes(process="self"):
    status = Path(f"/proc/{process}/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


@pytest.fixture
def room(tmp_path, monkeypatch):
    made = Room(tmp_path / "answers")
    monkeypatch.setattr(hearing, "bench", lambda: made.bench)
    yield made
    made.bench.close()


def test_thirty_visitors_are_served_while_ten_are_busy(room):
    """As on the page: whoever moves a lever asks for a first answer and a refined one."""
    assert room.ask("first", quick(room.pair)).wait(PATIENCE)
    before, worked, began = resident_bytes(), time.process_time(), time.monotonic()
    answers = [Answer(f"visitor {n}.") for n in range(VISITORS)]
    for n, answer in enumerate(answers[:BUSY]):
        answer.ask(room.moved(0.31 + 0.01 * n))
    room.until_made(4 * BUSY)
    asking = []
    for n, answer in enumerate(answers):
        asking.append(room.move(answer, 0.1 + 0.005 * n))
        if n >= BUSY:
            until(lambda answer=answer: answer.screen, PATIENCE)
            answer.stop()
        room.until_made(2)
    for thread in asking:
        thread.join(PATIENCE)
    share = (time.process_time() - worked) / (time.monotonic() - began)
    between, seconds = ([one[part] for one in sorted(room.served)] for part in (0, 1))
    grown, processes = (
        resident_bytes() - before,
        [resident_bytes(one.process.pid) for crew in room.bench._crews for one in crew.workers],
    )
    print(f"\nothers' runs made between: median {between[VISITORS // 2]}, most {between[-1]}")
    print(
        f"seconds: median {sorted(seconds)[VISITORS // 2]:.2f}, most {max(seconds):.2f}, load {os.getloadavg()[0]:.1f}"
    )
    print(f"the server's share of a processor: {share:.2f}")
    print(f"megabytes: server +{grown // 10**6}, processes {[one // 10**6 for one in processes]}")
    assert len(between) == VISITORS
    assert between[-1] <= MOST_BETWEEN
    assert all(answer.stage.done for answer in answers[:BUSY])
    assert grown < SERVER
    assert max(processes) < PROCESS
    assert sum(file.stat().st_size for file in room.bench.shelf.folder.iterdir()) <= SHELF


def test_a_room_that_tries_the_same_at_the_same_moment_is_served_by_one_run(room):
    began = time.monotonic()
    tickets = [room.ask(str(n), quick(room.moved(0.2))) for n in range(VISITORS)]
    assert all(ticket.wait(PATIENCE) for ticket in tickets)
    print(f"\nall {VISITORS} in {time.monotonic() - began:.2f} seconds")
    assert len(room.told) == 2 * VISITORS
    assert len(list(room.bench.shelf.folder.iterdir())) == 2
