"""How each way of working stands over many futures, in words and as a table."""

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.analysis.robustness import Robustness, Standing
from simulation.outputs.analysed.telling import Told, bare, between, luck_of, unit
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number
from simulation.outputs.words import amount
from simulation.words import capital, counted

LABELS = {
    "mean": "on average",
    "worst": "in its worst future",
    "mean_regret": "falls short on average",
    "worst_regret": "falls short at most",
    "satisfactory": "good enough in, share",
    "best": "none does better in, share",
}

HOW = (
    "Every future counts alike; nobody says how likely each is. Falls short: of the way that does best in that future "
    "(regret, Savage 1951). Good enough: the share of futures that meet the level (Starr 1963). Worst: Wald 1950. "
    "All four are described by McPhail and others (2018). Which of them to go by is a choice that no model makes."
)


def tell(found: Finished, points: Robustness, worlds: Robustness | None) -> Told:
    """The whole of it: over all worlds and points, and over worlds where there are several."""
    outcome = found.outcome(points.outcome)
    what = bare(outcome.label)
    least = "at most" if points.less_is_better else "at least"
    usual = f", what {found.titles[points.rows[0].way]} comes to in its middle future" if points.usual else ""
    lines = [
        f"“{found.study.title}”: {what} ({unit(outcome)}) in {counted(points.futures, 'future', 'futures')}, "
        f"{counted(points.seeds, 'repeat run', 'repeat runs')} of each.",
        f"Good enough is {least} {amount(points.level)}{usual}.",
        HOW,
        _of_luck(found, points.seeds),
    ]
    if points.left_out:
        left = capital(counted(points.left_out, "future is", "futures are"))
        lines.append(f"{left} left out, since a way has no finished run there.")
    figures = [_figure(found, points, f"{capital(what)} over all futures", "futures", unit(outcome))]
    if worlds:
        figures.append(_figure(found, worlds, f"{capital(what)} over worlds", "worlds", unit(outcome)))
    said = {"points": _machine(points)} | ({"worlds": _machine(worlds)} if worlds else {})
    return Told(f"How each stands whatever comes: {what}", lines, figures, said)


def _of_luck(found: Finished, seeds: int) -> str:
    if seeds == 1:
        return "With one repeat run, the worst future is also the unluckiest one."
    return (
        f"Intervals count {luck_of(found)} alone. Luck also makes the worst of many futures look worse than it is; "
        "more repeat runs lessen that."
    )


def _figure(found: Finished, said: Robustness, title: str, name: str, told_in: str) -> Figure:
    drawn = [
        (f"{found.titles[row.way]}, {LABELS[key]}", one.estimate, one.low, one.high)
        for key in ("mean_regret", "worst_regret")
        for row in said.rows
        for one in [row.measures[key]]
    ]
    cells = [
        [
            found.titles[row.way],
            *(f"{amount(row.measures[key].estimate)} ({between(row.measures[key])})" for key in LABELS),
            row.worst_in,
            row.worst_regret_in,
        ]
        for row in said.rows
    ]
    text = f"{title}, against the way that does best in each: {'; '.join(_short(found, row) for row in said.rows)}."
    header = ["", *LABELS.values(), "worst future", "falls short most in"]
    return Figure(name, f"{title}: how far each falls short", told_in, text, Marks(drawn), header, cells, [7, 8])


def _short(found: Finished, row: Standing) -> str:
    mean, most = (row.measures[key].estimate for key in ("mean_regret", "worst_regret"))
    if not most:
        return f"{found.titles[row.way]} never falls short"
    return (
        f"{found.titles[row.way]} falls short by {amount(mean)} on average and by {amount(most)} at most "
        f"({row.worst_regret_in})"
    )


def _machine(said: Robustness) -> dict[str, object]:
    return {
        "outcome": said.outcome, "level": number(said.level), "level_is_usual": said.usual, "futures": said.futures,
        "left_out": said.left_out, "repeat_runs": said.seeds,
        "ways": [
            {"way": row.way, "worst_in": row.worst_in, "worst_regret_in": row.worst_regret_in}
            | {key: interval(one) for key, one in row.measures.items()}
            for row in said.rows
        ],
    }  # fmt: skip
