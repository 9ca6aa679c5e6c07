"""Dumps of MariaDB and MySQL with commands to their clients, and with SQL that writes files: nothing of it happens."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from backed_up import fault, whole
from backed_up import proven as proven_in
from servers.databases import SCRATCH, MariaDb, running
from servers.mysql import COUNT, MySql

pytestmark = pytest.mark.security
SANDBOX = re.compile(rb"^/\*M!999999[^\n]*\n")
END = b"\n-- Dump completed"
COMMANDS = {
    "shell": b"\\! touch PLACE\n",
    "system": b"system touch PLACE\n",
    "delimiter": b"delimiter \\\\\nSELECT 1\\\\ \\! touch PLACE\n\\\\\n",
    "tee": b"tee PLACE\n",
    "outfile": b"SELECT '\xff' INTO OUTFILE 'PLACE';\n",
    "local": b"LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE orders;\n",
}
DATA = b"INSERT INTO orders (id, customer, body) VALUES (9001, '\n\\\\! touch PLACE\nsystem touch PLACE\n', _binary '\xff\xfe');\n"


OWN = "OwnClient"  # MySQL's own, which is the only one here


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDb | MySql]:
    with running(MariaDb()) as made:
        yield made


@pytest.fixture(scope="module")
def mysql() -> Iterator[MariaDb | MySql]:
    with running(MySql()) as made:
        yield made


@pytest.fixture(scope="module", params=["MariaDb", "MySql", OWN])
def kind(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def server(request, kind) -> MariaDb | MySql:
    return request.getfixturevalue("mariadb" if kind == "MariaDb" else "mysql")


@pytest.fixture(scope="module")
def dumped(server, tmp_path_factory):
    options = ("--set-gtid-purged=OFF",) if isinstance(server, MySql) else ()
    return server.dump(tmp_path_factory.mktemp("dumps") / "shop.sql", *options).read_bytes()


@pytest.fixture
def proven(kind, server, tmp_path, monkeypatch):
    """Proves a dump: MariaDB's on a server that is started for it, MySQL's on the server itself."""
    if kind == OWN:
        folder = tmp_path / "programs"
        folder.mkdir()
        (folder / "mysql").symlink_to(server.programs / "mysql")
        for needed in ("sh", "dirname", "readlink"):
            (folder / needed).symlink_to(shutil.which(needed))
        monkeypatch.setenv("PATH", str(folder))
    if isinstance(server, MySql):
        return partial(proven_in, scratch=SCRATCH, url=server.url, variable="SCRATCH_URL")
    return partial(proven_in, scratch=SCRATCH)


@pytest.fixture
def place() -> Iterator[Path]:
    """A file that is not there, in a folder that everybody may write to."""
    folder = Path(tempfile.mkdtemp(prefix="golive-hostile-", dir=SCRATCH))
    folder.chmod(0o777)
    yield folder / "caught"
    shutil.rmtree(folder)


def with_bytes(path, dump, more, place):
    assert END in dump
    dump = SANDBOX.sub(
        b"", dump
    )  # with that line a dump itself forbids the client's commands; who forges one leaves it out
    path.write_bytes(dump.replace(END, b"\n-- \xe9\xff\n" + more.replace(b"PLACE", bytes(place)) + END))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_a_fault_and_does_nothing(dumped, proven, place, tmp_path, command):
    found = proven(with_bytes(tmp_path / "shop.sql", dumped, COMMANDS[command], place))
    assert not place.exists()
    message = fault(found)
    assert "the dump cannot be restored: `m" in message
    assert "< shop.sql` failed with exit status 1: ERROR" in message


def test_the_same_words_in_data_are_data(dumped, proven, place, tmp_path):
    found = whole(proven(with_bytes(tmp_path / "shop.sql", dumped, DATA, place)))
    assert dict(found.told)["restored"] == f"2 tables with {COUNT + 3:,} rows"
    assert not place.exists()
