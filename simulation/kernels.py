"""How a rule of the model becomes fast without ceasing to read like its equation.

A *rule* is a scalar function in its mechanism's file; a *kernel* is a loop over whole columns that calls rules.
Both are compiled by numba and cached on disk in a folder named by the model's version, so that a changed rule can
never be answered by yesterday's machine code: `MODEL_VERSION` is a hash of every source file of this package.

`fastmath` stays off: results must not depend on how a compiler reorders sums.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent


def source_hash(package: Path = PACKAGE) -> str:
    """The first 12 hex digits of a SHA-256 over the names and bytes of all `.py` and `.yaml` files under `package`."""
    digest = hashlib.sha256()
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.yaml")]):
        digest.update(str(file.relative_to(package)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


MODEL_VERSION = source_hash()
CACHE = Path(os.environ.get("SYNAPTIC_CACHE", PACKAGE.parent / ".cache")) / f"numba-{MODEL_VERSION}"
os.environ["NUMBA_CACHE_DIR"] = str(CACHE)

import numba  # noqa: E402  (the cache folder must be named before numba is loaded)


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a scalar function that kernels call; called bare it runs the same machine code on numbers."""
    return numba.njit(cache=True, inline="never", error_model="numpy")(function)


def spelled_out(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule by writing it out wherever it is called, so that a loop of it can use the processor's vectors."""
    return numba.njit(inline="always", error_model="numpy")(function)


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a loop over columns; it writes only into the arrays that it is given."""
    return numba.njit(cache=True, error_model="numpy", nogil=True)(function)
