"""How a rule of the model becomes fast without ceasing to read like its equation.

A *rule* is a function in its mechanism's file that kernels call: most reckon with the numbers of one row, and some go
through a row's few ties, groups or services, or make a short table that a kernel needs before its loop, such as one of
places or groups. A *kernel* is a loop over whole columns that calls rules.

Both are compiled by numba and cached on disk in a folder named by the model's version, so that a changed rule can
never be answered by yesterday's machine code: `MODEL_VERSION` is a hash of every source file of this package.

What is cached is never needed: code that is damaged or cannot be read is compiled anew, and where nothing can be
written, a folder that lasts as long as this process takes its place, for the workers that this process starts too.

`fastmath` stays off: results must not depend on how a compiler reorders sums.
"""

import atexit
import hashlib
import logging
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
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


def _cache() -> Path:
    """A folder for compiled code of this version that can be written."""
    folder = Path(os.environ.get("SYNAPTIC_CACHE", PACKAGE.parent / ".cache"))
    kept = folder / f"numba-{MODEL_VERSION}"
    try:
        kept.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=kept).close()
    except OSError:
        logging.getLogger(__name__).warning(
            "%s cannot be written, so that compiled code is not kept and every start takes about a minute longer. "
            "Name a folder of your own in the environment variable SYNAPTIC_CACHE.",
            folder,
        )
        os.environ["SYNAPTIC_CACHE"] = own = tempfile.mkdtemp(prefix="synaptic-")
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return Path(own) / kept.name
    return kept


CACHE = _cache()
os.environ["NUMBA_CACHE_DIR"] = str(CACHE)
os.environ.setdefault("NUMBA_OPT", "max")  # a tenth longer to compile, and a month is some 3 % shorter

import numba  # noqa: E402  (it reads its settings when it is loaded)
from llvmlite import ir  # noqa: E402
from numba.core import cgutils, types  # noqa: E402
from numba.core.caching import FunctionCache  # noqa: E402
from numba.core.event import Event, Listener, register  # noqa: E402
from numba.extending import intrinsic  # noqa: E402
from numba.np import arrayobj  # noqa: E402


class InterruptsWait(Listener):
    """Ctrl-C, or another signal that interrupts Python, is heard once the function that is being compiled is whole.

    Within one, LLVM calls back into Python, where an interrupt is printed and lost, and half a function left behind.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.held: list[signal.Signals] = []
        self.noted: list[int] = []

    def on_start(self, _: Event) -> None:
        """Hold every signal that would interrupt; functions that are compiled within this one change nothing."""
        if threading.current_thread() is not threading.main_thread():
            return
        self.depth += 1
        if self.depth == 1:
            interrupts = signal.default_int_handler
            self.held = [signal.Signals(one) for one in signal.valid_signals() if signal.getsignal(one) is interrupts]
            for one in self.held:
                signal.signal(one, lambda number, _: self.noted.append(number))

    def on_end(self, _: Event) -> None:
        """Let signals interrupt again, as one does at once that came meanwhile."""
        if threading.current_thread() is not threading.main_thread():
            return
        self.depth -= 1
        if self.depth == 0:
            for one in self.held:
                signal.signal(one, signal.default_int_handler)
            if self.noted:
                self.noted.clear()
                raise KeyboardInterrupt


register("numba:compiler_lock", InterruptsWait())


class Cache(FunctionCache):
    """numba's cache of one function's compiled code, which never stops a run."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The code for these types, or None where it must be compiled: what is damaged is thrown away."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:
            try:
                self.flush()
            except OSError:
                self.disable()
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code, if that can be."""
        with suppress(OSError):
            super().save_overload(sig, data)


_OURS = f"_ZN{len(PACKAGE.name)}{PACKAGE.name}"
"""With what numba begins the machine's names of this package's functions."""

_counted_from_either_end = arrayobj.fix_integer_index


def _counted_from_the_start(context: Any, builder: Any, index: Any, value: Any, size: Any) -> Any:
    """What numba makes of an index: in this package only one spelled out, as in `shares[-1]`, may count from the end.

    Among several indices none may, not even one spelled out: `shares[p, -1]` is another row's.

    To ask of every other whether it is negative made a month some 3 % longer. None may be: where NUMBA_BOUNDSCHECK=1
    is set, one that is raises IndexError, as one that is too high does. Functions of others are compiled as ever.
    """
    if isinstance(value, ir.Constant) or not builder.function.name.startswith(_OURS):
        return _counted_from_either_end(context, builder, index, value, size)
    return context.cast(builder, value, index, types.intp)


arrayobj.fix_integer_index = _counted_from_the_start


def _compiled(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    compiled = numba.njit(error_model="numpy", **options)(function)
    compiled._cache = Cache(function)
    return compiled


def rule(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that kernels call; called bare it runs the same machine code."""
    return _compiled(function, inline="never")


def spelled_out(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a rule by writing it out wherever it is called, so that a loop of it can use the processor's vectors."""
    return numba.njit(inline="always", error_model="numpy")(function)


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a loop over columns; it writes only into the arrays that it is given."""
    return _compiled(function, nogil=True)


AHEAD = 16
"""How many rows before it reads one a loop has it fetched: enough for memory to answer, few enough to stay near."""


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(_: Any, table: Any, row: Any) -> Any:
    """In a kernel: have memory bring `table[row]` near. Nothing is read or written, whatever the row.

    A processor guesses what a loop reads next where it goes on in order; who knows whom is no such order, and in a
    large town each resident's ties would be waited for in turn.
    """

    def ask(context: Any, builder: Any, signature: Any, said: Any) -> Any:
        held, at = signature.args[0], context.cast(builder, said[1], signature.args[1], types.intp)
        array, entry = context.make_array(held)(context, builder, said[0]), [at, *[at.type(0)] * (held.ndim - 1)]
        where = cgutils.get_item_pointer(context, builder, held, array, entry)
        read, near, data = (ir.IntType(32)(number) for number in (0, 3, 1))
        asked = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, *[ir.IntType(32)] * 3])
        call = cgutils.get_or_insert_function(builder.module, asked, "llvm.prefetch.p0")
        builder.call(call, [builder.bitcast(where, cgutils.voidptr_t), read, near, data])
        return context.get_dummy_value()

    return types.void(table, row), ask
