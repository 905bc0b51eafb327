import os
import signal
import sys
import textwrap
import time

import pytest
from programs import all_end, started

from simulation.experiments.workers import shared_out


def squared(number):
    return number * number


def squared_unless_seven(number):
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def process_of(_):
    time.sleep(0.05)
    return os.getpid()


def test_every_task_comes_back_once_with_its_number():
    assert dict(shared_out(squared, range(20), 3)) == {number: number * number for number in range(20)}


def test_work_is_shared_and_processes_are_kept():
    assert len({process for _, process in shared_out(process_of, range(12), 2)}) == 2


def test_there_are_no_more_processes_than_tasks():
    assert dict(shared_out(squared, [5], 4)) == {0: 25}
    assert dict(shared_out(squared, [], 4)) == {}


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_is_lost_takes_only_its_task_along():
    made = dict(shared_out(squared_unless_seven, range(20), 2))
    assert made.pop(7) is None
    assert made == {number: number * number for number in range(20) if number != 7}


STARTED = """
    import sys
    sys.path.append("tests")
    from simulation.experiments.workers import shared_out
    from tests.experiments.test_workers import {work}
    if __name__ == "__main__":
        for number, result in shared_out({work}, range(10**6), 2):
            print(number, flush=True)
"""


def megabytes(_):
    return bytes(8_000_000)


def sharing(work):
    return [sys.executable, "-c", textwrap.dedent(STARTED.format(work=work))]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("moment", [0.0, 0.03, 0.1])
def test_ctrl_c_ends_all_even_in_the_middle_of_a_large_result(moment):
    with started(sharing("megabytes")) as going:
        going.stdout.readline()
        time.sleep(moment)
        os.killpg(going.pid, signal.SIGINT)
        _, errors = going.communicate(timeout=30)
        assert going.returncode == -signal.SIGINT
        assert errors.decode().strip().endswith("KeyboardInterrupt")
        assert all_end(going, 20)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_workers_end_when_their_parent_is_killed():
    with started(sharing("process_of")) as going:
        going.stdout.readline()
        going.kill()
        going.communicate(timeout=30)
        assert all_end(going, 20)
