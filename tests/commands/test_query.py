"""A folder of results asked in SQL, as users meet it: it answers, and opens nothing else."""

import csv
import json
import math
import os
import subprocess
import sys
from io import StringIO

import pyarrow as pa
import pytest
from command_line import said
from pyarrow import parquet

from simulation.outputs.tables import QueryError, Tables

ROWS = {"scenario": ["a", "a", "b"], "effort.lag": [1.5, math.inf, math.nan], "seed": [1, 2, 1]}


@pytest.fixture
def results(tmp_path):
    """A folder with two tables, and beside it a file that it does not hold."""
    folder = tmp_path / "results"
    folder.mkdir()
    fields = [pa.field("scenario", pa.string()), pa.field("effort.lag", pa.float64(), metadata={"unit": "months"})]
    schema = pa.schema([*fields, pa.field("seed", pa.int64())])
    parquet.write_table(pa.table(ROWS, schema=schema), folder / "monthly.parquet")
    (folder / "summary.csv").write_text("scenario,stops_coping_in_year\na,inf\nb,4.0\n")
    (folder / "report.html").write_text("<p>no table</p>")
    (tmp_path / "secret.csv").write_text("word\nhush\n")
    parquet.write_table(pa.table({"word": ["hush"]}), tmp_path / "secret.parquet")
    return folder


def test_without_a_query_tables_and_columns_are_listed_with_units(results):
    told = json.loads(said("query", results, "--json")[0])
    assert told[1] == {"table": "monthly", "column": "effort.lag", "unit": "months"}
    assert [(one["table"], one["column"]) for one in told] == [
        ("monthly", "scenario"), ("monthly", "effort.lag"), ("monthly", "seed"),
        ("summary", "scenario"), ("summary", "stops_coping_in_year"),
    ]  # fmt: skip
    assert ["monthly", "effort.lag", "months"] in [line.split() for line in said("query", results)[0].splitlines()]


def test_tables_are_joined(results):
    sql = "SELECT seed, stops_coping_in_year AS year FROM monthly JOIN summary USING (scenario) WHERE scenario = 'b'"
    assert json.loads(said("query", results, sql, "--json")[0]) == [{"seed": 1, "year": 4.0}]


def test_json_holds_what_is_not_finite_as_null_and_sums_as_numbers(results):
    sql = 'SELECT "effort.lag", seed FROM monthly UNION ALL SELECT NULL, sum(seed) FROM monthly'
    assert json.loads(said("query", results, sql, "--json")[0]) == [
        {"effort.lag": 1.5, "seed": 1}, {"effort.lag": None, "seed": 2}, {"effort.lag": None, "seed": 1},
        {"effort.lag": None, "seed": 4},
    ]  # fmt: skip
    told = json.loads(said("query", results, "SELECT 2.50 AS d, DATE '2026-01-02' AS t, ['1', NULL] AS l", "--json")[0])
    assert told == [{"d": 2.5, "t": "2026-01-02", "l": ["1", None]}]
    assert json.loads(said("query", results, "SELECT seed FROM monthly WHERE seed > 9", "--json")[0]) == []


def test_csv_holds_every_row_and_numbers_in_full(results):
    told = said("query", results, "SELECT i, i / 3.0::DOUBLE AS third FROM range(2500) t(i)", "--csv")[0]
    rows = list(csv.DictReader(StringIO(told)))
    assert [(int(one["i"]), float(one["third"])) for one in rows] == [(i, i / 3.0) for i in range(2500)]


def test_the_screen_shows_the_first_rows_and_says_so(results):
    screen = said("query", results, "SELECT i, '[b]' AS brackets FROM range(51) t(i)")[0]
    assert "[b]" in screen
    assert "\n49 " in screen
    assert "\n50 " not in screen
    assert screen.endswith("These are the first 50 rows. Add --csv for all of them.\n")
    assert "first" not in said("query", results, "SELECT i FROM range(50) t(i)")[0]
    columns = [f"{i} AS column_{i}" for i in range(13)]
    assert "13 columns are cut to fit." in said("query", results, f"SELECT {', '.join(columns)}")[0]
    assert "cut" not in said("query", results, f"SELECT {', '.join(columns[1:])}")[0]


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("COPY monthly TO '{beside}/stolen.csv'", "A query only reads: say SELECT, not COPY."),
        ("EXPLAIN ANALYZE COPY monthly TO '{beside}/stolen.csv'", "A query only reads: say SELECT, not EXPLAIN."),
        ("EXPLAIN ANALYZE CREATE TABLE mine AS SELECT 1", "A query only reads: say SELECT, not EXPLAIN."),
        ("CREATE TABLE mine AS PIVOT monthly ON scenario USING sum(seed)", "A query only reads: say SELECT or PIVOT"),
        ("COPY (PIVOT monthly ON scenario USING sum(seed)) TO '{beside}/stolen.csv'", "nothing else on this machine"),
        ("SELECT * FROM read_csv('/etc/passwd')", "nothing else on this machine or on the network"),
        ("SELECT * FROM read_csv('{beside}/secret.csv')", "nothing else on this machine or on the network"),
        ("SELECT * FROM '{beside}/secret.parquet'", "nothing else on this machine or on the network"),
        ("SELECT * FROM glob('{beside}/*')", "nothing else on this machine or on the network"),
        ("SELECT * FROM read_text('{beside}/results/report.html')", "nothing else on this machine"),
        ("SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')", "nothing else on this machine or on the netw"),
        ("INSTALL httpfs", "A query only reads"),
        ("LOAD httpfs", "A query only reads"),
        ("ATTACH '{beside}/other.db'", "A query only reads: say SELECT, not ATTACH."),
        ("SET enable_external_access = true", "A query only reads: say SELECT, not SET."),
        ("CREATE TABLE mine AS SELECT 1", "A query only reads: say SELECT, not CREATE."),
        ("DROP VIEW monthly", "A query only reads: say SELECT, not DROP."),
        ("SELECT * FROM sql", "Table with name sql does not exist. The tables here are monthly, summary;"),
        ("SELECT * FROM nowhere", "Table with name nowhere does not exist. The tables here are monthly, summary;"),
        ("SELECT lag FROM monthly", 'column "lag" not found'),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT scenario::INT FROM monthly", "Could not convert string 'a' to INT32"),
        ("SELECT ? FROM monthly", "Values were not provided"),
        ("SELECT 1; SELECT 2", "Say one SELECT, not 2 statements."),
        ("/* nothing */", "Say one SELECT, not 0 statements."),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_in_a_sentence(results, sql, sentence):
    beside = results.parent
    before = sorted(beside.rglob("*"))
    screen, errors = said("query", results, sql.format(beside=beside), code=2)
    assert screen == ""
    assert sentence.lower() in errors.lower()
    assert len(errors.splitlines()) == 1
    assert sorted(beside.rglob("*")) == before


def test_a_door_that_opened_would_be_closed_by_the_settings_too(results):
    """The settings hold by themselves, were some statement ever taken for one that only reads."""
    import duckdb

    for sql in ("ATTACH '{}/o.db'", "COPY monthly TO '{}/c.csv'", "INSTALL httpfs", "SET lock_configuration = false"):
        with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
            Tables(results)._connection.execute(sql.format(results.parent))


def test_after_a_refusal_the_next_query_is_answered(results):
    tables = Tables(results)
    for sql in ("SELECT lag FROM monthly", "CREATE TABLE mine AS PIVOT monthly ON scenario USING sum(seed)"):
        with pytest.raises(QueryError):
            tables.ask(sql)
        assert list(tables.ask("PIVOT monthly ON scenario USING sum(seed)").rows)


def test_folders_that_cannot_be_asked_are_told_in_a_sentence(results, tmp_path):
    (tmp_path / "empty").mkdir()
    assert said("query", tmp_path / "nowhere", code=2)[1].startswith("There is no folder ")
    assert "empty holds no tables" in said("query", tmp_path / "empty", code=2)[1]
    assert said("query", results, "--json", "--csv", code=2)[1] == "Say --json or --csv, not both.\n"
    assert "Give one of them" in said("query", results, "SELECT 1 AS a, 2 AS a", "--json", code=2)[1]
    whole = (results / "monthly.parquet").read_bytes()
    (results / "monthly.parquet").write_bytes(whole[:-9])
    assert said("query", results, code=2)[1].endswith(
        "monthly.parquet is damaged and cannot be read. Make the results anew.\n"
    )


def test_a_link_out_of_the_folder_is_no_table(results):
    (results / "secret.parquet").symlink_to(results.parent / "secret.parquet")
    assert {one[0] for one in Tables(results).columns().rows} == {"monthly", "summary"}


INTERRUPTED = """
import os, signal, sys, threading
from pathlib import Path
from simulation.outputs.tables import Tables

tables = Tables(Path(sys.argv[1]))
signal.signal(signal.SIGINT, signal.default_int_handler)
threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT]).start()
try:
    print(list(tables.ask("SELECT count(*) FROM range(1000000000000) WHERE sin(range) > 2").rows))
except KeyboardInterrupt:
    print("heard")
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_query_that_takes_long_hears_that_it_is_to_stop(results):
    command = [sys.executable, "-c", INTERRUPTED, str(results)]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert found.stdout == "heard\n"
