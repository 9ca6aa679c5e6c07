"""A torn last line is set aside without loss; any other damage is an error that names the line."""

from __future__ import annotations

import datetime as dt
import os
import zlib

import pytest

from pytest_golive.delivery.journal.entries import Entry, Event, Release, Result
from pytest_golive.delivery.journal.lines import CRC_LENGTH, line_of, moment
from pytest_golive.delivery.journal.reading import Damaged, read
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.errors import CannotMeasure

STEP = "deployment::deployed"


def lines_of(path):
    return path.read_bytes().splitlines(keepends=True)


def test_every_torn_last_line_is_set_aside_without_loss(deployed, opened):
    whole = deployed.read_bytes()
    *kept, last = lines_of(deployed)
    for length in range(1, len(last) - 1, 37):
        torn = last[:length]
        deployed.write_bytes(b"".join(kept) + torn)
        entries = read(deployed)
        assert (len(entries.entries), entries.torn) == (5, torn)
        opened().close()
        after = read(deployed)
        assert (after.torn, [one.event.value for one in after.entries[5:]]) == (b"", ["set aside", "begun"])
        aside = deployed.with_name(after.entries[5].evidence["file"])
        assert aside.read_bytes() == torn
        aside.unlink()
        deployed.write_bytes(whole)


def test_a_last_line_that_lacks_only_its_end_counts(deployed, opened):
    whole = deployed.read_bytes()
    deployed.write_bytes(whole[:-1])
    entries = read(deployed)
    assert (len(entries.entries), entries.torn, entries.lacks_newline) == (6, b"", True)
    opened().close()
    assert deployed.read_bytes().startswith(whole)
    assert [one.event.value for one in read(deployed).entries[6:]] == ["begun"]


def test_blocks_that_were_never_written_are_torn(deployed, opened):
    whole = deployed.read_bytes()
    for tail in (b"\0" * 4_096, b'{"golive":"journal","for' + b"\0" * 100):
        deployed.write_bytes(whole + tail)
        opened().close()
        entries = read(deployed)
        assert len(entries.entries) == 8
        aside = deployed.with_name(entries.entries[6].evidence["file"])
        assert aside.read_bytes() == tail
        aside.unlink()


def test_blocks_behind_a_whole_line_that_lacks_its_end(deployed, opened):
    whole = deployed.read_bytes()
    deployed.write_bytes(whole[:-1] + b"\0" * 9)
    opened().close()
    entries = read(deployed)
    assert deployed.read_bytes().startswith(whole)
    assert [one.event.value for one in entries.entries[6:]] == ["set aside", "begun"]
    assert deployed.with_name(entries.entries[6].evidence["file"]).read_bytes() == b"\0" * 9


def test_a_file_of_a_run_that_was_killed_while_it_set_a_line_aside_is_used_and_noted(deployed, opened):
    torn = b'{"golive":"jour'
    deployed.with_name("prod.jsonl.torn-7").write_bytes(torn)
    deployed.with_name("prod.jsonl.torn-5").write_bytes(b"of an earlier one")
    deployed.write_bytes(deployed.read_bytes() + torn)
    opened().close()
    opened().close()
    aside = [one.evidence["file"] for one in read(deployed).entries if one.event is Event.SET_ASIDE]
    assert aside == ["prod.jsonl.torn-5", "prod.jsonl.torn-7"]


def test_an_empty_file_is_begun(path, opened):
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    opened().close()
    assert [one.event.value for one in read(path).entries] == ["created", "begun"]


def test_every_changed_byte_is_found_and_its_line_is_named(deployed, opened):
    whole = deployed.read_bytes()
    for place in range(0, len(whole), 29):
        for changed in {whole[place] ^ 1, 10, 120} - {whole[place]}:
            deployed.write_bytes(whole[:place] + bytes([changed]) + whole[place + 1 :])
            with pytest.raises(Damaged, match="is damaged in line") as error:
                read(deployed)
            assert error.value.line == whole[:place].count(b"\n") + 1
    before = deployed.read_bytes()
    with pytest.raises(Damaged):
        opened()
    assert deployed.read_bytes() == before  # never repaired


@pytest.mark.parametrize("changed", [b"x", b"\1", b" ", b"}"])
def test_the_end_of_the_last_line_changed_is_damage_not_a_torn_line(deployed, changed):
    deployed.write_bytes(deployed.read_bytes()[:-1] + changed)
    with pytest.raises(Damaged, match="line 6"):
        read(deployed)


def test_lines_that_are_missing_twice_or_in_another_order(deployed):
    lines = lines_of(deployed)
    for changed, line, why in (
        (lines[1:], 1, "has the number 2 where 1 is due: lines are missing"),
        (lines[:2] + lines[3:], 3, "has the number 4 where 3 is due: lines are missing"),
        (lines[:3] + lines[2:], 4, "has the number 3 where 4 is due: it stands here twice"),
        ([*lines[:2], lines[3], lines[2], *lines[4:]], 3, "in another order"),
        ([*lines, lines[0]], 7, "has the number 1 where 7 is due"),
        ([*lines, b"\n"], 7, "it is no line of a journal"),
        ([*lines, b"hello"], 7, "it is no line of a journal"),
        ([*lines, b'{"golive":"jour\n'], 7, "checksum|no line of a journal"),
        ([*lines, b'{"golive":"jour', lines[-1]], 7, "checksum|no line of a journal"),
        ([b'{"golive":"journal",' + b"x" * 70_000], 1, "longer than 64 KiB"),
    ):
        deployed.write_bytes(b"".join(changed))
        with pytest.raises(Damaged, match=why) as error:
            read(deployed)
        assert error.value.line == line


def test_lines_of_another_journal_do_not_fit(deployed, tmp_path, release):
    other = tmp_path / "other.jsonl"
    with Journal.opened(other, "prod", release, "ann@build-1 4711") as journal:
        journal.begin(STEP)
        journal.end(STEP, Result.PASSED)
    own, others = lines_of(deployed), lines_of(other)
    deployed.write_bytes(b"".join([*own[:3], others[3], *own[4:]]))
    with pytest.raises(Damaged, match="line 4: it does not follow the line before it"):
        read(deployed)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"{}\n", b"[" * 100_000, b"golive\n" * 9, b'{"golive":"watch"}\n']
)
def test_a_file_that_is_no_journal_is_left_as_it_is(path, opened, content):
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(Damaged, match="is damaged in line 1"):
        opened()
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_what_is_no_file_is_refused(path, opened):
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    for act in (opened, lambda: read(path)):
        with pytest.raises(CannotMeasure, match="is not a regular file; name a file"):
            act()
    path.unlink()
    path.mkdir()
    with pytest.raises(CannotMeasure, match="cannot be written: Is a directory"):
        opened()
    with pytest.raises(CannotMeasure, match="cannot be read: Is a directory"):
        read(path)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_all_years_is_damage(path, release, at):
    entry = Entry(1, dt.datetime.now(dt.UTC), Event.CREATED, "", None, release, "prod", "ann@build-1 4711")
    body = line_of(entry, "0").replace(moment(entry.at).encode(), at.encode())[: -CRC_LENGTH - 1]
    path.parent.mkdir(parents=True)
    path.write_bytes(b'%b,"crc":"%08x"}\n' % (body, zlib.crc32(body)))
    with pytest.raises(Damaged, match=r"line 1: its time is .*, which is no moment"):
        read(path)


def test_a_journal_that_is_moved_or_written_by_others_is_an_error(opened, path):
    with opened() as journal:
        path.rename(path.with_suffix(".old"))
        for _ in range(2):
            with pytest.raises(CannotMeasure, match="was moved or removed while it was written"):
                journal.begin(STEP)
    path.with_suffix(".old").rename(path)
    with opened() as journal, path.open("ab") as other:
        other.write(b"x\n")
        other.flush()
        with pytest.raises(CannotMeasure, match="was changed by another program while it was written"):
            journal.begin(STEP)
    with pytest.raises(Damaged):
        Journal.opened(path, "prod", Release(""))
