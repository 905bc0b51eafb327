"""Each part of the dashboard imports from those before it alone: questions, answers, what is shown of them, pages."""

import ast
from pathlib import Path

import dashboards

ORDER = (
    "asking",
    "answering",
    "shell",
    "controls",
    "film",
    "picture",
    "showing",
    "pages",
    "compressed",
    "door",
    "server",
)
HOME = Path(dashboards.__file__).parent


def part(path):
    """Which part a file belongs to."""
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported(path):
    """The parts that a file imports from."""
    for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(one, ast.ImportFrom) and one.module == "dashboards":
            yield from (alias.name for alias in one.names)
        elif isinstance(one, ast.ImportFrom) and (one.module or "").startswith("dashboards."):
            yield one.module.split(".")[1]
        elif isinstance(one, ast.Import):
            yield from (alias.name.split(".")[1] for alias in one.names if alias.name.startswith("dashboards."))


def test_imports_go_one_way():
    files = [path for path in HOME.rglob("*.py") if path != HOME / "__init__.py"]
    assert {part(path) for path in files} == set(ORDER)
    found = {(part(path), other, path.name) for path in files for other in imported(path)}
    assert ("pages", "showing", "what_if.py") in found
    assert [one for one in sorted(found) if ORDER.index(one[1]) > ORDER.index(one[0])] == []
