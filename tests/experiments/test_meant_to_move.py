"""Every mechanism, switched off, moves what it is meant to move (`moves` on its switch) in a world that ships.

Which way, and why, was written down from MODEL.md and the ODD before each world was run; what was not clear stands in
UNCLEAR. A sign is that of the outcome without the mechanism less with it. About four minutes on two processors.
"""

from functools import cache
from typing import NamedTuple

import pytest

from simulation.experiments import ablation
from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.workers import usable_cores
from simulation.parameters import cards
from simulation.scenario import Scenario


class Setting(NamedTuple):
    """A shipped scenario in a shipped world, for how long, and in how many repeat runs."""

    scenario: str
    world: str
    years: int = 5
    seeds: int = 8


class Expected(NamedTuple):
    """What an outcome does without a mechanism, +1 or -1, and why."""

    switch: str
    outcome: str
    sign: int
    why: str


CONNECTING = Setting("making_things_happen", "market_town", 5, 12)
DOOM = Setting("doing_things", "graph_of_doom", 20, 12)
SLUMP = Setting("doing_things+recession", "market_town")
LOCALISM = Setting("doing_things+connected_localism", "region_of_twelve", 5, 6)

EXPECTED = {
    CONNECTING: (
        Expected("activation.on", "starting", -1, "nobody begins"),
        Expected("activation.on", "taking_part", -1, "nor do those whom connectors ask and introduce"),
        Expected("acute.on", "crises_at_once", -1, "there are none"),
        Expected("budget.on", "unmet_need", -1, "duties are met in full"),
        Expected("budget.on", "net_public_cost", 1, "whatever they cost"),
        Expected("connecting.on", "starting", -1, "nobody is asked or introduced"),
        Expected("connecting.on", "working_links", -1, "no link is kept alive"),
        Expected("coproduction.on", "unmet_need", -1, "a mean of two kinds of hours is at most their sum"),
        Expected("demand.on", "needed_hours", -1, "need does not rise"),
        Expected("demand.on", "unmet_need", -1, "while help is what it was"),
        Expected("demography.on", "needed_hours", 1, "people go on ageing and nobody dies"),
        Expected("effort.on", "connecting_money", -1, "no money moves"),
        Expected("effort.on", "direct_hours", 1, "it stays in direct help"),
        Expected("effort.on", "helped_by_groups", -1, "and fewer find a group"),
        Expected("hours.on", "kin_hours", -1, "there are none"),
        Expected("hours.on", "unmet_need", 1, "which come first"),
        Expected("ladder.on", "avoidable_crises", -1, "nobody falls step by step"),
        Expected("routing.on", "helped_by_groups", -1, "nobody finds a group"),
        Expected("routing.on", "unmet_need", 1, "and gets its hours"),
        Expected("seeking.on", "asking", -1, "nobody does"),
        Expected("seeking.on", "unmet_need", 1, "so that fewer are helped"),
        Expected("service.on", "direct_hours", -1, "there are none"),
        Expected("service.on", "unmet_need", 1, "nor any by duty"),
        Expected("synapse.on", "working_links", -1, "links that connectors keep do not grow"),
        Expected("synapse.on", "helped_by_groups", -1, "so that fewer needs find a group across them"),
        Expected("understanding.on", "known_groups", -1, "connectors map none"),
    ),
    DOOM: (
        Expected("capacity.on", "own_capacity", -1, "no help builds it"),
        Expected("lifelong.on", "direct_money", 1, "the growing cost of lifelong need takes none of it"),
        Expected("trust.on", "trusting", 1, "it stays as it was, while fewer needs are met"),
    ),
    SLUMP: (
        Expected("jobs.on", "local_taxes", 1, "nobody loses work, and earnings do not fall"),
        Expected("tax_base.on", "local_taxes", 1, "the council's income does not follow work that is lost"),
        Expected("tax_base.on", "direct_money", 1, "so that more is left to choose"),
    ),
    Setting("making_things_happen", "favours_delivery"): (
        Expected("politics.on", "connecting_money", 1, "no election turns back, and cuts do not fall on it first"),
    ),
    Setting("doing_things", "new_town", 10): (
        Expected("commons.on", "common_stock", 1, "more people each year do not use it up"),
        Expected("commons.on", "needed_hours", -1, "so that homes do not grow scarce"),
    ),
    Setting("doing_things+shared_services", "county", 10): (
        Expected("understanding.on", "unmet_need", -1, "services that are shared drift away from unlike places"),
    ),
    LOCALISM: (
        Expected("public_realm.on", "trusting", -1, "a say in decisions earns none"),
        Expected("trust.on", "trusting", -1, "it stays as it was"),
    ),
    Setting("doing_things+central_direction", "market_town", 2, 16): (
        Expected("innovation.on", "learnt", -1, "no template is the best-looking of six pilots"),
        Expected("innovation.on", "unmet_need", 1, "so that hours do less, and none are cheaper by scale"),
    ),
    Setting("doing_things+micro_grants", "market_town"): (
        Expected("groups.on", "community_groups", -1, "no group is founded with a grant"),
    ),
    Setting("doing_things+incentives_for_citizens", "market_town"): (
        Expected("incentives.on", "starting", -1, "nobody is asked or has more of a say"),
        Expected("incentives.on", "taking_part", -1, "nor thanked"),
    ),
    Setting("doing_things+flood", "market_town", 1, 32): (
        Expected("wellbeing.on", "wellbeing", 1, "nobody is the worse for a lost home"),
    ),
    Setting("doing_things+pooled_budgets", "delivery_does_better", 5, 12): (
        Expected("pooling.on", "direct_money", -1, "where costs grow slowly others save, and it does not come back"),
    ),
    Setting("doing_things+sub_regional_growth", "market_town", 10): (
        Expected("growth.on", "local_taxes", -1, "no jobs are brought, nor what they earn"),
    ),
    Setting("doing_things+financial_freedoms", "market_town"): (
        Expected("borrowing.on", "borrowed_money", -1, "there is none"),
        Expected("borrowing.on", "direct_money", -1, "so that budgets that fall short are not filled"),
    ),
    Setting("doing_things+halls_closing", "delivery_does_better", 5, 20): (
        Expected("assets.on", "group_hours", 1, "no group loses its hall, where people need more than groups can give"),
    ),
    Setting("making_things_happen", "coastal_town", 5, 24): (
        Expected("burnout.on", "volunteer_burnout", -1, "those who begin do not tire, the tired leave"),
        Expected("burnout.on", "taking_part", 1, "so that nobody leaves for it"),
    ),
    Setting("doing_things+provider_failing", "market_town"): (
        Expected("market.on", "unmet_need", -1, "whatever is paid for can be bought, when the largest fails, too"),
    ),
    Setting("doing_things", "delivery_does_better", 10): (
        Expected("ties.on", "kin_hours", 1, "ties do not fade faster than they form"),
    ),
}  # fmt: skip

UNCLEAR = {
    ("capacity.on", "avoidable_crises"): "20 runs of favours_networks, 10 years: +0.22 (-0.06 to 0.50). It "
    "stood in EXPECTED while crises left a scar without capacity that never healed; hours needed rise by 0.24 (0.09 to "
    "0.39).",
    ("connecting.on", "community_groups"): "12 runs of CONNECTING: -0.67 (-1.34 to 0.004). Catalysts are few.",
    ("growth.on", "in_work"): "Some ten jobs of 4,800 in ten years; those who look and could take one are one in 200.",
    ("hand_off.on", "unmet_need"): "LOCALISM: +0.04 (-0.03 to 0.12). Sharing records costs part of what it gains.",
    ("trust.on", "starting"): "LOCALISM: -0.35 (-0.74 to 0.03). A hundredth of trust is a thousandth of readiness.",
}
"""What is meant to move and has not been seen to, clearly, in any shipped world that was tried. The mechanisms stay:
all but hand-offs are clear in something else, and all signs are as expected."""


def test_every_switch_says_what_it_is_meant_to_move_and_all_of_it_is_expected_somewhere():
    said = {(card.key, name) for card in cards().values() if card.name == "on" for name in card.moves}
    assert {key for key, _ in said} == {card.key for card in cards().values() if card.name == "on"}
    expected = {(one.switch, one.outcome) for some in EXPECTED.values() for one in some}
    assert said == expected | set(UNCLEAR)
    assert expected.isdisjoint(UNCLEAR)
    assert {key for key, _ in said} - {key for key, _ in expected} == {"hand_off.on"}, "clear in nothing"


@cache
def effects(setting):
    """What each mechanism that this setting is about does there, by switch."""
    scenario = Scenario.load(setting.scenario, {"run.years": setting.years}, "--set", setting.world)
    off = sorted({one.switch for one in EXPECTED[setting]})
    arms = Arm(ablation.WHOLE, scenario), *(Arm(one, ablation.without(scenario, one)) for one in off)
    tasks = [Task(seed, Draw.ALL, arms) for seed in range(1, setting.seeds + 1)]
    found = ablation.ablate(tasks, usable_cores())
    assert found.failures == []
    return {one.switch: one for one in found.effects if one.runs}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        pytest.param(setting, one, id=f"{one.switch}-{one.outcome}-{setting.world}")
        for setting, some in EXPECTED.items()
        for one in some
    ],
)
def test_without_it_what_it_is_meant_to_move_is_clearly_different(setting, expected):
    apart = effects(setting)[expected.switch].difference[expected.outcome]
    print(f"{expected.switch} {expected.outcome}: {apart.estimate:+.4g} ({apart.low:.4g} to {apart.high:.4g})")
    assert apart.low > 0 if expected.sign > 0 else apart.high < 0, expected.why
