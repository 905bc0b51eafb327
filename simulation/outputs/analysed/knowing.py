"""What knowing more would be worth to the choice between ways of working, in words and as a picture."""

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.analysis.worth import Worth
from simulation.outputs.analysed.telling import Told, bare, between, how_far, many, unit
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number
from simulation.outputs.words import amount, signed
from simulation.words import listed

UNIT = "£ per resident a year"

MOST = 20
"""How many assumptions are drawn; the table holds all."""

HOW = (
    "What is known is worth something only where it would change the choice. Everything: the expected value of perfect "
    "information over the ranges that were drawn from. One assumption: the same by regression on it alone (Strong, "
    "Oakley and Brennan 2014). By chance: what 19 in 20 assumptions that do nothing stay below."
)


def tell(found: Finished, said: Worth) -> Told:
    """The whole of it."""
    titles = [found.titles[way] for way in said.ways]
    apart = [
        f"{title} {signed(one.estimate)} ({between(one, sign=True)})"
        for title, one in zip(titles[1:], said.net_benefit[1:], strict=True)
    ]
    lines = [
        *how_far(found, said.points, said.left_out),
        f"Knowing every assumption before choosing would be worth {_everything(said)}, {UNIT}.",
        _singly(found, said),
        f"Worth is net benefit, {UNIT}: {listed([_weight(found, *one) for one in said.weights.items()])}.",
        f"Net benefit against {titles[0]}: {'; '.join(apart)}, with intervals over points; the luck that all points "
        "share is not in them.",
        HOW,
        *many(len(said.rows)),
    ]
    rows = [(found.label(row.name), row.worth.estimate, row.worth.low, row.worth.high) for row in said.rows]
    cells = [
        [
            found.label(row.name), amount(row.worth.estimate), between(row.worth), amount(row.by_chance),
            "yes" if row.beyond_chance else "no",
        ]
        for row in said.rows
    ]  # fmt: skip
    text = f"The most first: {'; '.join(f'{label}, {amount(value)}' for label, value, *_ in rows[:MOST])}."
    header = ["Knowing", "is worth", "95 % interval", "by chance", "beyond chance"]
    title = "What knowing each assumption would be worth"
    figure = Figure("worth", title, UNIT, text, Marks(rows[:MOST]), header, cells, [4])
    return Told("What knowing more would be worth", lines, [figure], _machine(said))


def _weight(found: Finished, name: str, weight: float) -> str:
    outcome = found.outcome(name)
    against = "for" if weight > 0 else "against"
    return f"each unit of {bare(outcome.label)} ({unit(outcome)}) counts £{amount(abs(weight))} {against} it"


def _everything(said: Worth) -> str:
    most = f"£{amount(said.everything.estimate)} ({between(said.everything)})"
    if said.seeds < 2:
        return f"at most {most}, some luck being counted as if it could be known"
    return f"between £{amount(said.at_least)} and {most}, luck making the first too small and the second too large"


def _singly(found: Finished, said: Worth) -> str:
    top = [f"{found.label(row.name)} (£{amount(row.worth.estimate)})" for row in said.rows if row.beyond_chance][:3]
    if top:
        return f"Of single assumptions, it is worth most to know: {listed(top)}."
    return (
        "Of single assumptions, none is worth knowing beyond what chance would give: none clearly changes the choice."
    )


def _machine(said: Worth) -> dict[str, object]:
    return {
        "unit": "GBP per resident a year", "ways": list(said.ways), "weights": dict(said.weights),
        "points": said.points, "left_out": said.left_out, "net_benefit": [interval(one) for one in said.net_benefit],
        "everything": interval(said.everything) | {"at_least": number(said.at_least)},
        "inputs": [
            {"name": row.name} | interval(row.worth) | {"by_chance": row.by_chance, "beyond_chance": row.beyond_chance}
            for row in said.rows
        ],
    }  # fmt: skip
