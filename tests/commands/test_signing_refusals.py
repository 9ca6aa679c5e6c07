"""A signature that would not count is refused, and nothing is written; untrusted files are reported."""

from __future__ import annotations

import datetime as dt
import subprocess

import pytest

OVER = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)).isoformat()
REFUSALS = {
    "nobody": (["review"], "nobody is named who signs; --by NAME"),
    "stranger": (["review", "--by", "eve"], "eve is not among the people who may sign; those of this release itself are ann, bob"),
    "no row": (["reviews", "--by", "ann"], "there is no row 'reviews' that people sign; did you mean review?"),
    "no rows": (["moon", "support", "sun", "--by", "ann"], "there is no row 'moon' that people sign; golive sign --list names them all\nthere is no row 'sun'"),
    "one of two": (["review", "support", "--by", "bob"], "review must be signed by manager; ann may"),
    "the second": (["support", "review", "--by", "ann", "--role", "owner"], "review must be signed by manager; "),
    "gate": (["Files are small", "--by", "ann"], "there is no row 'Files are small' that people sign; "),
    "over": (["review", "--by", "ann", "--until", OVER], f"{OVER} is over (today is "),
    "role": (["review", "--by", "bob"], "review must be signed by manager; ann may"),
    "wrong role": (["review", "--by", "ann", "--role", "pilot"], "ann is not pilot; roles: manager, owner"),
    "other role": (["review", "--by", "ann", "--role", "owner"], "review must be signed by manager; "),
    "author": (["support", "--by", "bob"], "bob made changes that are signed here; nobody may approve their own work; ann may"),
    "covers": (["review", "--by", "ann", "--covers", "none/**"], "no file in "),
    "key": (["review", "--by", "ann", "--key", "none.key"], "ssh-keygen cannot sign with none.key: "),
    "target": (["review", "--by", "ann", "--target", "moon"], "there is no target 'moon'; known are: none"),
}  # fmt: skip


@pytest.mark.parametrize(("args", "said"), REFUSALS.values(), ids=REFUSALS)
def test_what_would_not_count_is_refused(going, command, args, said):
    status, words = command("sign", *args)
    assert status == 1
    assert words.startswith(f"golive: {said}")
    assert not (going.path / "golive-signoffs").exists()


def test_what_is_not_committed_is_not_signed(going, command):
    going.write("src/shop/pay.py", "PAY = 1\n")
    status, said = command("sign", "review", "--by", "ann")
    assert (status, said.startswith("golive: src/shop/pay.py differs from the commit")) == (1, True)


def test_a_key_of_somebody_else(going, command, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    status, said = command("sign", "review", "--by", "ann", "--key", str(other))
    assert (status, said.startswith("golive: the key key is none of ann's keys in this release itself")) == (1, True)
    assert not (going.path / "golive-signoffs").exists()


@pytest.mark.parametrize(
    "args", [["sign"], ["sign", "a", "--list"], ["sign", "a", "--by", "b", "--until", "soon"], ["record"]]
)
def test_wrong_usage(going, command, args):
    assert command(*args)[0] == 2


def test_records_that_are_not_to_be_believed(going, command, key):
    assert going.phase("--golive-record=pre.json").ret == 1
    file = going.path / "pre.json"
    status, said = command("record", "verify", str(file))
    assert status == 1
    assert said.startswith("NO-GO  pre_deploy of commit ")
    assert "pre.json is whole, but unsigned: whoever has the file can have written it" in said
    file.write_text(file.read_text().replace("NO-GO", "GO"))
    assert "pre.json was edited: its digest does not match its fields" in command("record", "verify", str(file))[1]
    assert "none.json cannot be read" in command("record", "verify", "none.json")[1]


def test_a_broken_file_among_the_signatures_blocks(going, command, key):
    for row in ("review", "support"):
        command("sign", row, "--by", "ann", "--key", str(key))
    (going.path / "golive-signoffs/note.toml").write_bytes(b"\xff\xfe")
    result = going.phase()
    result.stdout.fnmatch_lines(["*golive-signoffs/note.toml cannot be read: *"])
    assert result.ret == 1
