"""The reel: named arrays and a heading as one run of bytes, small enough to send and simple enough to read anywhere.

A gzip file; in it the length of the heading (uint32), the heading (JSON: `arrays` lists [name, type, shape]) and the
arrays, in the machine order of small ends. Each array is written as differences along its first axis (which undo by
adding up, carrying nothing), and these byte by byte: all lowest bytes, then all next ones.
"""

import gzip
import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES = ("uint8", "uint16", "int32")
HEAD = struct.Struct("<I")


def wind(heading: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The reel of a heading and arrays of TYPES."""
    listed = [(name, one.dtype.name, one.shape) for name, one in arrays.items()]
    wrong = [name for name, kind, _ in listed if kind not in TYPES]
    if wrong:
        raise ValueError(f"A reel holds arrays of {', '.join(TYPES)} only, which {', '.join(wrong)} is not.")
    head = json.dumps({**heading, "arrays": listed}, separators=(",", ":")).encode()
    body = b"".join(_planes(_differences(one)) for one in arrays.values())
    return gzip.compress(HEAD.pack(len(head)) + head + body, 8, mtime=0)


def unwind(reel: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The heading and the arrays again."""
    raw = gzip.decompress(reel)
    (length,) = HEAD.unpack_from(raw)
    at = HEAD.size + length
    heading = json.loads(raw[HEAD.size : at])
    arrays = {}
    for name, kind, shape in heading.pop("arrays"):
        dtype = np.dtype(kind)
        size = int(np.prod(shape)) * dtype.itemsize
        planes = np.frombuffer(raw, np.uint8, size, at).reshape(dtype.itemsize, -1)
        values = np.ascontiguousarray(planes.T).view(dtype).reshape(shape)
        arrays[name] = values.cumsum(axis=0, dtype=dtype)
        at += size
    return heading, arrays


def _differences(values: NDArray[Any]) -> NDArray[Any]:
    different = values.copy()
    different[1:] -= values[:-1]
    return different


def _planes(values: NDArray[Any]) -> bytes:
    each = np.ascontiguousarray(values).view(np.uint8).reshape(-1, values.dtype.itemsize)
    return np.ascontiguousarray(each.T).tobytes()
