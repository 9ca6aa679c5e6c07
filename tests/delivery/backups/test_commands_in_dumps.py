"""A dump in plain SQL commands nothing: its client would run that as the user of the run."""

from __future__ import annotations

import time

import pytest

from pytest_golive.delivery.backups.kinds.client_commands import check_commands
from pytest_golive.delivery.backups.ladder import Broken
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.errors import CannotMeasure

pytestmark = pytest.mark.security
HARMLESS = r"""--
-- PostgreSQL database dump
--
\restrict Zk3
SET client_encoding = 'UTF8';
CREATE DATABASE "my db";
\connect -reuse-previous=on "dbname='my db'"
\connect shop
CREATE FUNCTION f() RETURNS text AS $_$ SELECT '\! ls' -- \! ls
$_$ LANGUAGE sql;
CREATE FUNCTION g() RETURNS integer LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN true THEN 1 ELSE 2 END;
END;
COMMENT ON TABLE o IS 'it''s \d';
COMMENT ON TABLE "o\!" IS E'a\'b\\';
/* a /* \! nested */ one */
COPY public.o (a, b) FROM stdin;
\N	a\tb
\\!	it's "
\.

COPY "odd ""name"."Tab'le" (x, "a;b") FROM stdin;
\N
\.

SELECT 1;
\unrestrict Zk3
"""


@pytest.fixture
def check(tmp_path):
    def judge(text):
        dump = tmp_path / "shop.sql"
        dump.write_bytes(text.encode())
        check_commands(dump, Runner(tmp_path, {}, time.monotonic() + 600, 1 << 30))

    return judge


def test_what_a_dump_holds_by_itself_is_none(check):
    check(HARMLESS)
    with pytest.raises(Broken):
        check(HARMLESS + "\\! ls\n")


@pytest.mark.parametrize(
    "text",
    [
        "\\! ls\n",
        "  \\! ls\n",
        "SELECT 1 \\g |ls\n",
        "\\set x `ls`\n",
        "\\i /etc/passwd\n",
        "\\connect host=elsewhere dbname=live\n",
        "\\connect -reuse-previous=on \"dbname='live' host=elsewhere\"\n",
        "\\restrict a \\! ls\n",
        "SELECT 'a'; \\! ls\n",
        "SELECT E'\\''; \\! ls\n",
        "SELECT $a$ ' $a$ \\! ls\n",
        "SELECT a$b$ \\! ls\n",
        "/* /* */ */ \\! ls\n",
        "-- '\n\\! ls\n",
        "SELECT (\nCOPY o (a) FROM stdin;\n\\! ls\n",
        "SELECT 1\nCOPY o (a) FROM stdin;\n\\! ls\n",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT CASE WHEN a THEN 1 END;\nCOPY o FROM stdin;\n\\! ls\n",
        "COPY o FROM stdin;\n1\n\\.\n\\! ls\n",
        "SELECT '\nCOPY o FROM stdin;\n'; \\! ls\n",
        "COPY $a$ FROM stdin;\n$a$ \\! ls\n",
        'COPY "o FROM stdin;\n" \\! ls\n',
    ],
)
def test_commands_are_found(check, text):
    with pytest.raises(Broken, match="holds a command to psql") as error:
        check(f"SELECT 0;\n{text}")
    assert error.value.rule == "commands in it"


@pytest.mark.parametrize(
    "text", ["SELECT 'a\\'; \\! ls --';\n", "SET client_encoding = 'SJIS';\n", "SELECT 1e'\\'; \\! ls'\n"]
)
def test_what_can_be_read_in_two_ways_is_an_error(check, text):
    with pytest.raises(CannotMeasure, match="reads differently by the settings of a server"):
        check(text)
