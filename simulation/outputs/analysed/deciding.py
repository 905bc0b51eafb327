"""Which assumptions decide an outcome, in words and as a tornado."""

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.analysis.influence import Influence, Sensitivity
from simulation.experiments.intervals import Interval
from simulation.outputs.analysed.telling import Told, asked, between, how_far, luck_of, many, of_luck, unit
from simulation.outputs.figures import Figure, Tornado
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number
from simulation.outputs.words import amount, signed
from simulation.words import capital, listed

NAMED = 3

METHODS = {
    "morris": (
        "Each assumption is moved by itself from many starting points (Morris 1991). Size: how far the outcome moves "
        "with it, either way, over its whole range. Spread: how much that hangs on the other assumptions, or bends.",
        {"mu_star": "size", "sigma": "spread", "mu": "size with its sign"},
    ),
    "sobol": (
        "Shares of the variance of the outcome (Sobol 2001; Saltelli and others 2010). By itself: what would go if the "
        "assumption were known. With others: what would stay if everything else were.",
        {"total": "with others", "first": "by itself"},
    ),
    "given": (
        "Points at random. By rank: how far the outcome’s rank moves with the assumption’s, from −1 to 1 (rank "
        "regression, Iman and Conover 1979). By itself: the share of variance that would go if it were known, from "
        "100 points on (RBD-FAST, Tarantola and others 2006, Plischke 2010).",
        {"rank": "by rank", "first": "by itself"},
    ),
    "one_at_a_time": (
        "One thing at a time goes to an end of its range while the others stay where they are, so that nothing is "
        "said of how they work together. Intervals count {luck} alone.",
        {"low": "at its low end", "high": "at its high end"},
    ),
    "factorial": (
        "Everything that varies at its ends, with the rest at both of theirs: what the outcome gains, on average, from "
        "the low end to the high end (of a tool: from without it to with it). Intervals count {luck} alone.",
        {"effect": "low end to high end"},
    ),
}
"""What each analysis does and what its measures are called, the first being the one that is drawn."""

DRAWN = {
    "morris": ("mu_star",),
    "sobol": ("total", "first"),
    "given": ("rank",),
    "one_at_a_time": ("low", "high"),
    "factorial": ("effect",),
}
SHARES = {"sobol": "share of variance", "given": "rank for rank, −1 to 1"}
"""Units that are not those of the outcome."""
WITHOUT_SIGN = ("mu_star", "sigma", "total", "first")
"""Measures that say how much, and nothing of which way."""


def tell(found: Finished, said: Sensitivity) -> Told:
    """The whole of it."""
    sample = said.sample
    what = asked(found, sample.outcome, sample.ways)
    how, names = METHODS[said.method]
    count = [row for row in said.rows if row.beyond_luck is not False]
    lead = "Most decisive" if count else "Nothing counts beyond luck. What moves most,"
    top = [f"{found.label(row.name)} ({_main(said, row)})" for row in (count or said.rows)[:NAMED]]
    lines = [
        *how_far(found, said.points, said.left_out),
        f"{lead} for {what}: {listed(top)}.",
        how.format(luck=luck_of(found)),
        of_luck(found, said.luck),
        *_cautions(found, said),
    ]
    return Told(f"What decides {what}", lines, [_figure(found, said, what, names)], _machine(said))


def _main(said: Sensitivity, row: Influence) -> str:
    return ", ".join(
        f"{METHODS[said.method][1][name]} {_number(name, row.measures[name].estimate)}"
        for name in DRAWN[said.method]
        if row.measures[name].n
    )


def _cautions(found: Finished, said: Sensitivity) -> list[str]:
    """What keeps the answer from being sure."""
    lines = []
    unclear = [found.label(row.name) for row in said.rows if row.beyond_luck is False]
    if unclear:
        lines.append(f"No more than luck would give: {listed(unclear)}.")
    if said.method == "given":
        lines += many(len(said.rows))
        fits = f"These ranks explain {100 * said.fit:.0f} % of how the points differ"
        lines.append(
            f"{fits}: the rest bends, hangs on several assumptions at once, or is luck." if said.rough else f"{fits}."
        )
    elif said.method == "sobol" and said.rough:
        lines.append(
            f"The widest interval is {said.width:.2f} wide; shares count as settled from 0.05 on (Sarrazin and others "
            "2016). Ask with more points."
        )
    elif said.method == "morris" and said.rough:
        lines.append("Fewer than ten starting points: good for finding what matters at all, rough for its size.")
    return lines


def _figure(found: Finished, said: Sensitivity, what: str, names: dict[str, str]) -> Figure:
    told_in = SHARES.get(said.method) or unit(found.outcome(said.sample.outcome))
    drawn = DRAWN[said.method]
    rows = [(found.label(row.name), [_ends(row.measures[name]) for name in drawn]) for row in said.rows]
    measures = [name for name in names if name in said.rows[0].measures]
    header = ["", *(cell for name in measures for cell in (names[name], "95 % interval")), "beyond luck"]
    cells = [
        [found.label(row.name), *(cell for name in measures for cell in _cells(name, row.measures[name])), _yes(row)]
        for row in said.rows
    ]
    text = (
        "The most decisive first: "
        + "; ".join(f"{found.label(row.name)}, {_main(said, row)}" for row in said.rows[:10])
        + "."
    )
    return Figure(
        "tornado",
        f"{capital(what)}: what decides it",
        told_in,
        text,
        Tornado(rows, [names[one] for one in drawn]),
        header,
        cells,
        [len(header) - 1],
    )


def _yes(row: Influence) -> str:
    return {True: "yes", False: "no", None: "not known"}[row.beyond_luck]


def _number(name: str, value: float) -> str:
    return amount(value) if name in WITHOUT_SIGN else signed(value)


def _cells(name: str, one: Interval) -> tuple[str, str]:
    if not one.n:
        return "-", "not asked"
    return _number(name, one.estimate), between(one, sign=name not in WITHOUT_SIGN)


def _ends(one: Interval) -> tuple[float, float, float]:
    return one.estimate, one.low, one.high


def _machine(said: Sensitivity) -> dict[str, object]:
    luck = said.luck
    return {
        "outcome": said.sample.outcome, "ways": list(said.sample.ways), "method": said.method, "points": said.points,
        "left_out": said.left_out, "rough": said.rough, "fit": number(said.fit),
        "luck": {"of_run": number(luck.of_run), "of_mean": interval(luck.of_mean), "repeat_runs": luck.seeds},
        "luck_alone_would_give": number(said.floor),
        "inputs": [
            {"name": row.name, "beyond_luck": row.beyond_luck}
            | {name: interval(row.measures[name]) for name in METHODS[said.method][1] if name in row.measures}
            for row in said.rows
        ],
    }  # fmt: skip
