"""The report: one page that opens anywhere, for people who decide."""

from collections.abc import Mapping, Sequence
from html import escape
from string import Template

from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.intervals import Interval
from simulation.outputs import assumed, figures, limits, prose, words
from simulation.outputs.drawing import pages
from simulation.outputs.drawing.pictures import picture, pictures, table
from simulation.outputs.figures import titles
from simulation.outputs.report_people import by_group, topics
from simulation.outputs.series import SERIES
from simulation.parameters import cards
from simulation.scenario import Scenario, describe


def report(comparison: Comparison, command: str, versions: Mapping[str, str]) -> str:
    """The whole page."""
    called = titles(comparison, comparison.names)
    title = " and ".join([", ".join(called[:-1]), called[-1]]) if called[1:] else called[0]
    others = comparison.names[1:]
    body = [f"<p>{escape(words.setting(comparison))}</p>", _what(comparison)]
    if others:
        body += [_pair(comparison, b, f"p{n}", len(others) > 1) for n, b in enumerate(others)]
    else:
        body.append(_alone(comparison))
    body += [_failed(comparison), _assumptions(comparison), "<h2>What this cannot tell</h2>", prose.NOT_A_FORECAST]
    return pages.framed(title, [*body, pages.made_again(command, comparison.design.arms, versions)])


def _what(comparison: Comparison) -> str:
    told = "".join(
        f"<p><strong>{escape(arm.title)}.</strong> {escape(arm.scenario.description)}</p>{_in_time(arm.scenario)}"
        for arm in comparison.design.arms
    )
    connects = any(arm.scenario.effort.connecting_share > 0 for arm in comparison.design.arms)
    return told + (prose.SYNAPTIC if connects else "")


def _in_time(scenario: Scenario) -> str:
    """What a scenario changes in the course of time."""
    labels = {key: f"{card.label} ({card.unit})" if card.unit else card.label for key, card in cards().items()}
    said = "".join(f"<li>{escape(describe(change, labels.__getitem__))}</li>" for change in scenario.schedule)
    return f"<p>In the course of time:</p><ul>{said}</ul>" if said else ""


def _pair(comparison: Comparison, b: str, key: str, many: bool) -> str:
    names = [comparison.names[0], b]
    called = titles(comparison, names)
    answers = comparison.answers(b)
    leading = (line.partition(". ") for line in words.in_short(comparison, b, called))
    short = "".join(f"<li><strong>{escape(lead)}.</strong> {escape(rest)}</li>" for lead, _, rest in leading)
    heading = f"<h2>{escape(called[1])} compared with {escape(called[0])}</h2>" if many else ""
    return "\n".join(
        [
            heading,
            f"<p>{escape(words.resources(comparison, b))} First: <span class=a>{escape(called[0])}</span>; second: "
            f"<span class=b>{escape(called[1])}</span>. A difference is the second less the first.</p>",
            f'<ol class="short">{short}</ol>',
            "<h2>1. Where each stops coping</h2>",
            f"<p>{escape(limits.coping_means(comparison))}</p>",
            picture(figures.stops(comparison, names), key),
            f"<p>{escape(limits.side_by_side(comparison, b))}</p>",
            f"<p>{escape(limits.multiples(comparison, b))}</p>",
            f"<p>{escape(limits.ceiling(comparison.ceiling()))}</p>",
            "<h2>2. Who pays</h2>",
            picture(figures.by_payer(comparison, names), key),
            prose.PAYERS,
            _realised(comparison, b),
            "<h2>3. People</h2>",
            _people(comparison, b),
            "<h2>4. Who gains and who loses</h2>",
            pictures(figures.by_fifth(comparison, b), key),
            by_group(comparison, b),
            "<h2>5. How surely</h2>",
            picture(figures.surely(answers, called), key),
            _made_of(answers),
            "<h2>Year by year</h2>",
            _over_time(comparison, names, key),
            "<h2>What stands behind it</h2>",
            topics(comparison, b),
        ]
    )


def _alone(comparison: Comparison) -> str:
    names = comparison.names[:1]
    return "\n".join(
        [
            "<h2>Where it stops coping</h2>",
            f"<p>{escape(limits.coping_means(comparison))}</p>",
            picture(figures.stops(comparison, names), "p"),
            "<h2>Who pays</h2>",
            picture(figures.by_payer(comparison, names), "p"),
            prose.PAYERS,
            "<h2>Year by year</h2>",
            _over_time(comparison, names, "p"),
        ]
    )


def _over_time(comparison: Comparison, names: Sequence[str], key: str) -> str:
    """Every series over the years: the ways of working with bands, and the paired difference beneath."""
    told = []
    for series in SERIES:
        told.append(figures.levels(comparison, names, series))
        told += [figures.difference(comparison, names, series)] if names[1:] else []
    return pictures(told, key)


def _people(comparison: Comparison, b: str) -> str:
    said = {
        "in_crisis": "In crisis", "without_help": "Without the help they need", "in_need": "With any need",
        "volunteers": "Taking part in social action", "burnt_out": "Worn out by unpaid help",
        "residents": "Living here",
    }  # fmt: skip
    heads = comparison.headcounts(b)
    rows = [
        [label, words.amount(heads[name][0]), words.amount(heads[name][1]), *_interval_cells(heads[name][2])]
        for name, label in said.items()
    ]
    header = ["On average over the last year", "first", "second", "difference", "95 % interval", "how surely"]
    return table(header, rows, [5])


def _interval_cells(one: Interval) -> list[str]:
    return [words.signed(one.estimate), words.between(one), words.surely(one)]


def _realised(comparison: Comparison, b: str) -> str:
    rows = [
        [cause.capitalize(), words.amount(x), words.amount(y), *_interval_cells(one)[:2]]
        for cause, (x, y, one) in comparison.realised(b).items()
    ]
    header = ["£ thousand over the whole time", "first", "second", "difference", "95 % interval"]
    x, y, one = comparison.months_frozen(b)
    frozen = (
        f"Spending by choice stood frozen for {words.amount(x)} and {words.amount(y)} months ({words.between(one)})."
    )
    said = (
        "The first ten lines sum to the next six: the income that both ways are due, what work in the place makes "
        "of local taxes, what deals with the centre bring some places and cost others, what is added, and what is "
        "borrowed less what of it is repaid. Duties that the money did "
        "not reach are what the cases that waited for a duty would have cost, and what fixed costs lacked, month by "
        "month."
    )
    return f"<h3>What became of the money</h3>{table(header, rows)}<p>{frozen} {said}</p>"


def _made_of(answers: Sequence[Answer]) -> str:
    """What the differences are made of and what they hang on, for every outcome."""
    parts = [
        [
            one.main.label, _with(one.earlier), _with(one.connecting), _with(one.luck), _percent(one.grade_d),
            f"{words.amount(one.cut.estimate)} ({words.amount(one.cut.low)} to {words.amount(one.cut.high)})",
        ]
        for one in answers
    ]  # fmt: skip
    hangs = [
        [one.main.label, "; ".join(f"{words.label(key)} ({words.signed(rho)})" for key, rho in one.hangs_on) or "-"]
        for one in answers
    ]
    meanings = [[one.main.label, words.told_in(one.main.unit), one.main.meaning] for one in answers]
    header = [
        "",
        "due to being earlier",
        "due to connecting",
        "luck alone",
        "spread from grade D",
        "cut by shared luck, times",
    ]
    return "\n".join(
        [
            prose.INTERVALS,
            "<h3>What the differences are made of</h3>",
            Template(prose.PARTS).substitute(n=answers[0].luck.n),
            table(header, parts),
            "<h3>What the differences hang on</h3>",
            Template(prose.HANGS_ON).substitute(n=answers[0].honest.n),
            table(["", "assumptions"], hangs, [1]),
            "<h3>What the outcomes mean</h3>",
            table(["", "unit", "meaning"], meanings, [1, 2]),
        ]
    )


def _with(one: Interval) -> str:
    return f"{words.signed(one.estimate)} ({words.between(one)})" if one.n else "-"


def _percent(one: Interval) -> str:
    if one.estimate != one.estimate:
        return "-"
    return f"{100 * one.estimate:.0f} % (roughly {100 * one.low:.0f} to {100 * one.high:.0f} %, {one.n} runs)"


def _failed(comparison: Comparison) -> str:
    if not comparison.failures:
        return ""
    rows = [[one.arm, str(one.draw), str(one.seed), one.error] for one in comparison.failures]
    return f"<h2>Runs that failed</h2>{table(['', 'draw', 'repeat run', 'error'], rows, [1, 3])}"


def _assumptions(comparison: Comparison) -> str:
    """Every assumption with its grade; those that were drawn first."""
    return "<h2>What it assumes</h2>" + assumptions(comparison.yardstick)


def assumptions(scenario: Scenario) -> str:
    """How many settings are of which grade, and all of them behind a fold."""
    return (
        f"<p>{escape(assumed.by_grade(scenario))} A plausible range of a list is a factor on its values.</p>"
        '<details class="long"><summary>Every setting, those with least evidence first</summary>'
        f"{table(assumed.HEADER, assumed.rows(scenario), [2, 5])}</details>"
    )
