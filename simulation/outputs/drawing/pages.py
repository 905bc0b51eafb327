"""A page that opens anywhere: the one frame that every report and page is put into, and how each is made again."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template

from simulation.experiments.design import Arm


def framed(title: str, body: Sequence[str]) -> str:
    """The whole page. title: plain text; body: parts of HTML, of which empty ones are left out."""
    template = Template(files("simulation.outputs").joinpath("report.html").read_text(encoding="utf-8"))
    return template.substitute(title=escape(title), body="\n".join(part for part in body if part))


def made_again(command: str, arms: Sequence[Arm], versions: Mapping[str, str]) -> str:
    """How what lies in the page's folder is made again, from which scenarios and under which versions."""
    marks = ", ".join(f"{escape(arm.title)} {arm.scenario.fingerprint}" for arm in arms)
    return (
        f"<h2>How to make this again</h2><p><code>python3 -m uv run {escape(command)} --out FOLDER</code></p>"
        "<p>or, from the folder in which this page lies, with the very scenarios that made it: "
        "<code>python3 -m uv run run.py reproduce FOLDER</code>, which says whether every byte agrees.</p>"
        f'<p class="soft">Fingerprints: {marks}. '
        f"Versions: {escape(', '.join(f'{name} {one}' for name, one in versions.items()))}.</p>"
    )
