"""What a result was made with: the model's own version, and those of the packages beneath it."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from simulation.kernels import MODEL_VERSION

PACKAGES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pyyaml", "scipy")


def versions() -> dict[str, str]:
    """The versions under which the bytes are promised."""
    found = {"model": MODEL_VERSION, "python": platform.python_version()}
    found["platform"] = f"{sys.platform}-{platform.machine()}"
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
