"""What the best next pounds give: ways that each spend a little more, against the first, in words and as a picture."""

from simulation.experiments.analysis.best_next import BestNext, Extra
from simulation.experiments.analysis.finished import Finished
from simulation.experiments.intervals import Interval
from simulation.outputs.analysed.telling import Told, bare, between, unit
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.machine import interval
from simulation.outputs.words import pounds, signed, surely
from simulation.words import capital, counted

HOW = "That each way spends as much more as the others is for the study to say: they are compared as they are."
ON_TOP = (
    "Every way but the first is given £{pounds:,.0f} a year more in each place, on top of what it is due. So its money "
    "is not that of the first, and what it gains has to be set against that. It follows in a model, and is no forecast."
)


def tell(found: Finished, said: BestNext) -> Told:
    """The whole of it."""
    outcome = found.outcome(said.outcome)
    what = bare(outcome.label)
    lines = [
        f"“{found.study.title}”: {what}, every way against {found.titles[said.first]}, in "
        f"{counted(said.pairs, 'pair', 'pairs')} of runs over {counted(said.futures, 'future', 'futures')}. A gain is "
        "for the better.",
        *(_sentence(found, row, said.pairs, unit(outcome)) for row in said.rows),
        *([f"In {said.none_gains:,} of {said.pairs:,} none gains anything."] if said.none_gains else []),
        ON_TOP.format(pounds=found.added) if found.added > 0 else HOW,
    ]
    rows = [(found.titles[row.way], row.gain.estimate, row.gain.low, row.gain.high) for row in said.rows]
    cells = [
        [
            found.titles[row.way], signed(row.gain.estimate), between(row.gain, sign=True), surely(row.gain),
            f"{row.most:,} of {said.pairs:,}", *_costs(row.costs),
        ]
        for row in said.rows
    ]  # fmt: skip
    header = [
        "",
        "gain",
        "95 % interval",
        "how surely",
        "gives most in",
        "costs after savings, £ per resident a year",
        "95 % interval",
    ]
    text = "; ".join(f"{cell[0]}: {cell[1]} ({cell[2]})" for cell in cells) + "."
    figure = Figure("next", f"{capital(what)}: what each gains", unit(outcome), text, Marks(rows), header, cells, [3])
    return Told(f"The best next spending: {what}", lines, [figure], _machine(said))


def _sentence(found: Finished, row: Extra, pairs: int, told_in: str) -> str:
    costs = row.costs
    after = f", and comes to {pounds(costs.estimate)} per resident a year after what it saves" if costs else ""
    return (
        f"{found.titles[row.way]}: {signed(row.gain.estimate)} {told_in} ({between(row.gain, sign=True)}; "
        f"{surely(row.gain)}); it gives most in {row.most:,} of {pairs:,}{after}."
    )


def _costs(one: Interval | None) -> tuple[str, str]:
    return (signed(one.estimate), between(one, sign=True)) if one else ("-", "-")


def _machine(said: BestNext) -> dict[str, object]:
    return {
        "outcome": said.outcome, "first": said.first, "pairs": said.pairs, "none_gains": said.none_gains,
        "ways": [
            {"way": row.way, "gives_most": row.most, "costs": interval(row.costs) if row.costs else None}
            | interval(row.gain)
            for row in said.rows
        ],
    }  # fmt: skip
