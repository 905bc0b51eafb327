"""The tables of a folder of results, opened for SQL that can read them and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.experiments.studies.store import POINTS, STUDY, Store
from simulation.outputs.folder import FolderError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Error

CLOSED = {
    "temp_directory": "''",
    "python_enable_replacements": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}
"""What keeps a query from files, from the network, from this program's own variables, and from opening them again."""

READING = ("SELECT", "MULTI")
"""Statements that may read, as DuckDB calls them; MULTI holds a PIVOT, and what else it does is refused as it runs."""


AT_ONCE = 1000
"""Rows that are held in Python's memory."""


class QueryError(FolderError):
    """A query cannot be answered; the message says why and what to do."""


class Answer(NamedTuple):
    """Names of columns, and rows one after the other; going through them may raise QueryError."""

    names: list[str]
    rows: Iterator[tuple[Any, ...]]


class Tables:
    """The tables of a folder by plain names: each file's own, such as `monthly` for monthly.parquet.

    A study's folder has two: `results`, a row for each run with its inputs and outcomes, and `points`. Files are read
    as queries need them, so that a folder may be larger than memory. Raises FolderError where the folder is not there,
    holds no tables, or holds one that cannot be read.

    >>> Tables(Path("results/first")).ask("SELECT avg(unmet_need) FROM summary")  # doctest: +SKIP
    """

    def __init__(self, folder: Path) -> None:
        import duckdb

        self.folder = folder
        self._tables = _tables(folder)
        self._connection: DuckDBPyConnection = duckdb.connect(":memory:")
        for name, table in self._tables.items():
            self._connection.register(name, table)
        for setting, value in CLOSED.items():
            self._connection.execute(f"SET {setting} = {value}")
        self._only_read()

    def _only_read(self) -> None:
        self._connection.execute("BEGIN TRANSACTION READ ONLY")

    def columns(self) -> Answer:
        """Every column of every table, with its unit where that is known."""
        fields = ((name, field) for name, table in self._tables.items() for field in table.schema)
        said = ((name, field.name, (field.metadata or {}).get(b"unit", b"").decode()) for name, field in fields)
        return Answer(["table", "column", "unit"], said)

    def ask(self, sql: str) -> Answer:
        """What one statement answers. Raises QueryError where it does more than read, or is not understood."""
        import duckdb

        try:
            statements = self._connection.extract_statements(sql)
            if len(statements) != 1:
                raise QueryError(f"Say one SELECT, not {len(statements)} statements.")
            if statements[0].type.name not in READING:
                raise QueryError(f"A query only reads: say SELECT, not {statements[0].type.name}.")
            made = self._heeding(partial(self._connection.execute, statements[0]))
        except duckdb.Error as error:
            raise self._refusal(error) from error
        return Answer([column[0] for column in made.description], self._rows(made))

    def _heeding[R](self, work: Callable[[], R]) -> R:
        """Do something that Ctrl-C can end: DuckDB itself hears nothing while it reckons."""
        with ThreadPoolExecutor(1) as aside:
            going = aside.submit(work)
            try:
                return going.result()
            except KeyboardInterrupt:
                self._connection.interrupt()
                raise

    def _rows(self, made: "DuckDBPyConnection") -> Iterator[tuple[Any, ...]]:
        import duckdb

        try:
            while some := self._heeding(partial(made.fetchmany, AT_ONCE)):
                yield from some
        except duckdb.Error as error:
            raise self._refusal(error) from error

    def _refusal(self, error: "Error") -> QueryError:
        """What DuckDB says, in a sentence or two; the connection is ready for the next query."""
        import duckdb

        self._connection.rollback()
        self._only_read()
        if isinstance(error, duckdb.TransactionException):
            return QueryError("A query only reads: say SELECT or PIVOT, and nothing that makes or changes a table.")
        if isinstance(error, duckdb.PermissionException):
            return QueryError(
                f"A query reads the tables of {self.folder}, and nothing else on this machine or on the network."
            )
        said = " ".join(str(error).split("\n\nLINE ")[0].split())
        if isinstance(error, duckdb.CatalogException):
            said = said.split(" Did you mean ")[0]
        return QueryError(
            f"{said.rstrip('.!')}. The tables here are {', '.join(self._tables)}; without a query, their columns are "
            "listed."
        )


def _tables(folder: Path) -> Mapping[str, Any]:
    if not folder.is_dir():
        raise FolderError(f"There is no folder {folder}. Name one that --out has made.")
    if (folder / STUDY).is_file():
        return _of_study(folder)
    files = _files(folder)
    if not files:
        raise FolderError(f"{folder} holds no tables. Name a folder that --out has made.")
    return {path.stem: _table(path) for path in files}


def _of_study(folder: Path) -> Mapping[str, Any]:
    import pyarrow as pa

    from simulation.experiments.studies.outcomes import outcomes
    from simulation.parameters import cards

    table = pa.Table.from_pandas(Store(folder).table(), preserve_index=False)
    units = {name: one.unit for name, one in outcomes().items()} | {key: card.unit for key, card in cards().items()}
    fields = [field.with_metadata({"unit": units.get(field.name, "")}) for field in table.schema]
    return {"results": table.cast(pa.schema(fields)), "points": _table(folder / POINTS)}


def _files(folder: Path) -> Sequence[Path]:
    """The files of tables that lie in a folder itself; what a link leads out of it does not."""
    inside = folder.resolve()
    found = [path for suffix in (".parquet", ".csv") for path in sorted(folder.glob(f"*{suffix}"))]
    return [path for path in found if path.is_file() and path.resolve().parent == inside]


def _table(path: Path) -> Any:
    import pyarrow as pa
    from pyarrow import csv, dataset

    try:
        return csv.read_csv(path) if path.suffix == ".csv" else dataset.dataset(path, format="parquet")
    except (OSError, pa.ArrowException) as error:
        raise FolderError(f"{path} is damaged and cannot be read. Make the results anew.") from error
