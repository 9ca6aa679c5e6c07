"""Counts the rows of a PostgreSQL database, with a checksum of each table."""

from __future__ import annotations

import json
from typing import Final

from pytest_golive.delivery.backups.kinds.clusters import Server
from pytest_golive.delivery.backups.kinds.postgres_programs import QUIET
from pytest_golive.delivery.backups.ladder import Content, Table
from pytest_golive.delivery.backups.working.commands import Done, Runner, short
from pytest_golive.errors import CannotMeasure

# One query for each table. The sum of parts of digests does not depend on the order of the rows.
COUNT: Final = """
SELECT format('SELECT json_build_array(%L, count(*), to_hex(mod(coalesce('
    || 'sum((''x'' || left(md5(t::text), 15))::bit(60)::bigint), 0), 1152921504606846976)::bigint)) FROM ONLY %I.%I t;',
    n.nspname || '.' || c.relname, n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
ORDER BY n.nspname, c.relname
"""
VIEW: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"


def counted(server: Server, runner: Runner, database: str = "", snapshot: str = "") -> Content:
    """The tables of *database*, with their rows and checksums, all in one view of it.

    Args:
        server: where it is.
        runner: runs psql.
        database: its name; "" for the one of the connection.
        snapshot: that another session has exported; "" for a view of its own.

    Raises:
        CannotMeasure: psql fails.
    """
    queries = said_by(server.run(runner, "psql", *QUIET, "--command", COUNT, database=database))
    script = runner.new("count.sql")
    seen = f"SET TRANSACTION SNAPSHOT '{snapshot}';\n" if snapshot else ""
    with script.open("w", encoding="utf-8") as file:
        file.write(f"{VIEW}{seen}{queries}\n")
    lines = said_by(server.run(runner, "psql", *QUIET, f"--file={script}", database=database)).splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return Content({name: Table(number, checksum) for name, number, checksum in rows})


def said_by(done: Done) -> str:
    """The output of psql.

    Raises:
        CannotMeasure: it failed.
    """
    if done.status:
        raise CannotMeasure(f"{done.end}: {short(done.last)}", "see whether psql can reach the database")
    return done.out.read_text(encoding="utf-8")
