"""Dumps of MySQL's own server: restored there, compared, and damaged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from backed_up import cut, doubt, fault, whole
from backed_up import proven as proven_in
from servers.databases import SCRATCH, running
from servers.mysql import COUNT, MySql

from pytest_golive.delivery.backups import manifests
from pytest_golive.delivery.backups.kinds.mysql import counted
from pytest_golive.delivery.backups.kinds.mysql_servers import MySqlServer
from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.working.commands import Runner, environment_of


@pytest.fixture(scope="module")
def mysql() -> Iterator[MySql]:
    with running(MySql()) as made:
        yield made


@pytest.fixture(scope="module")
def dumped(mysql, tmp_path_factory):
    return mysql.dump(tmp_path_factory.mktemp("dumps") / "shop.sql", "--set-gtid-purged=OFF")


@pytest.fixture
def proven(mysql):
    """How far a dump is proven on the server itself, in a database beside the one called scratch."""
    return partial(proven_in, scratch=SCRATCH, url=mysql.url, variable="SCRATCH_URL")


def test_a_dump_is_restored_and_compared_with_its_manifest(mysql, dumped, proven, tmp_path):
    path = shutil.copyfile(dumped, tmp_path / "shop.sql")
    server = MySqlServer("mariadb", (f"--socket={mysql.socket}", "--user=root"))
    content = counted(server, Runner(tmp_path, environment_of(()), 1e18, 1 << 30), "shop")
    assert {name: table.rows for name, table in content.tables.items()} == {"orders": COUNT, "od`d": 2}
    manifest = manifests.written(content)
    (tmp_path / "shop.sql.manifest.json").write_text(manifest)
    before = mysql.databases()
    found = whole(proven(path))
    assert (found.rung, dict(found.told)["restored"]) == (Rung.COMPARED, f"2 tables with {COUNT + 2:,} rows")
    assert mysql.databases() == before
    lost, other = tmp_path / "lost.sql", tmp_path / "other.sql"
    lost.write_text(re.sub(r"\(2999,[^)]*\),", "", dumped.read_text()))
    other.write_text(dumped.read_text().replace("'customer 7'", "'customer 8'"))
    for file in (lost, other):
        file.with_name(f"{file.name}.manifest.json").write_text(manifest)
    assert f"orders has {COUNT - 1:,} rows instead of {COUNT:,}" in fault(proven(lost))
    assert "orders" in fault(proven(other))


def test_damage_is_found(dumped, proven, tmp_path):
    path = shutil.copyfile(dumped, tmp_path / "shop.sql")
    cut(path)
    assert "does not end with its closing line, '-- Dump completed'" in fault(proven(path))
    path.write_bytes(dumped.read_bytes().replace(b"INSERT INTO `orders` VALUES", b"INSERT INTO `orders` VALEUS"))
    message = fault(proven(path))
    assert "ERROR 1064 (42000) at line" in message
    assert "customer" not in message, "nobody's rows belong into a report"


def test_a_dump_that_sets_the_servers_transactions_is_no_damaged_one(mysql, proven, tmp_path):
    path = mysql.dump(tmp_path / "shop.sql", "--set-gtid-purged=ON")
    for where in ({}, {"url": "", "variable": ""}):  # on the server itself, and on a MariaDB that is started for it
        said = doubt(proven(path, **where))
        assert "the dump was not restored, which need not be its fault" in said
        assert "dump with --set-gtid-purged=OFF" in said


def test_what_an_older_mariadb_does_not_know_is_no_damage(dumped, proven):
    found = proven(dumped, url="", variable="")
    assert found.faults == ()
    if found.doubt is not None:  # a MariaDB that knows MySQL's collations restores it
        assert "Unknown collation" in str(found.doubt)
        assert "a server at least as new as the one that wrote the dump" in str(found.doubt)
