"""Small parts of pages: a button, a folded part, raw rows of a table, a file to fetch, a file to load."""

import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from dashboards.answering.orders import BusyError
from simulation.strict_yaml import ScenarioError


@solara.component
def Button(label: str, on_click: Callable[[], None], pressed: bool | None = None, disabled: bool = False) -> None:
    """A native button. pressed: for one of several, whether it is the chosen one."""
    state = {} if pressed is None else {"aria-pressed": str(pressed).lower()}
    more: Mapping[str, Any] = {"disabled": "disabled"} if disabled else {}
    made = solara.v.Html(tag="button", children=[label], attributes={"type": "button", **state, **more})
    solara.v.use_event(made, "click", lambda *_: on_click())


@solara.component
def Folded(summary: str, children: Sequence[Any] = ()) -> None:
    """What opens when asked for."""
    head = solara.v.Html(tag="summary", children=[summary])
    solara.v.Html(tag="details", children=[head, *children])


def text(tag: str, said: str, css: str = "", **attributes: str) -> None:
    """An element that holds text, and nothing but text whatever it looks like."""
    solara.v.Html(tag=tag, class_=css, children=[said], attributes=attributes)


def alert(said: str) -> None:
    """A place for what went wrong, always there, so that nothing after it moves when something is said."""
    with solara.v.Html(tag="div", attributes={"role": "alert"}):
        if said:
            text("p", said, "told")


def raw(html: str) -> None:
    """HTML of our own making, in which everything that people wrote is escaped."""
    solara.v.Html(tag="div", attributes={"innerHTML": html})


@solara.component_vue("download.vue")
def _Download(label: str, name: str, busy: bool, made: dict[str, Any] | None, event_wanted: Any) -> None:
    """A button that fetches a file. made: its content, and a number by which the same is fetched again."""


def why_not(label: str, error: Exception) -> str:
    """Why a file cannot be made, in a sentence; what nobody thought of is told in general, and in the server's log."""
    if isinstance(error, BusyError | ScenarioError):
        return str(error)
    if isinstance(error, OSError):
        return f"{label} cannot be made: {error.strerror}. Make room on the disk, and try again."
    traceback.print_exception(error)
    return f"{label} cannot be made ({type(error).__name__}). Change something, and try again."


@solara.component
def Download(label: str, name: str, make: Callable[[], bytes], on_trouble: Callable[[str], None]) -> None:
    """A file that is made when somebody wants it; what goes wrong is said."""
    number, set_number = solara.use_state(0)

    def made() -> dict[str, Any] | None:
        if not number:
            return None
        try:
            return {"number": number, "content": make()}
        except Exception as error:
            on_trouble(why_not(label, error))
        return None

    result: Any = solara.use_thread(made, dependencies=[number], intrusive_cancel=False)
    busy = result.state == solara.ResultState.RUNNING and number > 0
    ready = result.value if result.state == solara.ResultState.FINISHED else None
    _Download(label=label, name=name, busy=busy, made=ready, event_wanted=lambda *_: set_number(number + 1))


@solara.component_vue("load.vue")
def Load(label: str, most_bytes: int, event_loaded: Callable[[dict[str, str]], None]) -> None:
    """A field for a file of one's own; its name and its bytes, in base 64, are told."""
