"""Rows of a table as compressed bytes: small, and shared by all copies of a world since bytes never change."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Page(NamedTuple):
    """So many rows of a structured array, column after column, compressed by Zstandard."""

    rows: int
    packed: bytes


def pack(rows: NDArray[Any]) -> Page:
    """A page of these rows."""
    columns = b"".join(np.ascontiguousarray(rows[name]).tobytes() for name in rows.dtype.names or ())
    return Page(len(rows), pa.compress(columns, codec="zstd", asbytes=True))


def unpack(pages: list[Page], kind: np.dtype[Any]) -> NDArray[Any]:
    """The rows of all pages, one page after the other."""
    rows = np.empty(sum(page.rows for page in pages), kind)
    start = 0
    for count, packed in pages:
        columns = pa.decompress(packed, decompressed_size=count * kind.itemsize, codec="zstd", asbytes=True)
        at = 0
        for name in kind.names or ():
            rows[name][start : start + count] = np.frombuffer(columns, kind[name], count, at)
            at += count * kind[name].itemsize
        start += count
    return rows
