"""A shop with two releases, and a journal that says what was done to it."""

from __future__ import annotations

import datetime as dt

import pytest

NOTIFIED, REVERTED = "rollback::team_notified", "rollback::reverted"
SERVING, WRITTEN = "rollback::previous_version_serving", "rollback::post_mortem_written"
TODAY = dt.datetime.now(dt.UTC).date()
TITLES = ("Summary", "Impact", "Timeline", "Trigger", "Samples", "Root cause", "Recovery", "What changes")
FILLED = "\n\n".join(f"## {title}\n\nA lock was held for too long." for title in TITLES)
WHOLE = f"# Post-mortem of 1.2.0\n\nDate: {TODAY}\n\n{FILLED}\n"
PLACE = "docs/post-mortems/1.2.0.md"
TEAM = '\n[tool.golive.announcements.audiences.team]\nkind = "json"\nurl_env = "TEAM_HOOK"\n[tool.golive.rollback]\n'
TOLD = {"rollback started": {"why": "checkout is down"}}


@pytest.fixture
def released(shop, git, tmp_path_factory):
    """Version 1.1.0 is tagged here and on the remote, and another release follows: ``released(SETTINGS)``."""
    bare = tmp_path_factory.mktemp("remote")

    def make(text="", *, occasion=True):
        git(bare, "init", "--quiet", "--bare")
        shop.commit()
        git(shop.path, "branch", "-M", "main")
        git(shop.path, "tag", "--annotate", "--message", "1.1.0", "v1.1.0")
        git(shop.path, "remote", "add", "origin", str(bare))
        git(shop.path, "push", "--quiet", "origin", "main", "v1.1.0")
        git(bare, "symbolic-ref", "HEAD", "refs/heads/main")
        file = shop.path / "pyproject.toml"
        happened = '[tool.golive]\noccasions = ["rollback"]\n' if occasion else "[tool.golive]\n"
        file.write_text(file.read_text().replace("[tool.golive]\n", happened, 1) + text)
        shop.write("src/shop/tea.py", '"""Tea."""\n')
        shop.commit()

    return make


def journalled(shop, *events, target=None, to="", version="1.2.0"):
    """Write the events of a rollback into the journal of *target*, the default one if None."""
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.context.moments.rolled_back import journal_file
    from pytest_golive.context.signing.opening import checkout_of
    from pytest_golive.delivery.journal.entries import Event, Release, Result
    from pytest_golive.delivery.journal.writing import Journal

    with opened_run(target, ()) as run:
        path, checkout = journal_file(run), checkout_of(run)
        release = Release(checkout.digest(), version, checkout.commit)
        with Journal.opened(path, run.target_name, release, "ann@build-1 1") as journal:
            for event in events or ("trigger fired", "rollback started", "rolled back"):
                result = Result.PASSED if event == "rolled back" else None
                told = {**TOLD.get(event, {"error rate": "6 %"}), **({"to": to} if to else {})}
                journal.tell(Event(event), result=result, evidence=told)
    return path
