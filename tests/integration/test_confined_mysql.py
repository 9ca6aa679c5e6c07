"""MySQL's own server serves under the rules that confine one, and writes nothing elsewhere whatever it is told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers.databases import SCRATCH, running
from servers.mysql import MySql
from servers.watching import fetched

from pytest_golive.delivery.backups.working import confining

pytestmark = pytest.mark.security


class Confined(MySql):
    """MySQL, which may itself write any file that it can reach."""

    def serve(self, *args: str) -> None:
        """Start the server, as the loader of its libraries, under the rules that `confining` makes."""
        here = fetched("mysql").resolve()
        libraries = next((here / "usr/lib").glob("*/ld-linux*")).parent
        loader = str(next(libraries.glob("ld-linux*")).resolve())
        write = [*confining.WRITE, str(self.folder)]
        rules = {"run": [loader], "read": [*confining.READ, str(here)], "write": write}
        confine = [sys.executable, "-I", "-S", str(confining.HERE / "confine.py"), json.dumps(rules), loader]
        program = ["--library-path", str(libraries), str(here / "usr/sbin/mysqld")]
        dropped = ("--secure-file-priv", "--port", "--bind-address")  # nobody is reached by TCP
        others = [one for one in args[1:] if not str(one).startswith(dropped)]
        super().serve(*confine, *program, *others, "--secure-file-priv=", "--skip-networking")


@pytest.fixture(scope="module")
def mysql() -> Iterator[Confined]:
    if why := confining.why_not():
        pytest.fail(f"this machine cannot confine a server: {why}", pytrace=False)
    with running(Confined()) as made:
        yield made


def told(mysql, statement):
    done = subprocess.run(
        list(map(str, mysql.client("shop", "-N", "-e", statement))), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_serves_and_writes_in_its_own_folder(mysql):
    assert told(mysql, "SELECT COUNT(*) FROM orders") == (0, "3000\n")
    status, said = told(mysql, "ALTER TABLE orders ADD INDEX (at); OPTIMIZE TABLE orders; FLUSH LOGS")
    assert status == 0, said
    status, said = told(mysql, f"SELECT 1 INTO OUTFILE '{mysql.folder}/own'")
    assert (status, said) == (0, "")
    assert (mysql.folder / "own").read_text() == "1\n"


@pytest.mark.parametrize("how", ["OUTFILE", "DUMPFILE"])
def test_it_writes_nothing_elsewhere(mysql, how):
    folder = Path(tempfile.mkdtemp(prefix="golive-elsewhere-", dir=SCRATCH))
    try:
        folder.chmod(0o777)
        status, said = told(mysql, f"SELECT 1 INTO {how} '{folder}/caught'")
        assert status == 1
        assert "Permission denied" in said
        assert not list(folder.iterdir())
    finally:
        shutil.rmtree(folder)


def test_it_loads_no_code_from_elsewhere(mysql):
    status, said = told(mysql, "INSTALL PLUGIN golive SONAME 'golive_nobody.so'")
    assert status == 1, said
    status, said = told(mysql, "SELECT LOAD_FILE('/root/.profile')")
    assert (status, said) == (0, "NULL\n")
