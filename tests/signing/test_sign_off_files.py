"""Signature files: their content, or what is wrong with them."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pytest_golive.signing.files import Broken, SignOff, read, read_all

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
CONTENT = "sha256:" + "0a" * 32


def made(**changes):
    fields = {"id": "", "row": "security/review", "by": "ann", "decision": "approve", "signed": NOW, "content": CONTENT}
    return SignOff(**(fields | changes))


def spelled(sign_off, **changes):
    """A file in TOML."""
    names = [name for name in SignOff.__slots__ if name != "path" and getattr(sign_off, name) not in {"", (), None}]
    fields = {name: getattr(sign_off, name) for name in names} | {"id": sign_off.own_id} | changes
    lines = []
    for name, value in fields.items():
        is_time = isinstance(value, dt.date)
        lines.append(f"{name} = {value.isoformat() if is_time else json.dumps(value)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def reading(tmp_path):
    def of(data):
        file = tmp_path / "one.toml"
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return read(file, "golive-signoffs/one.toml", NOW)

    return of


def test_a_signature_is_read_as_it_was_made(reading):
    sign_off = made(
        role="release manager",
        covers=("src/**",),
        until=dt.date(2026, 12, 31),
        evidence="https://wiki.example/1",
        note="wüst - 'quoted' \"twice\"",
        commit="0123",
        signature="-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n",
    )
    found = reading(spelled(sign_off))
    assert isinstance(found, SignOff)
    assert found.words == sign_off.words
    assert (found.id, found.path) == (sign_off.own_id, "golive-signoffs/one.toml")


@pytest.mark.security
@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"evidence": "import os\nos.abort()"}, "evidence is not on one line, or contains control characters"),
        ({"note": "a\u2028b"}, "note is not on one line, or contains control characters"),
        ({"title": "a\x1b[2K"}, "title is not on one line, or contains control characters"),
        ({"covers": ("a\n",)}, "covers is not on one line, or contains control characters"),
        ({"note": "x" * 2001}, "note is longer than 2,000 characters"),
        ({"signature": "import os"}, "signature is not an OpenSSH signature"),
        ({"signature": "-----BEGIN SSH SIGNATURE-----\nimport os\n-----END SSH SIGNATURE-----\n"}, "signature is not an OpenSSH signature"),
    ],
)  # fmt: skip
def test_a_signature_holds_nothing_but_short_lines(reading, changes, what):
    found = reading(spelled(made(**changes)))
    assert isinstance(found, Broken)
    assert found.what == what
    assert isinstance(reading(spelled(made(note="x" * 2000, title="z.\u00a0B. \u2764\u200d"))), SignOff)


def test_the_same_moment_in_another_zone_is_the_same_word():
    there = NOW.astimezone(dt.timezone(dt.timedelta(hours=9)))
    assert made(signed=there).own_id == made().own_id


@pytest.mark.security
@pytest.mark.parametrize(
    "change",
    [
        {"row": "security/other"},
        {"by": "bob"},
        {"decision": "reject"},
        {"content": "sha256:" + "0b" * 32},
        {"signed": NOW - dt.timedelta(seconds=1)},
        {"until": dt.date(2099, 1, 1)},
        {"note": "more"},
        {"role": "boss"},
        {"covers": ["docs/**"]},
        {"commit": "4567"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_edit_is_noticed(reading, change):
    found = reading(spelled(made(), **change))
    assert isinstance(found, Broken)
    assert found.what == "was edited after it was signed: its id does not match its fields"
    path = found.path
    assert found.cure == (
        f"restore it (git checkout COMMIT -- {path}, git log -- {path} shows which), or git rm {path} and sign again"
    )


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xff\xfe", "cannot be read: "),
        (b"id = ", "cannot be read: "),
        ("[" * 5_000, "cannot be read: "),
        (b"", "lacks id, row, by, decision, signed, content"),
        (b"x" * 70_000, "is larger than 64 KiB"),
        (spelled(made(), colour="red"), "contains unknown fields: colour"),
        (spelled(made(), by=1), "by is not text"),
        (spelled(made(), covers="src"), "covers is not a list of globs"),
        (spelled(made(), covers=[""]), "covers is not a list of globs"),
        (spelled(made(), signed="today"), "signed is not a time with a zone"),
        (spelled(made(), signed=dt.datetime(2026, 1, 1)), "signed is not a time with a zone"),  # noqa: DTZ001
        (spelled(made(), until="soon"), "until is not a date"),
        (spelled(made(), decision="maybe"), "decision is not one of approve, reject, revoke"),
        (spelled(made(), content="sha1:00"), "content is not a digest"),
        (spelled(made(decision="revoke")), "revokes must name a signature"),
        (spelled(made(decision="reject", revokes="so-1")), "revokes must be absent if the decision is reject"),
        (spelled(made(signed=NOW + dt.timedelta(hours=1))), "is dated in the future: 2026-11-26T13:00+00:00"),
    ],
    ids=range(17),
)
def test_files_that_are_no_signature(reading, data, what):
    found = reading(data)
    assert isinstance(found, Broken)
    assert found.what.startswith(what)
    assert found.path == "golive-signoffs/one.toml"


def test_a_folder_of_signatures(tmp_path):
    folder = tmp_path / "golive-signoffs"
    assert list(read_all(folder, "golive-signoffs", NOW)) == []
    folder.mkdir()
    (folder / "README.md").write_text("Signatures.")
    (folder / "b.toml").write_text(spelled(made()))
    (folder / "a.toml").symlink_to("b.toml")
    (folder / "sub.toml").mkdir()
    found = list(read_all(folder, "golive-signoffs", NOW))
    assert [type(one).__name__ for one in found] == ["Broken", "SignOff", "Broken"]
    assert {one.what for one in found if isinstance(one, Broken)} == {"is not a regular file"}
