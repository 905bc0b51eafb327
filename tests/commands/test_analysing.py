"""The commands that ask what a finished study says, as users meet them; outcomes come out of formulas."""

import html
import json
import math
import re

import pytest
from command_line import said
from studies import finished, shipped

from simulation.words import CODE_NAME, how_many, jargon

LHS = "{kind: latin_hypercube, samples: 160}"


def outcomes(point, way, seed):
    """The second way does better where connecting is on and the shift takes a year at most; it costs 5 pounds more."""
    gain = 2.0 if point["connecting.on"] and point["effort.lag"] <= 12 else -2.0
    need = 30.0 + seed + 4.0 * point["acute.scale"] - way * gain
    stops = float("inf") if need < 34 else 2.0
    return {"unmet_need": need, "net_public_cost": 900.0 + way * (5.0 - 6.0 * gain), "stops_coping": stops}


@pytest.fixture(scope="module")
def lhs(hamlets, tmp_path_factory):
    return finished(tmp_path_factory.mktemp("lhs"), hamlets, LHS, outcomes)


def found(*words):
    return json.loads(said(*words, "--json")[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("what_is_worth_finding_out", "worth"), ("what_is_worth_finding_out", "sensitivity"),
        ("where_each_does_better", "regions"), ("where_each_does_better", "worth"),
        ("where_each_does_better", "sensitivity"), ("how_fast_must_demand_grow", "robustness"),
        ("which_tools_help", "sensitivity"), ("how_much_and_how_early", "sensitivity"),
    ],
)  # fmt: skip
def test_a_shipped_study_has_points_enough_for_the_command_that_it_is_for(name, command, tmp_path):
    def by_chance(point, way, seed):
        value = math.sin(sum(float(one) for one in point.values() if isinstance(one, int | float)) + 40.0 * way + seed)
        return {"unmet_need": value, "net_public_cost": 900.0 + value}

    assert found(command, shipped(name, tmp_path / "out", by_chance))["analysis"] == command


def test_sensitivity_says_what_decides(lhs):
    told = found("sensitivity", lhs)
    assert (told["method"], told["points"], told["ways"]) == ("given", 160, ["doing", "connecting"])
    assert [one["name"] for one in told["inputs"]][2] == "acute.scale"
    assert [one["beyond_luck"] for one in told["inputs"]] == [True, True, False]
    alone = found("sensitivity", lhs, "--of", "doing")
    assert alone["inputs"][0]["name"] == "acute.scale"
    assert alone["inputs"][0]["rank"]["estimate"] == pytest.approx(1.0)
    turned = found("sensitivity", lhs, "--between", "connecting", "doing")
    assert turned["inputs"][0]["rank"]["estimate"] == -told["inputs"][0]["rank"]["estimate"]


@pytest.mark.parametrize("command", ["sensitivity", "regions", "robustness", "worth", "best-next", "pack"])
def test_nobody_loses_a_file_of_their_own(command, lhs, tmp_path):
    mine, made = tmp_path / "mine.txt", tmp_path / "made"
    mine.write_text("what took me a year")
    assert "mine.txt is there already, and this program did not make it" in said(command, lhs, "--out", mine, code=2)[1]
    assert mine.read_text() == "what took me a year"
    assert "/ is a folder. Name a file in it" in said(command, lhs, "--out", "/", code=2)[1]
    for _ in range(2):
        said(command, lhs, "--out", made)
    assert made.is_file()


def test_reproduce_says_how_a_study_is_made_again(lhs):
    assert f"made again by run.py study {lhs / 'study.yaml'} --out ANOTHER" in said("reproduce", lhs, code=2)[1]


@pytest.mark.parametrize(
    ("design", "method", "measure"),
    [
        ("{kind: morris, samples: 12}", "morris", "mu_star"),
        ("{kind: sobol, samples: 32}", "sobol", "total"),
        ("{kind: sobol, samples: 16, second_order: true}", "sobol", "first"),
        ("one_at_a_time", "one_at_a_time", "high"),
        ("full_factorial", "factorial", "effect"),
        ("fractional_factorial", "factorial", "effect"),
    ],
)
def test_every_design_has_its_analysis(hamlets, tmp_path, design, method, measure):
    """The second way's need less the first's hangs on connecting.on by 4 where it is on; acute.scale does nothing."""
    out = finished(tmp_path, hamlets, design, lambda point, way, seed: outcomes(point | {"effort.lag": 1}, way, seed))
    told = found("sensitivity", out)
    assert told["method"] == method
    by_name = {one["name"]: one[measure]["estimate"] for one in told["inputs"]}
    expected = {"mu_star": 4.0 * 1.5, "total": 1.0, "first": 1.0, "high": 4.0, "effect": 4.0}[measure]
    assert abs(by_name["connecting.on"]) == pytest.approx(expected, abs=0.3)
    assert by_name["acute.scale"] in (None, pytest.approx(0.0, abs=1e-9))


def test_regions_are_told_in_words_and_on_a_map(lhs):
    told = found("regions", lhs)
    (second,) = [one for one in told["regions"] if one["way"] == "connecting"]
    assert set(told["decisive"]) == {"connecting.on", "effort.lag"}
    assert second["bounds"]["effort.lag"][1] == pytest.approx(12, abs=1)
    assert second["density"]["estimate"] == second["coverage"]["estimate"] == 1.0
    screen = " ".join(said("regions", lhs)[0].split())
    where = ["“Connecting” is on", r"“Time the shift takes” is at most 1\d(\.\d)? months"]
    either = "|".join(" and ".join(some) for some in (where, where[::-1]))
    assert re.search(f"Connecting <b> does better where ({either}): at 100 % of the ", screen)
    page = (lhs / "regions.html").read_text()
    assert page.count('class="edge1"') == 1
    assert page.count("<circle") == 160


def test_robustness_counts_futures(lhs):
    told = found("robustness", lhs, "--level", 35)["points"]
    assert (told["futures"], told["level"], told["level_is_usual"]) == (160, 35.0, False)
    first, second = told["ways"]
    assert first["worst_regret"]["estimate"] == second["worst_regret"]["estimate"] == pytest.approx(2.0)
    assert first["best"]["estimate"] + second["best"]["estimate"] == pytest.approx(1.0)
    assert found("robustness", lhs)["points"]["level_is_usual"]


def test_one_future_that_is_left_out_is_told_as_one(hamlets, tmp_path):
    def lost_at_an_end(point, way, seed):
        return outcomes(point, way, seed) | ({"unmet_need": math.nan} if point["acute.scale"] == 0.5 else {})

    screen = said("robustness", finished(tmp_path, hamlets, "one_at_a_time", lost_at_an_end))[0]
    assert "One future is left out, since a way has no finished run there." in " ".join(screen.split())


def test_stopping_is_a_year_and_coping_to_the_end_is_the_year_after(lhs):
    """Horizon 2 years: a place that copes counts 3."""
    told = found("robustness", lhs, "--outcome", "stops_coping")["points"]["ways"][0]
    assert told["worst"]["estimate"] == 2.0
    assert 2.0 < told["mean"]["estimate"] < 3.0


def test_worth_weighs_outcomes_in_pounds(lhs):
    """Gains of 7 pounds where the second way does well, -17 elsewhere, whatever else: so 7 p, p being its share."""
    told = found("worth", lhs, "--weight", "net_public_cost=-1")
    share = 1 - found("robustness", lhs)["points"]["ways"][0]["best"]["estimate"]
    assert told["everything"]["estimate"] == pytest.approx(7.0 * share)
    assert told["everything"]["at_least"] == pytest.approx(7.0 * share)
    assert {one["name"] for one in told["inputs"] if one["beyond_chance"]} <= {"connecting.on", "effort.lag"}
    assert found("worth", lhs)["weights"]["net_public_cost"] == -1.0


def test_best_next_counts_pairs(lhs):
    told = found("best-next", lhs)
    (second,) = told["ways"]
    assert second["gives_most"] + told["none_gains"] == told["pairs"] == 320
    assert second["costs"]["estimate"] == pytest.approx(5.0 - 6.0 * second["estimate"])


@pytest.mark.parametrize("command", ["sensitivity", "regions", "robustness", "worth", "best-next"])
def test_screens_and_pages_are_plain_and_stand_alone(lhs, tmp_path, command):
    page = tmp_path / "page.html"
    screen = said(command, lhs, "--out", page)[0]
    text = page.read_text()
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in text
    assert text.count("<svg") == text.count("<desc id=") >= 1
    assert "<b>" not in text
    shown = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|code)\b.*?</\1>", " ", text)))
    assert jargon(shown) == []
    assert jargon(screen.replace(str(page), "")) == []
    assert f"run.py {command}" in text
    assert not CODE_NAME.search(shown)


def test_what_is_missing_is_told_and_left_out(hamlets, tmp_path):
    out = finished(tmp_path, hamlets, "{kind: sobol, samples: 32}", outcomes, skip=(7,))
    told = found("sensitivity", out)
    assert (told["points"], told["left_out"]) == (155, 5)
    assert "Five points are left out" in " ".join(said("sensitivity", out)[0].split())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["sensitivity", "--outcome", "happiness"], "This study measures no happiness. It measures unmet_need, "),
        (["sensitivity", "--of", "waiting"], "There is no way of working waiting here. There are: connecting, doing."),
        (["sensitivity", "--between", "doing", "waiting"], "There is no way of working waiting here."),
        (["sensitivity", "--of", "doing", "--between", "doing", "connecting"], "with --of, or for the difference"),
        (["sensitivity", "--between", "doing", "doing"], "doing is named twice. Name two ways of working"),
        (["sensitivity", "--world", "mars"], "There is no world mars here."),
        (
            ["regions", "--outcome", "gaps.unmet_need_slope"],
            "Neither less nor more of gaps.unmet_need_slope is better.",
        ),
        (["worth", "--weight", "net_public_cost"], "--weight net_public_cost is not understood."),
        (["worth", "--weight", "net_public_cost=nan"], "--weight net_public_cost=nan is not understood."),
        (["worth", "--weight", "net_public_cost=-1", "--weight", "net_public_cost=-2"], "a second time what"),
        (["robustness", "--level", "nan"], "--level is nan, but must be a number"),
        (["robustness", "--level", "inf"], "--level is inf, but must be a number"),
        (["worth", "--weight", "happiness=3"], "This study measures no happiness."),
    ],
)
def test_mistakes_are_told_in_one_sentence(lhs, words, sentence):
    screen, errors = said(words[0], lhs, *words[1:], code=2)
    assert screen == ""
    assert sentence in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(("command", "design"), [("sensitivity", "one_at_a_time"), ("robustness", LHS)])
def test_an_interval_over_repeat_runs_says_whether_assumptions_are_in_it(hamlets, tmp_path, command, design):
    for others, counted in (("held", "luck"), ("drawn", "luck and the assumptions drawn anew with each repeat run")):
        (folder := tmp_path / others).mkdir()
        screen = said(command, finished(folder, hamlets, design, outcomes, others=others))[0]
        assert f"Intervals count {counted} alone." in " ".join(screen.split())


def test_what_is_no_more_than_luck_is_not_told_as_decisive(lhs):
    screen = " ".join(said("sensitivity", lhs)[0].split())
    (decisive,) = re.findall(r"Most decisive for .*?\)\.", screen)
    assert "Connecting" in decisive
    assert "No more than luck would give: " in screen
    for name in re.findall(r"No more than luck would give: (.*?)\.", screen)[0].split(" and "):
        assert name not in decisive


@pytest.mark.slow
def test_where_many_are_asked_about_it_is_told_how_many_would_seem_to_count(lhs, tmp_path):
    """Three assumptions are few; the shipped study moves all, of which one in twenty is to be expected by chance."""

    def noise(point, way, _):
        value = math.sin(1e4 * sum(float(one) for one in point.values() if isinstance(one, int | float)) + 40.0 * way)
        return {"unmet_need": value, "net_public_cost": 900.0 + value}

    out = shipped("where_each_does_better", tmp_path / "out", noise)
    inputs = len(found("worth", out)["inputs"])
    for command in ("worth", "sensitivity"):
        screen = " ".join(said(command, out)[0].split())
        assert (
            f"Of {inputs} assumptions that do nothing, about {how_many(round(inputs / 20))} would seem to count"
            in screen
        )
        assert "would seem to count" not in said(command, lhs)[0]


def test_designs_that_do_not_allow_it_are_told_with_those_that_do(hamlets, tmp_path):
    out = finished(tmp_path, hamlets, "{kind: morris, samples: 12}", outcomes)
    for command in ("regions", "worth"):
        assert "Ask with a study of kind latin_hypercube or sobol." in said(command, out, code=2)[1]


def test_too_few_runs_are_told(hamlets, tmp_path):
    out = finished(tmp_path, hamlets, "{kind: latin_hypercube, samples: 13}", outcomes)
    errors = said("sensitivity", out, code=2)[1]
    assert "It takes 14 finished points to say anything; so far there are 13." in errors
    assert "too few to look for regions: 40 are needed" in " ".join(said("regions", out)[0].split())
    assert "It takes 50 finished points spread through the space" in said("worth", out, code=2)[1]


@pytest.mark.parametrize(
    ("varies", "chosen"),
    [
        ("levers: {effort.earliness: [0.2, 0.4]}", "(“Share of effort before crisis”)"),
        ("tools: [pooled_budgets, rationing@24]", "(“Pooled budgets”, “Rationing”)"),
    ],
)
def test_policies_at_points_are_no_futures(hamlets, tmp_path, varies, chosen):
    out = finished(tmp_path, hamlets, "full_factorial", lambda *_: {}, varies=varies, seeds=1)
    for command in ("robustness", "worth", "best-next"):
        errors = said(command, out, code=2)[1]
        assert f"differ in what somebody chooses {chosen}, and this question is about futures" in errors
        assert jargon(errors) == []


def test_a_folder_without_a_study_is_told(tmp_path):
    assert "holds no study. Name a folder that run.py study has made." in said("regions", tmp_path, code=2)[1]


def test_a_parcel_cannot_take_the_place_of_a_folder(lhs, tmp_path):
    assert f"{tmp_path} is a folder. Name a file in it" in said("pack", lhs, "--out", tmp_path, code=2)[1]


def test_several_worlds_are_futures_or_have_to_be_named(tmp_path):
    ways, worlds = ("doing_things", "making_things_happen"), ("market_town", "coastal_town")
    out = finished(tmp_path, ways, "{kind: latin_hypercube, samples: 20}", outcomes, seeds=1, worlds=worlds)
    assert "Say which with --world: coastal_town, market_town." in said("sensitivity", out, code=2)[1]
    assert found("sensitivity", out, "--world", "coastal_town")["points"] == 20
    told = found("robustness", out)
    assert (told["points"]["futures"], told["worlds"]["futures"]) == (40, 2)


def test_one_future_is_no_robustness_and_no_points_make_no_regions(hamlets, tmp_path):
    out = finished(tmp_path, hamlets, "full_factorial", lambda *_: {"unmet_need": 30.0}, varies="", seeds=3)
    assert "This study has one future, as nothing varies" in said("robustness", out, code=2)[1]
    assert "no assumptions to find regions of" in said("regions", out, code=2)[1]
    assert "in three pairs of runs over one future" in " ".join(said("best-next", out)[0].split())
    told = json.loads(said("report", out, "--json")[0])
    assert any(line.startswith("How each stands whatever comes: This study has one") for line in told["not_answered"])
    page = (out / "report.html").read_text()
    assert "One point, as nothing varies but the ways of working and luck." in page
    assert "1 points" not in page
