"""Files that are there whole or not at all: written beside their place, flushed to the disk, then renamed."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

PART = ".part"
FORGOTTEN = 86_400
"""Seconds after which a half-written file of another machine is taken for abandoned."""


class NotStoredError(Exception):
    """Results could not be written, and why."""


def beside(path: Path) -> Path:
    """Where this process keeps what is not, or not yet, in its place; `abandoned` once the process is gone."""
    return path.with_name(f".{path.name}.{_host()}.{os.getpid()}{PART}")


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which takes its place once it is on the disk. Raises NotStoredError."""
    part = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, pa.ArrowException) as error:
        raise NotStoredError(_why(path, error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write(path: Path, table: pa.Table) -> None:
    """Write a table whole, with a checksum on every page. Raises NotStoredError."""
    with whole(path) as file:
        pq.write_table(table, file, write_page_checksum=True)


def read_table(path: Path) -> pa.Table | None:
    """A table, or None where the file is not there, cut off or damaged."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read(use_threads=False)
    except (OSError, pa.ArrowException):
        return None


def _host() -> str:
    return socket.gethostname().replace(".", "-")


def abandoned(file: Path) -> bool:
    """Whether nobody is writing a half-written file any more: its process is gone, or it is a day old elsewhere."""
    *_, host, pid, _ = file.name.rsplit(".", 3)
    if file.name.count(".") < 4 or not pid.isdigit() or host != _host():
        with suppress(OSError):
            return time.time() - file.stat().st_mtime > FORGOTTEN
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _why(path: Path, error: BaseException) -> str:
    number = getattr(error, "errno", None)
    reason = (os.strerror(number) if number else str(error)).lower()
    return (
        f"Results cannot be written to {path.parent}: {reason}. What is finished is kept; make room or mend this, and "
        "ask for the same again."
    )
