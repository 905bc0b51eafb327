"""The README publishes the market town's answer, whatever it is; it is what the first command still prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_market_town_s_answer_is_the_one_that_is_published():
    (published,) = re.findall(r"whatever it is[^`]*?```\n(.*?)```", (HERE / "README.md").read_text(), re.DOTALL)
    printed = subprocess.check_output([sys.executable, "run.py", "compare"], cwd=HERE, text=True)
    said = " ".join(printed.split())
    lines = [" ".join(line.split()) for line in published.splitlines()]
    assert len(lines) == 12
    assert [line for line in lines if line not in said] == []
