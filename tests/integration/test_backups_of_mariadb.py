"""Dumps of a real MariaDB: restored, and damaged."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from backed_up import cut, doubt, fault, whole
from backed_up import proven as proven_in
from servers.databases import SCRATCH, MariaDb, running

from pytest_golive.delivery.backups import manifests
from pytest_golive.delivery.backups.kinds.mysql import counted
from pytest_golive.delivery.backups.kinds.mysql_servers import MySqlServer
from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.working.commands import Runner, environment_of

proven = partial(proven_in, scratch=SCRATCH)
TOLD = "2 tables with 3,002 rows"


@pytest.fixture(scope="module")
def mariadb() -> Iterator[MariaDb]:
    with running(MariaDb()) as made:
        yield made


@pytest.fixture(scope="module")
def dumped(mariadb, tmp_path_factory):
    return mariadb.dump(tmp_path_factory.mktemp("dumps") / "shop.sql")


def test_a_dump_is_restored_and_compared_with_its_manifest(mariadb, dumped, tmp_path):
    path = shutil.copyfile(dumped, tmp_path / "shop.sql")
    server = MySqlServer("mariadb", (f"--socket={mariadb.socket}", "--user=root"))
    content = counted(server, Runner(tmp_path, environment_of(()), 1e18, 1 << 30), "shop")
    (tmp_path / "shop.sql.manifest.json").write_text(manifests.written(content))
    found = whole(proven(path))
    assert (found.rung, dict(found.told)["restored"]) == (Rung.COMPARED, TOLD)
    assert found.format == "dump of MySQL or MariaDB, plain SQL"


def test_a_dump_that_names_its_databases_is_restored_on_a_server_of_its_own(mariadb, tmp_path):
    path = mariadb.dump(tmp_path / "all.sql", "--databases", "shop")
    packed = tmp_path / "all.sql.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert dict(whole(proven(packed)).told)["restored"] == TOLD
    said = doubt(proven(path, url="mysql://root@127.0.0.1:1/scratch", variable="URL"))
    assert "names its databases, which may be live ones" in said


def test_one_that_is_cut_off_lacks_its_closing_line(dumped, tmp_path):
    path = shutil.copyfile(dumped, tmp_path / "shop.sql")
    cut(path)
    assert "does not end with its closing line, '-- Dump completed'" in fault(proven(path))


def test_one_that_cannot_be_restored_is_found_only_by_restoring_it(dumped, tmp_path):
    path = tmp_path / "shop.sql"
    path.write_bytes(dumped.read_bytes().replace(b"(7,'customer 7'", b"(7,'customer 7", 1))
    assert whole(proven(path, rung=Rung.READ)).rung is Rung.READ
    message = fault(proven(path))
    assert "ERROR 1064 (42000) at line" in message
    assert "customer" not in message, "nobody's rows belong into a report"


def test_a_server_that_is_not_for_scratch_is_not_touched(dumped):
    url = "mysql://root:geheim-9x@127.0.0.1:1/shop"  # pragma: allowlist secret
    said = doubt(proven(dumped, url=url, variable="URL"))
    assert "is not called scratch" in said
    assert "geheim-9x" not in said
    said = doubt(proven(dumped, url=url.replace("/shop", "/scratch"), variable="URL"))
    assert "Can't connect" in said
    assert "geheim-9x" not in said
