"""Quality of the release before, measured now from a checkout of it, with real git."""

from __future__ import annotations

import hashlib

import pytest

from pytest_golive.commands.telling.notes import run_notes
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.exported import exported
from pytest_golive.documents.notes.facts import Figure
from pytest_golive.documents.notes.measured import Rules, compared
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.record import Record

LONG = "".join(f"X{number} = {number}\n" for number in range(9))
BUSY = "def pay(a):\n" + "".join(f"    if a > {n}:\n        return {n}\n" for n in range(6)) + "    return 0\n"
UNSAFE = "import subprocess\n\n\ndef run(a):\n    subprocess.run(a, shell=True)\n"
WORD = "FIX" + "ME"
RULES = Rules((), (), (), "loc", 8, ("shop/pay.py",), (WORD,), (), "medium", "low")
SOURCE = "measured now from a checkout of v1.0.0"
SETTINGS = '[project]\nname = "shop"\nversion = "1.1.0"\n[tool.golive.code_quality]\nmax_lines = 8\n[tool.golive]\ncritical = ["shop/pay.py"]\n'


def everything(root):
    """Each file below, the repository itself among them, with its content and time."""
    files = [file for file in sorted(root.rglob("*")) if file.is_file() and not file.is_symlink()]
    return [(str(file), file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


@pytest.fixture
def shop(tmp_path, git):
    """Release 1.0.0 with faults, of which the commit after it has none."""
    root = tmp_path / "shop"

    def commit(tag, **files):
        for name, text in files.items():
            file = root / "shop" / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "work")
        if tag:
            git(root, "tag", "--annotate", "--message", tag, tag)

    root.mkdir()
    git(root, "init", "--quiet")
    commit("v1.0.0", big=LONG, other=LONG, pay=BUSY, run=f"{UNSAFE}# {WORD}: quote\n", lib="X = 1\n")
    (root / "pyproject.toml").write_text(SETTINGS)
    commit("", big="X = 1\n", other="Y = 1\n", pay="def pay(a):\n    return a\n", run="Z = 1\n")
    return root


def test_both_commits_are_measured_and_nothing_of_the_clone_changes(shop, git):
    (shop / "shop" / "big.py").write_text("what is not committed does not count\n" * 99)
    (shop / "shop" / "new.py").write_text(LONG)
    (shop / ".gitattributes").write_text("*.py filter=evil\n")
    git(shop, "config", "filter.evil.smudge", "touch /nonexistent/evil; cat")
    git(shop, "config", "filter.evil.required", "true")
    before = everything(shop)
    repository = Repository.open(shop)
    old, new = (git(shop, "rev-parse", f"{name}^{{commit}}").strip() for name in ("v1.0.0", "HEAD"))
    found = compared(repository, ("v1.0.0", old), new, RULES)
    assert everything(shop) == before
    assert found.figures == (
        Figure("files over 8 lines", "3", "0", SOURCE),
        Figure("highest complexity of critical functions", "7", "1", SOURCE),
        Figure("notes of known faults", "1", "0", SOURCE),
        Figure("vulnerabilities that bandit finds", "1", "0", SOURCE),
    )
    assert found.words == (
        "Measured now from a checkout of v1.0.0, by the settings of today; "
        "its coverage and response times can only come from a record."
    )


def test_what_cannot_be_measured_is_named(shop, git):
    old, new = (git(shop, "rev-parse", f"{name}^{{commit}}").strip() for name in ("v1.0.0", "HEAD"))
    rules = Rules((), ("**",), ("**",), "loc", 8, (), (WORD,), (), "medium", "low")
    found = compared(Repository.open(shop), ("v1.0.0", old), new, rules)
    assert found.figures == ()
    assert [name for name, _ in found.missing] == [
        "files over 8 lines", "highest complexity of critical functions", "notes of known faults", "vulnerabilities that bandit finds",
    ]  # fmt: skip
    assert "; files over 8 lines: not measured, " in found.words
    with pytest.raises(CannotMeasure, match="git update-ref"):
        compared(Repository.open(shop), ("v0", "1" * 40), new, rules)


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_a_folder_of_a_larger_repository_and_a_linked_work_tree_are_exported(tmp_path, git, kind):
    root = tmp_path / "mono"
    (root / "services" / "shop").mkdir(parents=True)
    (root / "services" / "shop" / "pay.py").write_text("PAY = 1\n")
    (root / "services" / "link").symlink_to("/etc")
    git(root, "init", "--quiet", f"--object-format={kind}")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "work")
    git(root, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    head = git(root, "rev-parse", "HEAD").strip()
    with exported(Repository.open(tmp_path / "linked" / "services" / "shop"), head) as tree:
        assert (tree.prefix, [one.path for one in tree.tracked()]) == ("services/shop/", ["pay.py"])
        assert (tree.root / "pay.py").read_text() == "PAY = 1\n"
        assert not tree.is_dirty
        kept = tree.root
    assert not kept.exists()


def test_golive_notes_measures_only_on_request_and_only_without_a_record(shop, monkeypatch, capsys):
    class Args:
        since, version, template, measure, output = "", "", None, True, None

    monkeypatch.chdir(shop)
    monkeypatch.setenv("TMPDIR", str(shop.parent))
    before = everything(shop)
    assert run_notes(Args) == 0
    said = capsys.readouterr().out
    assert "- files over 8 lines from 3 to 0\n" in said
    assert "from 1 to 0\n\nMeasured now from a checkout of v1.0.0, by the settings of today; its coverage" in said
    assert everything(shop) == before
    assert [file.name for file in shop.parent.iterdir()] == ["shop"]
    Args.measure = False
    assert run_notes(Args) == 0
    assert "Measured" not in capsys.readouterr().out


def test_what_only_signs_and_records_is_no_change_and_a_record_spares_measuring(shop, git, monkeypatch, capsys):
    class Args:
        since, version, template, measure, output = "", "", None, True, None

    rows = [{"id": "a::b", "title": "A", "outcome": "passed"}]
    subject = {"digest": f"sha256:{'0a' * 32}", "commit": "1a2b3c", "version": "1.0.0"}
    about = {"subject": subject, "phases": ["pre_deploy"], "settings": f"sha256:{'0b' * 32}", "rows": rows}
    times = {"started": "2026-11-26T10:00:00+00:00", "ended": "2026-11-26T10:05:00+00:00"}
    record = Record.model_validate({**about, **times, "verdict": "GO"}).sealed()
    for name, text in (
        ("golive-records/1.0.0.json", record.text),
        ("golive-signoffs/a.toml", "x = 1\n"),
        ("shop/more.py", "X = 1\n"),
    ):
        (shop / name).parent.mkdir(exist_ok=True)
        (shop / name).write_text(text)
        git(shop, "add", "--all")
        git(shop, "commit", "--quiet", "--message", f"add {name}")
    monkeypatch.chdir(shop)
    assert run_notes(Args) == 0
    said = capsys.readouterr()
    assert "the changes are from 2 changes in git" in said.err
    assert "2 changes in 2 commits" in said.out
    assert "add shop/more.py" in said.out.replace("Add", "add")
    assert "golive-signoffs" not in said.out
    assert "Nothing was measured now: golive-records/1.0.0.json has the figures of v1.0.0." in said.out
