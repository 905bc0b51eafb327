"""The sentences of an appraisal: what is compared, in which money, and what is counted once, apart and not at all."""

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.running import Appraised
from simulation.experiments.design import beyond_policy
from simulation.experiments.resources import added_differs
from simulation.words import so_many

_EQUAL = "Both ways have the same income, to the penny."


def price_year(appraisal: Appraisal) -> str:
    """The financial year in whose prices all stands, such as 2023/24."""
    year = int(appraisal.scenario.appraisal.price_year)
    return f"{year}/{(year + 1) % 100:02d}"


def headings(appraisal: Appraisal) -> list[str]:
    """What stands over each part, in order."""
    return [
        "1 Net present value of B against A, £ thousand (plus speaks for B, minus for A)",
        f"2 Year by year, B − A, £ thousand at {price_year(appraisal)} prices",
        f"3 The same in money of the day, prices rising {100.0 * appraisal.scenario.appraisal.inflation:.1f} % a year",
        "4 Who pays and who gains: present value of all years, £ thousand (plus: better off under B)",
        "5 What would make the net present value nil, all else as it is",
        "6 Unit costs, each at the prices of its own year",
        "7 What is counted, once",
    ]


def lead(appraisal: Appraisal) -> list[str]:
    """What is appraised, and how money and time are taken."""
    a, b = (arm.title for arm in appraisal.arms)
    place = appraisal.scenario.places
    where = f"{place[0].name}, " if len(place) == 1 else f"{len(place)} places, "
    residents = sum(one.residents for one in place)
    cards = appraisal.scenario.appraisal
    runs = so_many(len(appraisal.pairs), "repeat run")
    other = beyond_policy(*(arm.scenario for arm in appraisal.arms))
    income = "They differ in more than policies, so their income may differ." if other else _EQUAL
    if added_differs(*(arm.scenario for arm in appraisal.arms)):
        income = "They do not have the same money: one is given more to spend on top of what it is due."
    money, feeling = (100.0 * one[0] for one in (cards.discount_rates, cards.wellbeing_rates))
    return [
        f"A: {a}   B: {b}",
        f"{where}{residents:,} residents, {so_many(appraisal.years, 'year')}, {runs}, each with "
        "its own people, luck and plausible assumptions, the same in A and B; intervals hold 95 %.",
        f"{income} All is B − A at {price_year(appraisal)} prices, discounted at "
        f"{money:.1f} % a year for money and {feeling:.1f} % for wellbeing (Green Book; less after 30 years); year 1 "
        "counts as one year away.",
        f"Correction for optimism: what speaks for B on average counts {100.0 * cards.optimism_benefits:.0f} % less, "
        f"what speaks against it {100.0 * cards.optimism_costs:.0f} % more, line by line, duties and fixed "
        "costs as one; money moved out of direct help is decided, not hoped for, and counts in full. Delays are not "
        "added.",
    ]


def counted(found: Appraised) -> list[str]:
    """What is inside public spending, what is added, apart, and counted nowhere."""
    appraisal = found.appraisal
    cards = appraisal.scenario.appraisal
    posts, contracts, placements = (round(one) for one in cards.notice)
    stay = ", ".join(f"{100.0 * one:.0f} %" for one in cards.fixed_shares)
    said = [
        "Inside public spending already, and not added again: what people in crisis cost while it lasts (care, "
        "protection, placements, benefits, temporary homes), whoever pays; changing over; what providers are paid; "
        "lifelong need, as fixed costs. Every line is a part of the model's ledger, and the lines sum to it.",
        f"Added: unpaid hours of kin and volunteers, at £{appraisal.price('unpaid_hour'):.2f}.",
        "The place's purse is public money with local taxes, deals and money added, which move money between pockets: "
        "society does not count them; what is borrowed and repaid is in no sum, its interest is spending. Society is "
        "public money and unpaid time.",
        "Apart: WELLBYs, which hold already what help, and giving it, mean to people; carers' lost earnings, which are "
        "part of what an unpaid hour is worth.",
        f"Cash is what B chooses to spend, and what is free of duties and fixed costs once a "
        f"post ({posts} months' notice), a contract ({contracts}) or a placement "
        f"({placements}) has ended, in whole posts and placements, less what stays ({stay}). It is judged on the mean "
        "of twelve months. Where B spends more, all of it is cash at once. Duties left undone are no saving.",
        "Counted nowhere: pay of people who find work (the cost of duties falls instead, part of which is benefits, a "
        "transfer), care that no duty pays for, harm to victims of crime, anything after the last year.",
        "Correction for optimism and switching values of unit costs use means over repeat runs; effects are simulated "
        "anew. A weight for incomes applies to unpaid time alone: WELLBYs count the same for everybody.",
    ]
    if found.failures:
        said.append(f"{len(found.failures)} runs did not end well; the first: {found.failures[0].error}")
    return said
