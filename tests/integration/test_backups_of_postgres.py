"""Dumps of a real PostgreSQL: restored, and damaged in every way that stays unseen by half a look."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import time
from functools import partial

import pytest
from backed_up import cut, doubt, fault, flip, whole
from backed_up import proven as proven_in
from servers.databases import SCRATCH

from pytest_golive.cli import main
from pytest_golive.delivery.backups import manifests
from pytest_golive.delivery.backups.dating import FARTHEST, latest_made
from pytest_golive.delivery.backups.kinds.clusters import Server
from pytest_golive.delivery.backups.kinds.postgres_counts import counted
from pytest_golive.delivery.backups.kinds.postgres_programs import connection_of
from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.recognising import recognise
from pytest_golive.delivery.backups.working.commands import Runner, environment_of
from pytest_golive.delivery.backups.working.confining import why_not

pytestmark = pytest.mark.integration
proven = partial(proven_in, scratch=SCRATCH)
TOLD = "2 tables with 3,002 rows"
SHAPES = {"custom": ["-Fc"], "folder": ["-Fd"], "tar": ["-Ft"], "plain": [], "with its database": ["-C"]}


@pytest.fixture(scope="module")
def dumps(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dumps")
    return {name: postgres.dump(folder / name.replace(" ", "-"), *options) for name, options in SHAPES.items()}


@pytest.fixture
def dump(dumps, tmp_path):
    """A copy of a dump, to be damaged."""

    def copy(name):
        path = tmp_path / name.replace(" ", "-")
        return shutil.copytree(dumps[name], path) if dumps[name].is_dir() else shutil.copyfile(dumps[name], path)

    return copy


@pytest.mark.parametrize("name", SHAPES)
def test_a_dump_is_restored_and_counted(dump, name):
    found = whole(proven(dump(name)))
    assert (found.rung, dict(found.told)["restored"]) == (Rung.RESTORED, TOLD)
    assert found.format.startswith("dump of PostgreSQL, ")


def test_a_dump_of_the_whole_cluster_is_restored_with_its_roles(postgres, tmp_path):
    found = whole(proven(postgres.dump(tmp_path / "all.sql", program="pg_dumpall")))
    assert (found.format, dict(found.told)["restored"]) == ("dump of a whole PostgreSQL cluster, plain SQL", TOLD)


@pytest.mark.parametrize("name", ["custom", "tar", "plain"])
@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_a_damaged_dump_is_found(dump, name, damage):
    path = dump(name)
    if damage == "cut":
        cut(path)
    elif name == "custom":
        flip(path, path.stat().st_size * 2 // 3)
    else:
        path.write_bytes(path.read_bytes().replace(b"\t2026-01-02", b"\t2026-51-02", 1))
    lists = subprocess.run(["pg_restore", "--list", path], capture_output=True, check=False)
    assert name != "custom" or lists.returncode == 0, "pg_restore --list sees nothing"
    assert re.search("cannot be (read|restored)|cut off", fault(proven(path)))


def test_a_damaged_dump_in_a_folder_is_found_by_reading_alone(dump):
    path = dump("folder")
    largest = max(path.glob("*.dat.gz"), key=lambda one: one.stat().st_size)
    cut(largest)
    assert subprocess.run(["pg_restore", "--list", path], capture_output=True, check=False).returncode == 0
    message = fault(proven(path, rung=Rung.READ))
    assert message.startswith("the dump cannot be read: ")


def test_a_dump_packed_by_gzip_or_zstd_is_opened(dump, tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(dump("plain").read_bytes()))
    assert dict(whole(proven(tmp_path / "a.gz")).told)["opened"] == "gzip"
    subprocess.run(["zstd", "-q", dump("custom"), "-o", tmp_path / "a.zst"], check=True)
    assert dict(whole(proven(tmp_path / "a.zst", rung=Rung.READ)).told)["opened"] == "zstd"
    flip(tmp_path / "a.zst", (tmp_path / "a.zst").stat().st_size // 2)
    assert "zstd" in fault(proven(tmp_path / "a.zst", rung=Rung.READ))


@pytest.mark.parametrize("name", ["custom", "folder", "tar"])
def test_a_copy_of_an_old_dump_is_as_old_as_it_says(dump, name):
    path = dump(name)
    kind = recognise(path)
    made = latest_made(path, kind)
    assert made is not None
    assert abs(made - time.time()) < 2 * FARTHEST, "today, wherever this machine is"
    head = path / "toc.dat" if path.is_dir() else path
    content, at = bytearray(head.read_bytes()), 512 if name == "tar" else 0
    place = content.index((time.localtime(made - FARTHEST).tm_year - 1900).to_bytes(4, "little"), at)
    content[place] -= 1  # the year before
    head.write_bytes(bytes(content))
    found = whole(proven(path, rung=Rung.READ))
    assert found.hours > 300 * 24
    assert "earlier than its file says" in dict(found.told)["made"]


def test_a_dump_without_rows_is_no_backup(postgres, tmp_path):
    assert "holds no row" in fault(proven(postgres.dump(tmp_path / "a", "-Fc", "--schema-only")))


def test_a_dump_of_a_newer_postgres_is_not_called_damaged(dump):
    path = dump("custom")
    content = bytearray(path.read_bytes())
    content[6] = 99  # the minor version of the format
    path.write_bytes(bytes(content))
    assert "unsupported version" in doubt(proven(path))


def content_of(postgres, tmp_path):
    runner = Runner(tmp_path, environment_of(()), 1e18, 1 << 30)
    return counted(Server(postgres.programs, connection_of(postgres.url, "URL"), is_ours=False, words=""), runner)


def test_it_is_compared_with_its_manifest_and_not_with_the_live_database(postgres, dump, tmp_path):
    path, manifest = dump("custom"), tmp_path / "custom.manifest.json"
    manifest.write_text(manifests.written(content_of(postgres, tmp_path)))
    postgres.sql("INSERT INTO orders VALUES (0, 'later')")
    try:
        assert whole(proven(path)).rung is Rung.COMPARED
        manifest.write_text(manifests.written(content_of(postgres, tmp_path)))
        assert "public.orders has 3,000 rows instead of 3,001" in fault(proven(path))
    finally:
        postgres.sql("DELETE FROM orders WHERE id = 0")


def test_a_manifest_and_a_dump_of_one_snapshot_agree_although_others_write(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_URL", postgres.url)
    path, more = tmp_path / "shop.dump", "INSERT INTO orders SELECT g FROM generate_series(10001, 10050) g"
    write = f"psql -qX -h {postgres.folder} -U postgres -d shop -c '{more}'"
    dump = f"pg_dump -h {postgres.folder} -U postgres -d shop -Fc --snapshot={{snapshot}} -f {path}"
    try:
        ours = ["backup", "manifest", "--database-env", "SHOP_URL", "--backup", str(path)]
        assert main([*ours, "--", "sh", "-c", f"{write} && {dump}"]) == 0
        found = whole(proven(path, rung=Rung.COMPARED))
        assert dict(found.told)["restored"] == TOLD, "what was written meanwhile is in neither"
    finally:
        postgres.sql("DELETE FROM orders WHERE id > 10000")


def test_it_is_restored_on_the_scratch_server_that_the_team_names(postgres, dump):
    url = postgres.url.replace("/shop?", "/scratch?")
    before = postgres.sql("SELECT datname FROM pg_database ORDER BY 1", "postgres")
    assert "is not called scratch" in doubt(proven(dump("custom"), url=postgres.url, variable="URL"))
    postgres.sql("CREATE DATABASE scratch", "postgres")
    try:
        for name in ("custom", "plain"):
            assert dict(whole(proven(dump(name), url=url, variable="URL")).told)["restored"] == TOLD
        said = "connects to a database by its name, which may be a live one"
        assert said in doubt(proven(dump("with its database"), url=url, variable="URL"))
    finally:
        postgres.sql("DROP DATABASE scratch", "postgres")
    assert postgres.sql("SELECT datname FROM pg_database ORDER BY 1", "postgres") == before


@pytest.mark.security
@pytest.mark.parametrize(
    "text",
    [
        "COPY public.t FROM PROGRAM 'id > {out}';",
        "DO $$ BEGIN EXECUTE 'CO' || 'PY public.t FROM PRO' || 'GRAM ''id > {out}'''; END $$;",
        "COPY (SELECT 'written') TO '{out}';",
        "SELECT lo_from_bytea(777777, 'written');\nSELECT lo_export(777777, '{out}');",
    ],
    ids=["a program", "a program that no reader sees", "a file", "a large object"],
)
def test_the_sql_of_a_dump_reaches_nothing_beside_its_server(dump, tmp_path, text):
    assert not why_not(), "this test needs a kernel with Landlock"
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)  # else the server's own user could not write there anyway
    out = tmp_path / "open/out"
    path = dump("plain")
    begin, mark, end = path.read_text().rpartition("--\n-- PostgreSQL database dump complete")
    path.write_text(f"{begin}CREATE TABLE public.t (a text);\n{text.format(out=out)}\n{mark}{end}")
    found = proven(path)
    assert re.search(r"Permission denied|could not execute command", found.faults[0].message), found
    assert not out.exists()
