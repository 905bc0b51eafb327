"""The model as one of the EMA workbench: levers, uncertainties and outcomes from the cards."""

import pytest

from simulation.experiments.once import run_once
from simulation.experiments.studies.outcomes import USUAL
from simulation.parameters import cards

pytestmark = [pytest.mark.filterwarnings("ignore:ipyparallel not installed"), pytest.mark.usefixtures("here")]

SAMPLED = ("effort.lag", "connecting.connect_hours")
LEVERS = ("effort.connecting_share", "effort.earliness")


def parameter(card):
    """A card as the workbench's own kind of parameter: a policy over its bounds, all else over its plausible range."""
    from ema_workbench import IntegerParameter, RealParameter

    low, high = card.bounds if card.decides == "policy" else card.plausible
    kind = IntegerParameter if isinstance(card.value, int) else RealParameter
    return kind(card.key.replace(".", "_"), low, high, variable_name=card.key)


def test_an_experiment_is_the_run_at_its_point():
    from ema_workbench import Model, ScalarOutcome, perform_experiments

    model = Model("village", lambda **settings: run_once("ours.yaml", settings, seed=3, years=1))
    model.uncertainties = [parameter(cards()[key]) for key in SAMPLED]
    model.levers = [parameter(cards()[key]) for key in LEVERS]
    model.outcomes = [ScalarOutcome(name) for name in USUAL]
    experiments, outcomes = perform_experiments(model, scenarios=3, policies=2)
    assert len(experiments) == 6
    for number, row in experiments.reset_index(drop=True).iterrows():
        settings = {key: row[key.replace(".", "_")] for key in (*SAMPLED, *LEVERS)}
        for key, value in settings.items():
            card = cards()[key]
            low, high = card.bounds if card.decides == "policy" else card.plausible
            assert low <= value <= high
        told = run_once("ours.yaml", settings | {"effort.lag": int(settings["effort.lag"])}, seed=3, years=1)
        assert {name: values[number] for name, values in outcomes.items()} == told
    assert len(set(outcomes["unmet_need"])) == 6
