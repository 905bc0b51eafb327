"""A bench that does nothing by itself: a test tells what it wants told, and pictures are drawn at once, in place."""

from types import SimpleNamespace

from dashboards.answering.orders import BusyError
from dashboards.answering.ticket import Lost


class FakeBench:
    """What was asked, in order; whether there is room, and whether others ask too."""

    def __init__(self):
        self.asked, self.room, self.others, self.shelf = [], True, False, None

    def crowded(self, _visitor):
        return self.others

    def ask(self, visitor, _, tasks, told, pace, in_hand=True):
        if not self.room:
            raise BusyError("Many people are asking at once.")
        ticket = SimpleNamespace(visitor=visitor, tasks=tasks, told=told, pace=pace, in_hand=in_hand, cancelled=False)
        ticket.cancel = lambda: setattr(ticket, "cancelled", True)
        self.asked.append(ticket)
        return ticket

    def go_on(self, _visitor, work, task, told, _pace):
        try:
            told(0, work(task))
        except Exception as error:
            told(0, Lost(f"{type(error).__name__}: {error}"))
        return SimpleNamespace(wait=lambda: True, cancel=lambda: None)
