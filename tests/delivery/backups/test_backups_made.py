"""Backups made by a command, what is seen beforehand, and manifests taken with them."""

from __future__ import annotations

import os
import sys
import time

import pytest
from backed_up import make_sqlite, make_tar, proven, whole

from pytest_golive.cli import main
from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.making import check_beforehand, created
from pytest_golive.delivery.backups.measuring import Where
from pytest_golive.delivery.backups.working.commands import environment_of
from pytest_golive.errors import CannotMeasure

COPY = "import shutil, sys; shutil.copyfile(*sys.argv[1:])"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "kept").mkdir()
    return tmp_path


def made(place, *command, **more):
    known = {"environment": environment_of(()), "log": place / "log", "timeout": 600.0} | more
    return created(place, command, Where(files="kept/*.sqlite"), **known)


def test_a_command_makes_a_backup(place):
    live = make_sqlite(place / "live")
    found = made(place, sys.executable, "-c", COPY, str(live), "kept/now.sqlite")
    assert found.name == "now.sqlite"
    assert found.began <= found.ended
    assert whole(proven(place / "kept" / "now.sqlite")).rung is Rung.RESTORED


def test_a_command_that_makes_none_is_not_believed(place):
    old = make_sqlite(place / "kept" / "old.sqlite")
    os.utime(old, (time.time() - 100,) * 2)
    with pytest.raises(
        CannotMeasure, match=r"ended well and made no backup: the newest of .* is old\.sqlite, as before"
    ):
        made(place, sys.executable, "-c", "")
    old.unlink()
    with pytest.raises(CannotMeasure, match="no backup is there"):
        made(place, sys.executable, "-c", "")


@pytest.mark.parametrize(
    ("code", "said"),
    [("import sys; print('disk full'); sys.exit(3)", "failed with exit status 3.*disk full"),
     ("import os; os.kill(os.getpid(), 9)", "was ended by signal 9")],
)  # fmt: skip
def test_a_command_that_fails_is_told(place, code, said):
    with pytest.raises(CannotMeasure, match=said):
        made(place, sys.executable, "-c", code)


def test_a_command_that_hangs_or_does_not_exist_is_told(place):
    with pytest.raises(CannotMeasure, match="did not end within 1 s"):
        made(place, sys.executable, "-c", "import time; time.sleep(900)", timeout=1.0)
    with pytest.raises(CannotMeasure, match="does not start"):
        made(place, "./no-such-program")


def test_a_command_sees_only_the_variables_that_are_named(place, monkeypatch):
    monkeypatch.setenv("DB_PASSWORD", "geheim-77ab31")  # pragma: allowlist secret
    monkeypatch.setenv("OTHER_THING", "unseen")
    live = make_sqlite(place / "live")
    code = f"import os; print(sorted(os.environ)); print(os.environ['DB_PASSWORD']); {COPY}"
    made(place, sys.executable, "-c", code, str(live), "kept/a.sqlite", environment=environment_of(["DB_PASSWORD"]))
    assert "OTHER_THING" not in (place / "log").read_text()
    code = "import os, sys; print(os.environ['DB_PASSWORD']); sys.exit(1)"
    with pytest.raises(CannotMeasure) as caught:
        made(place, sys.executable, "-c", code, environment=environment_of(["DB_PASSWORD"]))
    assert "geheim-77ab31" not in str(caught.value)
    assert "geheim-77ab31" not in (place / "log").read_text()


def test_what_is_in_its_way_is_seen_beforehand(place):
    good = check_beforehand(place, [sys.executable], Where(files="kept/*.sqlite"), environment_of(()))
    assert good.faults == ()
    assert dict(good.told)["backups go to"] == str(place / "kept")
    bad = check_beforehand(place, ["./none"], Where(files="missing/*/*.sqlite"), environment_of(()))
    assert [fault.rule for fault in bad.faults] == ["no program", "no folder"]
    unseen = check_beforehand(place, [sys.executable], Where(restic="s3:bucket"), environment_of(()))
    assert "not looked at" in dict(unseen.told)


def test_room_for_the_last_backup_is_asked_for_beforehand(place):
    with (place / "kept" / "huge.sqlite").open("wb") as file:
        file.truncate(1 << 43)  # takes no room itself
    found = check_beforehand(place, [sys.executable], Where(files="kept/*.sqlite"), environment_of(()))
    assert [fault.rule for fault in found.faults] == ["no room"]


def test_a_manifest_is_taken_of_a_database_and_proves_its_backup(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    make_sqlite(place / "live")
    command = ["--", sys.executable, "-c", COPY, "live", "kept/a.sqlite"]
    assert main(["backup", "manifest", "--sqlite", "live", "--backup", "kept/a.sqlite", *command]) == 0
    said = capsys.readouterr().out
    assert said == "kept/a.sqlite.manifest.json: 2 tables with 2,001 rows, and the SHA-256 of the backup\n"
    found = whole(proven(place / "kept" / "a.sqlite", rung=Rung.COMPARED))
    assert "not seen" not in dict(found.told)
    assert whole(measure_newest(place)).name == "a.sqlite", "its manifest is not taken for a newer backup"


def measure_newest(place):
    return proven(place / "kept" / "*")


def test_a_manifest_is_taken_of_a_folder(place, monkeypatch):
    monkeypatch.chdir(place)
    (place / "data" / "in").mkdir(parents=True)
    (place / "data" / "in" / "x").write_bytes(b"x" * 3_000)
    make_tar(place / "kept" / "a", files={"in/x": b"x" * 3_000})
    assert main(["backup", "manifest", "--files", "data", "--backup", "kept/a"]) == 0
    assert whole(proven(place / "kept" / "a")).rung is Rung.COMPARED


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--sqlite", "live"], "nothing says where the manifest goes"),
        (["--sqlite", "none", "--output", "m"], "none cannot be counted"),
        (["--files", "kept", "--output", "m"], "holds no file"),
        (["--database-env", "NO_SUCH_URL", "--output", "m"], "NO_SUCH_URL is not set"),
        (["--sqlite", "live", "--backup", "kept/none"], "kept/none does not exist"),
        (["--sqlite", "live", "--output", "m", "--", "./no-such-program"], "does not start"),
    ],
)
def test_no_manifest_is_written_of_what_cannot_be_counted(place, monkeypatch, capsys, args, said):
    monkeypatch.chdir(place)
    make_sqlite(place / "live")
    assert main(["backup", "manifest", *args]) == 1
    assert said in capsys.readouterr().err
    assert not (place / "m").exists()
