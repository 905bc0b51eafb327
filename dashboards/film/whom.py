"""Whom one follows by key, as the command `run.py follow` does: the key of whoever is picked, and who has a key."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from dashboards import shell
from dashboards.controls import Button, Folded, alert, text
from dashboards.film.cinema import Film
from simulation.agents.groups import DOMAINS
from simulation.scenario import ScenarioError
from simulation.stories.follow import key_of, listing, unknown
from simulation.words import capital, words

type Picked = dict[str, Any]
"""Whom the picture says is picked: see `LivingPicture`."""

TABLES = {"person": "people", "group": "groups"}


def picked_by(film: Film, kind: str, said: str) -> Picked:
    """Whom a key names, as the picture would. kind: person, group or agency. Raises ScenarioError."""
    hint = words()["follow"]["hint"]
    key = key_of(kind, said.strip(), film.worlds[0].places, hint)
    if isinstance(key, tuple):
        service, place = key
        return {"kind": kind, "number": place * len(DOMAINS) + service}
    numbers = [world.number(TABLES[kind], key) or 0 for world in film.worlds]
    if not any(numbers):
        raise unknown(kind, key, hint)
    return {"kind": kind, "number": numbers if kind == "group" else max(numbers)}


def key_said(film: Film, picked: Picked) -> str:
    """The key of whom the picture says is picked, such that `picked_by` finds them."""
    number, first = picked["number"], film.worlds[0]
    if picked["kind"] == "person":
        return str(int(first.people["key"][int(number)]))
    if picked["kind"] == "group":
        return str(max(int(world.groups["key"][int(one)]) for world, one in zip(film.worlds, number, strict=True)))
    place, service = divmod(int(number), len(DOMAINS))
    return DOMAINS[service] + (f"@{first.places[place]}" if len(first.places) > 1 else "")


@solara.component_vue("whom.vue")
def _Asked(
    kinds: Sequence[tuple[str, str]], words: Mapping[str, str], event_asked: Callable[[dict[str, str]], None],
    event_turned: Callable[[str], None],
) -> None:  # fmt: skip
    """A field for a key, and whose it is."""


@solara.component
def Whom(film: Film, pick: Callable[[Picked], None]) -> None:
    """Follow somebody by key; and some who have one."""
    told, set_told = solara.use_state("")
    kind, set_kind = solara.use_state("person")
    some, set_some = solara.use_state(False)
    known = solara.use_memo(lambda: listing(film.worlds, kind) if some else [], [film.name, kind, some])
    said = words()["follow"]

    def ask(whose: str, key: str) -> None:
        try:
            pick(picked_by(film, whose, key))
        except ScenarioError as error:
            set_told(str(error))
        else:
            set_told("")

    if shell.presenter.value:
        return
    with Folded(said["by_key"]):
        _Asked(
            kinds=list(said["kinds"].items()), words={name: said[name] for name in ("kind", "key", "go")},
            event_asked=lambda sent: ask(sent["kind"], sent["key"]), event_turned=set_kind,
        )  # fmt: skip
        alert(told)
        Button(said["fewer"] if some else said["some"], lambda: set_some(not some))
        with solara.v.Html(tag="ul", class_="known"):
            for one in known:
                with solara.v.Html(tag="li"):
                    Button(f"{said['go']} {one.key}", lambda key=one.key: ask(kind, key))
                    text("span", f" {capital(one.who)}")
