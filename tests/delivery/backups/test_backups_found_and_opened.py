"""Which backup is the newest, and commands that open it: bounded, and masked."""

from __future__ import annotations

import os
import sys
import time

import pytest
from backed_up import doubt, fault, make_sqlite, proven, whole

from pytest_golive.delivery.backups.kinds.clusters import scratch_server
from pytest_golive.delivery.backups.kinds.postgres_programs import connection_of
from pytest_golive.delivery.backups.ladder import Backup, Rung
from pytest_golive.delivery.backups.locating import newest
from pytest_golive.delivery.backups.recognising import Kind, recognise
from pytest_golive.delivery.backups.working.commands import Runner, environment_of
from pytest_golive.errors import CannotMeasure

FLOOD = "import sys\nwhile True: sys.stdout.write('x' * 65536)"


def aged(path, seconds, content=b"x" * 100):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def test_the_newest_is_found_and_the_one_before_it(tmp_path):
    aged(tmp_path / "b/1.dump", 300, b"1" * 10)
    aged(tmp_path / "b/3.dump", 100, b"3" * 30)
    aged(tmp_path / "b/2.dump", 200, b"2" * 20)
    aged(tmp_path / "b/3.dump.manifest.json", 0)
    for pattern in ("b/*", f"{tmp_path}/b/*", "**/*.dump*"):
        found = newest(tmp_path, pattern)
        assert (found.name, found.size, found.before) == ("3.dump", 30, 20)
        assert 95 < found.age < 700


def test_a_folder_is_as_large_as_its_files_and_as_new_as_the_newest(tmp_path):
    aged(tmp_path / "dump/in/a", 5_000, b"a" * 700)
    aged(tmp_path / "dump/b", 100, b"b" * 300)
    os.utime(tmp_path / "dump", (time.time() - 9_000,) * 2)
    found = newest(tmp_path, "dump")
    assert (found.size, found.before) == (1_000, None)
    assert 95 < found.age < 700


@pytest.mark.parametrize(
    ("end", "hours"), [(b"2020-01-02 10:00:00", 50_000), (b"2020-01-02  9:00:00", 50_000), (b"2020-13-99 10:00:00", 0)]
)
def test_a_copy_of_an_old_dump_of_mysql_is_as_old_as_it_says(tmp_path, end, hours):
    path = tmp_path / "a"
    path.write_bytes(b"-- MySQL dump 10.13\n" + b"x" * 3_000 + b"\n-- Dump completed on " + end + b"\n")
    found = whole(proven(path, rung=Rung.READ))
    assert found.hours >= hours
    assert (dict(found.told).get("made") is not None) is bool(hours)


@pytest.mark.parametrize("pattern", ["none/*", "/", "", "a**b/c", "/no/such/folder/*.dump"])
def test_a_pattern_that_finds_nothing_is_an_error(tmp_path, pattern):
    with pytest.raises(CannotMeasure):
        newest(tmp_path, pattern or ".no")


def test_one_that_is_still_being_written_is_not_judged(tmp_path):
    found = newest(tmp_path, aged(tmp_path / "a", 10).name)
    found.still()
    (tmp_path / "a").write_bytes(b"more")
    with pytest.raises(CannotMeasure, match="a changed while it was read"):
        found.still()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", Kind.UNKNOWN), (b"\0" * 9_999, Kind.UNKNOWN), ("ä".encode("utf-16"), Kind.UNKNOWN), (b"PGDM", Kind.UNKNOWN),
     (b"PGDMP\1", Kind.PG_CUSTOM), (b"--\n-- PostgreSQL database dump\n--\n", Kind.PG_SQL),
     (b"--\n-- PostgreSQL database cluster dump\n", Kind.PG_CLUSTER),
     (b"/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19\n", Kind.MYSQL_SQL),
     (b"-- MySQL dump 10.13\n", Kind.MYSQL_SQL), (b"see -- MySQL dump 10.13\n", Kind.UNKNOWN),
     (b"-----BEGIN PGP MESSAGE-----\n", Kind.GPG), (b"\x8c\x0d\x04", Kind.GPG), (b"U2FsdGVkX1abc", Kind.OPENSSL)],
)  # fmt: skip
def test_a_backup_is_recognised_by_what_it_begins_with(tmp_path, content, kind):
    (tmp_path / "shop.dump.gz").write_bytes(content)
    assert recognise(tmp_path / "shop.dump.gz") is kind


def test_a_command_that_floods_is_stopped(tmp_path):
    path = make_sqlite(tmp_path / "a")
    said = doubt(proven(path, open=(sys.executable, "-c", FLOOD), largest=1 << 20))
    assert "writes more than 1,048,576 bytes and was stopped" in said


def test_a_command_that_hangs_is_stopped(tmp_path):
    path = make_sqlite(tmp_path / "a")
    said = doubt(proven(path, open=(sys.executable, "-c", "import time; time.sleep(900)"), timeout=2.0))
    assert "the proof of the backup did not end in its time and was stopped" in said
    assert "proof_timeout" in said


def test_what_a_command_says_of_a_secret_is_hidden_and_its_output_is_never_quoted(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKUP_PASSWORD", "geheim-31cc07")  # pragma: allowlist secret
    code = "import os, sys; print('row of a customer'); sys.exit(os.environ['BACKUP_PASSWORD'])"
    path = make_sqlite(tmp_path / "a")
    said = doubt(proven(path, open=(sys.executable, "-c", code), env=("BACKUP_PASSWORD",)))
    assert "failed with exit status 1" in said
    assert "geheim-31cc07" not in said
    said = doubt(proven(path, open=(sys.executable, "-c", "import sys; print('row of a customer'); sys.exit(1)")))
    assert "it last said: nothing" in said


def test_a_command_that_opens_it_to_nothing_is_a_fault(tmp_path):
    assert "nothing is in it" in fault(proven(make_sqlite(tmp_path / "a"), open=(sys.executable, "-c", "")))


def test_only_the_variables_that_are_named_are_passed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("OTHER_THING", "unseen")
    code = "import os, sys; sys.exit(str('OTHER_THING' in os.environ) + os.environ['LC_ALL'])"
    path = make_sqlite(tmp_path / "a")
    assert "FalseC.UTF-8" in doubt(proven(path, open=(sys.executable, "-c", code)))
    assert "TrueC.UTF-8" in doubt(proven(path, open=(sys.executable, "-c", code), env=("OTHER_THING",)))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql://",
        "mysql://h/d",
        "postgresql://u:geheim-55dd01@h",  # pragma: allowlist secret
        "postgresql://u:geheim-55dd01@h:port/d",  # pragma: allowlist secret
    ],  # pragma: allowlist secret
)
def test_what_is_no_url_of_a_database_is_refused_and_never_shown(url):
    with pytest.raises(CannotMeasure) as caught:
        connection_of(url, "SHOP_URL")
    assert "SHOP_URL" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_machine_without_server_programs_says_what_to_install(tmp_path, monkeypatch):
    from pytest_golive.delivery.backups.kinds import postgres_programs

    monkeypatch.setattr(postgres_programs, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with (
        pytest.raises(CannotMeasure, match=r'initdb is missing.*rung = "read"'),
        scratch_server(Runner(tmp_path, environment_of(()), 1e18, 1), "", ""),
    ):
        pass


def test_how_far_a_backup_is_proven_is_said_in_words():
    known = {"name": "a", "format": "", "age": 7_200.0, "demanded": Rung.RESTORED, "rung": Rung.READ}
    one = Backup(size=80, before=100, **known)
    assert (one.hours, one.shrunk, one.proof) == (2.0, 20.0, "3 of 5, read: it was read to its end")
    assert dict(one.notes()) == {"format": "not recognised", "backup before it": "100 bytes"}
    assert Backup(size=90, before=None, **known).shrunk is None
    assert Backup(size=90, before=80, **known).shrunk == 0.0
    assert Backup(size=90, before=0, **known).shrunk == 0.0
    assert whole(one) is one
