"""A forged line with what Python reads as a number, and what no other program does, is damage."""

from __future__ import annotations

import datetime as dt
import zlib

import pytest

from pytest_golive.delivery.journal.entries import Entry, Event
from pytest_golive.delivery.journal.lines import CRC_LENGTH, line_of
from pytest_golive.delivery.journal.reading import Damaged, read


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_what_is_no_finite_number_is_damage(path, release, number):
    entry = Entry(
        1, dt.datetime.now(dt.UTC), Event.CREATED, "", None, release, "prod", "ann@build-1 4711", evidence={"value": 7}
    )
    body = line_of(entry, "0").replace(b'"value":7', f'"value":{number}'.encode())[: -CRC_LENGTH - 1]
    path.parent.mkdir(parents=True)
    path.write_bytes(b'%b,"crc":"%08x"}\n' % (body, zlib.crc32(body)))
    with pytest.raises(Damaged, match=f"line 1: it holds {number}, which is no number that we write"):
        read(path)
