"""What an appraisal leaves on disk and prints for machines, and how it remakes itself to the byte."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from simulation.experiments.appraisal.costs import Own
from simulation.experiments.appraisal.own_costs import COLUMNS
from simulation.experiments.appraisal.running import Appraised, Question, answer
from simulation.experiments.appraisal.switching import CostSwitch, EffectSwitch
from simulation.experiments.design import Design, plan
from simulation.experiments.execute import Failure, Progress
from simulation.experiments.intervals import mean_interval
from simulation.outputs import store
from simulation.outputs.appraised.page import page
from simulation.outputs.appraised.rows import VIEW_LABELS, rows, table
from simulation.outputs.appraised.screen import show
from simulation.outputs.appraised.words import counted, price_year
from simulation.outputs.folder import (
    APPRAISAL_PAGE,
    APPRAISAL_TABLE,
    APPRAISAL_TEXT,
    MANIFEST,
    UNIT_COSTS,
    is_ours,
)
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number

MADE = (APPRAISAL_TABLE, APPRAISAL_TEXT, APPRAISAL_PAGE, UNIT_COSTS, MANIFEST)


def machine(found: Appraised) -> dict[str, Any]:
    """The appraisal as one object: money in pounds, b less a, with 95 % intervals."""
    appraisal = found.appraisal
    return {
        "scenarios": [arm.name for arm in appraisal.arms],
        "fingerprints": [arm.scenario.fingerprint for arm in appraisal.arms],
        "seeds": appraisal.seeds,
        "years": appraisal.years,
        "price_year": price_year(appraisal),
        "net_present_value": {view: _worth(found, view) for view in VIEW_LABELS},
        "weighted": {
            "weights": appraisal.fifth_weights.tolist(), "society": interval(appraisal.weighted()),
            "society_unweighted": interval(appraisal.worth("society").plain),
        },
        "wellbys": {
            "gained": interval(mean_interval(appraisal.wellbys(discounted=False).sum(axis=1))),
            "discounted": interval(mean_interval(appraisal.wellbys().sum(axis=1))),
            "price": appraisal.price("wellby"),
        },
        "lines": {
            one.name: {
                "block": one.block, "label": one.label, "unit": one.unit, "all": interval(one.whole),
                "years": [interval(one.year(year)) for year in range(1, appraisal.years + 1)],
            }
            for one in rows(appraisal)
        },
        "corrections": appraisal.corrections,
        "switching": {
            view: {
                "unit_costs": [_cost(one) for one in found.by_cost[view]],
                "effects": [_effect(one) for one in found.by_effect[view]],
            }
            for view in found.by_cost
        },
        "unit_costs": [asdict(one) | {"standing": one.standing} for one in appraisal.costs],
        "counted": counted(found),
        "failed": [[one.arm, one.seed, one.error] for one in found.failures],
    }  # fmt: skip


def _worth(found: Appraised, view: str) -> dict[str, Any]:
    one = found.appraisal.worth(view)
    years = ("paid_back", "paid_back_discounted", "paid_back_corrected")
    return {
        "plain": interval(one.plain), "corrected": interval(one.corrected),
        **{name: number(getattr(one, name)) for name in years}, "runs_that_pay_back": one.pays,
    }  # fmt: skip


def _cost(one: CostSwitch) -> dict[str, Any]:
    return {"costs": [cost.name for cost in one.costs], "times": number(one.times)}


def _effect(one: EffectSwitch) -> dict[str, Any]:
    return {"kind": one.kind, "at_0_1_2": [interval(each) for each in one.at], "times": number(one.times)}


def unit_costs(found: Appraised) -> str:
    """The unit costs that were used, as a table that can be changed and brought back with --costs."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in found.appraisal.costs:
        lines.writerow([one.name, one.label, one.value, one.unit, one.year, one.source, one.grade])
    return text.getvalue()


def write(folder: Path, asked: Question, found: Appraised, command: str) -> None:
    """Write the tables, what the screen says, and what they came from."""
    screen = io.StringIO()
    show(found, Console(file=screen, width=100, highlight=False))
    arms = asked.design.arms
    said = {
        **store.head(command), "repeat_runs": asked.design.seeds, "own": [asdict(one) for one in asked.own],
        "ways": [{"name": arm.scenario.name, "yaml": arm.scenario.to_yaml()} for arm in arms],
    }  # fmt: skip
    texts = {
        APPRAISAL_TABLE: table(found.appraisal), APPRAISAL_TEXT: screen.getvalue(),
        APPRAISAL_PAGE: page(found, command, said["versions"]), UNIT_COSTS: unit_costs(found),
        MANIFEST: json.dumps(said | machine(found), indent=1) + "\n",
    }  # fmt: skip
    store.leave(folder, texts)


def holds(made: Path) -> bool:
    """Whether a folder holds what `write` leaves there."""
    return is_ours(made) and (made / APPRAISAL_TABLE).is_file()


def read_manifest(made: Path) -> tuple[Question, dict[str, Any]]:
    """What was asked for the results in `made`, and what their manifest says. Raises FolderError."""
    with store.legible(made, "appraise") as said:
        design = plan(store.scenarios(said["ways"]), said["repeat_runs"])
        own = tuple(Own(**one) for one in said["own"])
        return Question(Design(design.arms, (), design.seeds, design.part_seeds), own), said


def reproduce(
    made: Path, asked: Question, said: dict[str, Any], workers: int, progress: Progress
) -> tuple[dict[str, bool], list[str]]:
    """Make the results in `made` again: whether each file agrees, and which versions have changed."""
    found = answer(asked, workers, progress)
    if isinstance(found, Failure):
        return dict.fromkeys(MADE, False), store.changed(said["versions"])
    return store.remade(made, MADE, lambda folder: write(folder, asked, found, said["command"]), said["versions"])
