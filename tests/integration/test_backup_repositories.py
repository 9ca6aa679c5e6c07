"""Repositories of restic and pgBackRest, and backups that are encrypted: proven, and damaged."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from backed_up import doubt, fault, flip, make_sqlite, proven, whole
from servers.components import program
from servers.databases import SCRATCH

from pytest_golive.delivery.backups.kinds.restic import filters_of
from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.measuring import Means, Where, measure
from pytest_golive.delivery.backups.working.commands import environment_of
from pytest_golive.errors import CannotMeasure


def call(*args, **more):
    subprocess.run(list(map(str, args)), check=True, capture_output=True, timeout=600, **more)


@pytest.fixture
def restic(tmp_path, monkeypatch):
    """A repository with two snapshots, the second one larger."""
    monkeypatch.setenv("RESTIC_PASSWORD", "geheim-7f3a9c")  # pragma: allowlist secret
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data, repository = tmp_path / "data", tmp_path / "repository"
    data.mkdir()
    call(program("restic"), "-r", repository, "init")
    for name in ("one", "two"):
        (data / name).write_bytes(os.urandom(40_000))
        call("restic", "-r", repository, "backup", data)
    return repository


def of_restic(repository, filters=(), env=("RESTIC_PASSWORD",), rung=Rung.RESTORED):
    where = Where(restic=str(repository), filters=filters)
    return measure(Path("/"), where, Means(rung, environment=environment_of(env), timeout=600))


def test_a_snapshot_of_restic_is_restored(restic):
    found = whole(of_restic(restic))
    assert (found.rung, found.format, found.size, found.before) == (
        Rung.RESTORED,
        "repository of restic",
        80_000,
        40_000,
    )
    assert dict(found.told)["restored"] == "2 files"
    assert "restic, whose repositories are encrypted" in dict(found.told)["opened"]


def test_a_changed_pack_of_restic_is_found(restic):
    pack = max((restic / "data").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    pack.chmod(0o600)
    flip(pack, pack.stat().st_size // 3)
    call("restic", "-r", restic, "check")  # which sees nothing
    assert "restic check --read-data finds damage" in fault(of_restic(restic, rung=Rung.READ))


def test_a_repository_that_cannot_be_opened_is_an_error(restic, monkeypatch):
    with pytest.raises(CannotMeasure, match="no snapshot here with --tag=nightly"):
        of_restic(restic, filters_of(["nightly"], (), ()))
    with pytest.raises(CannotMeasure, match="failed with exit status"):
        of_restic(restic, env=())
    monkeypatch.setenv("RESTIC_PASSWORD", "wrong-8812aa")  # pragma: allowlist secret
    with pytest.raises(CannotMeasure, match="wrong password") as caught:
        of_restic(restic)
    assert "wrong-8812aa" not in str(caught.value)


def test_a_backup_of_pgbackrest_is_restored_and_a_changed_byte_is_found(postgres):
    postgres.pgbackrest("stanza-create")
    postgres.pgbackrest("backup", "--type=full")
    where = Where(stanza="shop", config=str(postgres.config))
    means = Means(environment=environment_of(()), timeout=600, scratch=SCRATCH)
    found = whole(measure(Path("/"), where, means))
    assert (found.rung, found.format, found.before) == (Rung.RESTORED, "repository of pgBackRest", None)
    assert "and not started" in dict(found.told)["not started"]
    files = (postgres.folder / "repo" / "backup").rglob("base/*/*.gz")
    flip(max(files, key=lambda path: path.stat().st_size), 300)
    assert "pgBackRest's verification finds: checksum invalid: 1" in fault(measure(Path("/"), where, means))
    with pytest.raises(CannotMeasure, match="pgBackRest has no backup of tea"):
        measure(Path("/"), Where(stanza="tea", config=str(postgres.config)), means)


@pytest.mark.parametrize("way", ["age", "openssl", "gpg"])
def test_an_encrypted_backup_is_opened_by_the_command_of_the_team(tmp_path, way, monkeypatch):
    plain, path, key = make_sqlite(tmp_path / "plain"), tmp_path / "a", tmp_path / "key"
    if way == "age":
        call(program("age-keygen"), "-o", key)
        public = next(line.split()[-1] for line in key.read_text().splitlines() if "public key" in line)
        call("age", "-r", public, "-o", path, plain)
        command = ("age", "--decrypt", "--identity", str(key), "{backup}")
    elif way == "openssl":
        key.write_text("geheim-5512")
        openssl = ["openssl", "enc", "-aes256", "-pbkdf2", "-pass", f"file:{key}"]
        call(*openssl, "-in", plain, "-out", path)
        command = (*openssl, "-d", "-in", "{backup}")
    else:
        monkeypatch.setenv("GNUPGHOME", str(tmp_path / "gpg"))
        (tmp_path / "gpg").mkdir(mode=0o700)
        key.write_text("geheim-5512")
        gpg = ["gpg", "--batch", "--pinentry-mode", "loopback", "--passphrase-file", str(key)]
        call(*gpg, "--symmetric", "--output", path, plain)
        command = (*gpg, "--decrypt", "{backup}")
    found = whole(proven(path, open=command, env=("GNUPGHOME",)))
    assert found.format == "SQLite database"
    assert dict(found.told)["opened"].startswith(f"by `{way}")
    assert "nothing opens it" in doubt(proven(path))
    flip(path, path.stat().st_size // 2)
    damaged = proven(path, open=command, env=("GNUPGHOME",))
    assert damaged.rung < Rung.RESTORED
    assert damaged.faults or damaged.doubt
