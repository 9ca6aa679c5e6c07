"""The gate about release notes: it passes, is breached, and cannot measure; and the command that writes them."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main
from pytest_golive.delivery.announcing.receipts import Receipt, keep

PUBLISHED = "release::notes_published"
PAY = '"""Payments."""\n\n\ndef pay(cents):\n    """Take money."""\n\n\ndef refund(order):\n    """Give it back."""\n'
CHANGELOG = "# Changelog\n\n## 2.0.0 - 2026-11-20\n\n### Removed\n\n- `refund`: write to us.\n\n## 1.1.0 - 2026-10-01\n\n- `refund`.\n"
PLACE = "docs/releases/2.0.0.md"


@pytest.fixture
def released(shop, git, monkeypatch):
    """1.1.0 is out; 2.0.0, which removes something, is next."""
    shop.write("src/shop/pay.py", PAY)
    shop.write("src/shop/__init__.py", '"""The shop."""\n')
    version(shop, "1.1.0")
    shop.commit()
    git(shop.path, "tag", "v1.1.0")
    version(shop, "2.0.0")
    shop.write("src/shop/pay.py", PAY[: PAY.index("def refund")])
    shop.write("CHANGELOG.md", CHANGELOG)
    shop.commit()
    monkeypatch.chdir(shop.path)
    return shop


def version(shop, number):
    file = shop.path / "pyproject.toml"
    head, _, tail = file.read_text().partition('version = "')
    file.write_text(f'{head}version = "{number}"{tail[tail.index(chr(34)) + 1 :]}')


def where(shop, place):
    """Set the place of the notes."""
    file = shop.path / "pyproject.toml"
    file.write_text(
        file.read_text().partition("[tool.golive.release]")[0] + f'[tool.golive.release]\nnotes = "{place}"\n'
    )


def tag(shop, git, *options):
    """Tag the release; nothing may be committed after that."""
    shop.commit()
    git(shop.path, "tag", *options, "v2.0.0")
    shop.commit = lambda: None


@pytest.fixture
def notes(released, capsys):
    """What ``golive notes`` writes."""
    assert main(["notes"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "golive: the changes are from CHANGELOG.md:3\n"
    return captured.out


def test_golive_notes_print_no_control_characters(released, capsys):
    file = released.path / "CHANGELOG.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("write to us", "write\x1b[2J to \u202eus"), encoding="utf-8"
    )
    assert main(["notes"]) == 0
    assert r"write\x1b[2J to \u202eus" in capsys.readouterr().out


def test_golive_notes_in_a_file(released, capsys):
    released.write(
        "CHANGELOG.md", (released.path / "CHANGELOG.md").read_text().replace("write to us.", "[write](docs/us.md).")
    )
    released.commit()
    file = released.path / "docs/notes/2.md"
    assert main(["notes", "-o", str(file)]) == 0
    assert "`refund`: [write](../us.md)." in file.read_text()
    file.write_text("corrected by hand\n")
    assert main(["notes", "-o", str(file)]) != 0
    assert "is there, and may hold corrections" in capsys.readouterr().err
    assert file.read_text() == "corrected by hand\n"


def test_notes_published_passes_for_what_golive_writes(released, notes, git):
    assert "### Removed\n\n- `refund`: write to us.\n" in notes
    assert "- shop.pay.refund was removed (CHANGELOG.md:7)\n" in notes
    assert notes.startswith("# Release 2.0.0\n")
    released.write(PLACE, notes)
    released.passes(
        PUBLISHED,
        f"*sections that are missing: 0, must be at most 0 (n = 4, {PLACE})*",
        "*statements that the facts contradict: 0, must be at most 0 (compared with v1.1.0)*",
    )
    where(released, "tag")
    notes = notes.replace(" in 1 commit ", " in 3 commits ")  # those of the notes' file and of the settings came later
    tag(released, git, "--annotate", "--cleanup=verbatim", "-m", notes)
    released.passes(PUBLISHED, "*(n = 4, the tag v2.0.0)*")


def test_notes_published_is_breached_by_what_the_facts_contradict(released, notes):
    denied = notes.replace("- shop.pay.refund was removed (CHANGELOG.md:7)", "None - all public APIs preserved.")
    released.write(PLACE, denied.replace("## Summary", "## In short"))
    released.breaches(
        PUBLISHED,
        "*sections that are missing: 1, must be at most 0*",
        f"*{PLACE}*there is no section 'Summary'*",
        f"*{PLACE}:*they say 'None - all public APIs preserved.', but shop.pay.refund was removed*",
        "*golive notes writes them from the facts*",
    )


def test_notes_published_cannot_measure_what_is_not_there(released, git):
    released.cannot_measure(
        PUBLISHED, "*no release notes for 2.0.0 were found*", "*golive notes > *", word="NOT SET UP"
    )
    where(released, "docs/{version}/notes.md")
    released.cannot_measure(PUBLISHED, "*there are no release notes for 2.0.0: docs/2.0.0/notes.md is not tracked*")
    released.write("docs/2.0.0/notes.md", b"\0\1\2".decode())
    released.cannot_measure(PUBLISHED, "*docs/2.0.0/notes.md is binary*")
    where(released, "tag")
    released.cannot_measure(PUBLISHED, "*this commit has no release tag*")
    tag(released, git)
    released.cannot_measure(PUBLISHED, "*v2.0.0 is lightweight and has none*")


def test_this_release_is_not_compared_with_itself(released, git, capsys):
    git(released.path, "tag", "v2.0.0")
    released.write("golive-signoffs/review.toml", "x = 1\n")
    released.commit()
    assert main(["notes"]) == 0  # the one before is found behind the tag of this one
    assert capsys.readouterr().out.startswith("# Release 2.0.0\n")
    assert main(["notes", "--since", "v2.0.0"]) == 1
    what = "v2.0.0 is this release itself: only signatures, records and ticks have followed it"
    assert f"{what}; name the release before it, or none" in capsys.readouterr().err


def test_a_version_that_is_released_already_is_refused(released, capsys):
    version(released, "1.1.0")
    released.commit()
    assert main(["notes"]) == 1
    assert "the project declares version 1.1.0, but v1.1.0 is already released, with other" in capsys.readouterr().err
    version(released, "1.1.0.post1")  # a release of its own
    assert main(["notes"]) == 0
    assert capsys.readouterr().out.startswith("# Release 1.1.0.post1\n")
    version(released, "1.1.0rc1")
    assert main(["notes"]) == 1
    assert "the project declares version 1.1.0rc1, but v1.1.0 is already released" in capsys.readouterr().err
    assert main(["notes", "--as", "1.2.0", "--since", "v1.1.0"]) == 0
    assert capsys.readouterr().out.startswith("# Release 1.2.0\n")


def test_a_version_that_nobody_knows_is_refused_for_its_own_reason(released, capsys):
    file = released.path / "pyproject.toml"
    text = file.read_text()
    released.write("package.json", '{"name": "shop", "version": "2.1.0"}\n')
    assert main(["notes"]) == 1
    assert "the files disagree about the version: pyproject.toml:" in capsys.readouterr().err
    assert main(["notes", "--as", "2.0.0"]) == 0
    assert "# Release 2.0.0\n" in capsys.readouterr().out
    (released.path / "package.json").unlink()
    for more, said in (("", "the project declares no version"), ("[tool.setuptools_scm]\n", "setuptools_scm takes the version from tags")):  # fmt: skip
        file.write_text(text.replace('version = "2.0.0"', 'dynamic = ["version"]') + more)
        assert main(["notes"]) == 1
        cure = "tag the commit; for golive notes only: --as VERSION"
        err = capsys.readouterr().err
        assert f"{said}, and this commit has no release tag; " in err
        assert cure in err


def test_what_is_recorded_after_the_tag_belongs_to_the_release(released, git, capsys):
    tag(released, git, "--annotate", "-m", "2.0.0")
    assert main(["notes", "--as", "2.0.0"]) == 0
    notes = capsys.readouterr().out
    receipt = Receipt("team", "webhook", "2.0.0", "1a2b", "2026-11-26", "200", is_accepted=True)
    keep(released.path / "golive-records/announced", receipt)
    git(released.path, "add", "--all")
    git(released.path, "commit", "--quiet", "-m", "told")
    assert main(["notes", "--as", "2.0.0"]) == 0
    assert capsys.readouterr().out == notes
    released.cannot_measure(PUBLISHED, "*no release notes for 2.0.0 were found*", word="NOT SET UP")


def test_a_template_of_the_project_is_used(released, capsys):
    released.write("notes.j2", "{{ version }} after {{ previous }}\n")
    released.settings('[tool.golive.release]\ntemplate = "notes.j2"\n')
    assert main(["notes"]) == 0
    assert capsys.readouterr().out == "2.0.0 after v1.1.0\n"
    assert main(["notes", "--template", "none.j2"]) == 1
    assert "the template none.j2 cannot be read" in capsys.readouterr().err


def test_a_record_that_was_cut_stops_them(released, capsys):
    released.write("golive-records/1.json", "{")
    assert main(["notes"]) == 1
    assert "the record 1.json is not JSON, or was cut off" in capsys.readouterr().err
