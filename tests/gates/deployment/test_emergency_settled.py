"""What an emergency has passed is red until it is proven, or until somebody else answers for it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess

import pytest
from broken_glass import BROKEN, RED, SETTLED, Emergency, said

from pytest_golive.cli import main
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.signing.table import Signing
from pytest_golive.signing.release import Checkout

pytestmark = [pytest.mark.usefixtures("quiet", "live"), pytest.mark.security]
OPEN = f"*{RED}: passed without proof when 1.2.0 went to staging (glass broken by ann with bob at *"


@pytest.fixture
def emergency(shop, git):
    return Emergency(shop, git)


@pytest.fixture
def night(shop, emergency):
    """The emergency has happened."""

    def happen(more="", *rows):
        emergency.set_up(more)
        emergency.glass(*rows)
        result = emergency.deploy("--golive-record=golive-records/night.json")
        assert result.ret == BROKEN, result.stdout.str()

    return happen


def test_before_an_emergency_it_is_not_due(shop, emergency):
    emergency.set_up()
    assert "no emergency recorded" in said(shop.judge(SETTLED))


def test_emergency_settled_is_breached_by_a_row_that_nobody_has_proven(shop, night):
    night()
    shop.breaches(SETTLED, "*rows passed and not settled: 1, must be at most 0*", OPEN)


def test_emergency_settled_passes_once_the_release_is_proven(shop, night):
    night()
    (shop.path / "MENDED").touch()
    result = shop.run("-m", "deploy", "-v", "--golive-execute", "--golive-record=golive-records/later.json")
    assert result.ret == 0, result.stdout.str()
    assert (shop.path / "STEPS").read_text().split() == ["deployed", "tried", "tried"]
    shop.passes(SETTLED)
    shutil.rmtree(shop.path / ".git/golive")
    shop.passes(SETTLED, "*the record night.json*")  # the records tell the same
    (shop.path / "golive-records/later.json").unlink()
    shop.breaches(SETTLED, OPEN)


def test_emergency_settled_cannot_measure_a_damaged_journal(shop, night):
    night()
    file = shop.path / ".git/golive/journal/staging.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"break glass"', b'"broke glass"'))
    shop.cannot_measure(SETTLED, "*is damaged*")


@pytest.mark.parametrize("text", ["not_applicable", "waivers", "trial"])
def test_the_settings_do_not_take_it_away(shop, night, text):
    night()
    said_so = {
        "not_applicable": f'"{SETTLED}" = "we look at it later"\n',
        "waivers": f"[[tool.golive.waivers]]\ngate = '{SETTLED}'\nreason = 'later'\nowner = 'ann'\napprover = 'bob'\n"
        "expires = 2999-01-01\n",
        "trial": f"[tool.golive.trial]\n'{SETTLED}' = {{ until = {dt.datetime.now(dt.UTC).date()}, owner = 'a', approver = 'b', "
        "reason = 'later' }\n",
    }[text]
    shop.settings(said_so)
    result = shop.judge(SETTLED)
    assert result.ret == 4
    assert f"{SETTLED} cannot be let through" in said(result)


def test_a_pattern_does_not_mean_it(shop, night):
    night()
    shop.settings('"deployment::*" = "nothing here is deployed"\n')
    shop.commit()
    assert f"{RED}: passed without proof" in said(shop.run(f"golive/{SETTLED}"))


@pytest.fixture
def people(tmp_path_factory):
    """Ann and Bob, and the files of their keys."""
    folder = tmp_path_factory.mktemp("keys")
    text = ""
    for name in ("ann", "bob"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        key = " ".join((folder / f"{name}.pub").read_text().split()[:2])
        text += f"[tool.golive.signing.people.{name}]\nemails = ['{name}@shop.example']\nssh_keys = ['{key}']\n"
    return folder, text


def sign(shop, monkeypatch, folder, name, *more):
    monkeypatch.chdir(shop.path)
    return main(["sign", SETTLED, "--by", name, "--key", str(folder / name), *more])


def test_somebody_else_signs_why_it_may_stay(shop, emergency, people, monkeypatch, capsys):
    folder, text = people
    emergency.set_up(text)
    emergency.glass()
    monkeypatch.chdir(shop.path)
    assert main(["break-glass", "night.toml.glass", "--approve", "--key", str(folder / "bob")]) == 0
    assert "passes without proof on staging" in capsys.readouterr().out
    result = emergency.deploy()
    assert result.ret == BROKEN, said(result)
    assert sign(shop, monkeypatch, folder, "ann", "--note", "it was in order") == 0
    assert "does not settle it: ann broke the glass" in said(shop.judge(SETTLED))
    assert sign(shop, monkeypatch, folder, "bob") == 0
    assert "does not settle it: it does not say why: --evidence or --note" in said(shop.judge(SETTLED))
    assert sign(shop, monkeypatch, folder, "bob", "--note", "the tests were run by hand on Monday") == 0
    shop.passes(SETTLED, "*settled by bob: the tests were run by hand on Monday*")
    shop.write("src/shop/tea.py", '"""Tea."""\n')
    shop.passes(SETTLED, "*settled by bob*")  # also for the releases after it


@pytest.mark.parametrize(
    ("key", "by", "why"),
    [
        (None, "bob", "nothing proves that bob approves it: it is unsigned"),
        ("ann", "bob", "its signature is by no key of theirs, or it was edited since"),
        ("bob", "eve", "its approver eve is not among the people of [tool.golive.signing]"),
    ],
)
def test_whose_approval_does_not_count(shop, emergency, people, key, by, why):  # noqa: PLR0917 -- fixtures
    from pytest_golive.signing.glass.glass import NAMESPACE
    from pytest_golive.signing.proving.openssh import sign as signed

    folder, text = people
    emergency.set_up(text)
    made = (lambda glass: signed(glass.words, folder / key, NAMESPACE)) if key else None
    emergency.glass(sign=made, approver=by)
    result = emergency.deploy()
    assert result.ret == 4
    assert why in said(result)
    assert not (shop.path / "STEPS").exists()


def test_an_author_of_the_change_does_not_approve_it(shop, emergency, people, git, monkeypatch):
    folder, text = people
    emergency.set_up(text)
    shop.write("src/shop/tea.py", '"""Tea."""\n')
    git(shop.path, "add", ".")
    git(shop.path, "commit", "-q", "--author=Bob <bob@shop.example>", "-m", "tea")
    emergency.glass()
    monkeypatch.chdir(shop.path)
    assert main(["break-glass", "night.toml.glass", "--approve", "--key", str(folder / "bob")]) == 0
    result = emergency.deploy()
    assert result.ret == 4
    assert "bob made changes that are signed here; nobody may approve their own work" in said(result)


def digest(shop) -> str:
    """Of the release that is checked out, with the folders that the settings name by default."""
    return Checkout(Repository.open(shop.path), Signing().named_aside, None, {}, Signing().papers).digest()


def test_the_file_is_kept_beside_the_records_without_being_another_release(shop, night, git):
    """Else its record would open nothing, and nothing could be proven of what was deployed."""
    night()
    before = digest(shop)
    glass = (shop.path / "night.toml.glass").read_text()
    shop.write("golive-records/night.toml", glass)
    git(shop.path, "add", "--force", "golive-records")
    git(shop.path, "commit", "-qm", "the night")
    assert digest(shop) == before
    shop.write("golive-records/night.toml", f"{glass}# A = 1\n")
    git(shop.path, "commit", "-qam", "more")
    assert digest(shop) != before, "what golive has not written belongs to the release"
