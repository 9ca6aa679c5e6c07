"""The command that rolls this release back, as the settings give it for any release."""

from __future__ import annotations

import os
from typing import Final

from pytest_golive.context.guarding.guards import release_tag
from pytest_golive.context.run import Run
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.tags import version_of_tag
from pytest_golive.delivery.steps.filling.placeholders import NAMES, Values, filled_text, names_in
from pytest_golive.delivery.steps.filling.placeholders import filled as put_into
from pytest_golive.errors import CannotMeasure, GoliveError, NotSetUp
from pytest_golive.observability.triggers.trigger import WayBack
from pytest_golive.service.release.terms import Release
from pytest_golive.settings.release import AnnouncementsTable
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.targets.reaching.places import url_of

KEY: Final = "[tool.golive.rollback]"


def way_back(run: Run) -> WayBack:
    """How this release is rolled back.

    Raises:
        NotSetUp: the settings name no command.
        CannotMeasure: there is no release before this one, or nobody can tell which it is.
    """
    table = run.settings.of(Rollback)
    if table.command is None:
        raise NotSetUp(
            "the settings do not say how a release is rolled back",
            f'set command = ["./deploy.sh", "{{previous}}"] in {KEY}',
        )
    return WayBack(filled(run, table.command), tuple(_named(run, name) for name in table.notify), _ours(run))


def _ours(run: Run) -> tuple[str, ...]:
    """The words of `golive rollback` for the target of *run*; () if it is not among the settings."""
    table, before = run.settings.targets.get(run.target_name), run.previous_release
    if table is None:
        return ()
    confirm = (f"--confirm={before.name}",) if table.production and before is not None else ()
    return ("golive", "rollback", f"--target={run.target_name}", "--execute", *confirm, "--reason=WHY")


def filled(run: Run, words: tuple[str, ...]) -> tuple[str, ...]:
    """*words* with what the placeholders in them stand for in this run.

    Raises:
        CannotMeasure: nobody can tell what one stands for, or its value could do harm.
    """
    return put_into(words, Values({name: _value(run, name) for name in names_in(*words)}))


def filled_glob(run: Run, pattern: str) -> str:
    """A glob with what the placeholders in it stand for; a value matches nothing but itself.

    Raises:
        CannotMeasure: the same.
    """
    from glob import escape

    values = {name: escape(Values({name: _value(run, name)}).value(name)) for name in names_in(pattern)}
    return filled_text(pattern, Values(values))


def values_of(run: Run) -> Values:
    """What the placeholders of steps stand for in this run, and of those without a value, why they have none."""
    known, missing = {}, {}
    for name in NAMES:
        try:
            known[name] = _value(run, name)
        except GoliveError as error:
            missing[name] = error.what
    return Values(known, missing)


def way_back_or_none(run: Run) -> WayBack | None:
    """The same; None if there is none, whatever the reason."""
    try:
        return way_back(run)
    except GoliveError:
        return None


def _value(run: Run, name: str) -> str:
    if name == "target":
        return run.target_name
    if name == "url":
        return _url(run)
    if name in {"version", "tag", "commit"}:
        return _of_this_release(run, name)
    release = run.previous_release
    if release is None:
        raise CannotMeasure(
            "there is no release before this one, which the command contains",
            f"name it in [tool.golive] previous_release, or a command without {{{name}}} in {KEY}",
        )
    if name == "previous_version":
        return version_of_tag(release.name)
    return release.commit if name == "previous_commit" else release.name


def reported_as(run: Run, found: PastRelease) -> Release:
    """The earlier release *found* as a service may report it: by its commit, or one behind it that holds the same."""
    from pytest_golive.context.releases import commits_after

    return Release(version_of_tag(found.name), found.commit, commits_after(run.repository, found))


def _of_this_release(run: Run, name: str) -> str:
    if name == "commit":
        found = run.repository.head.sha if run.repository.head else ""
    else:
        found = run.naming.version if name == "version" else release_tag(run)
        found = found or run.release_here
    if not found:
        what = f"nothing names the {name} of this release, which the command contains"
        if name == "tag":
            what = (
                "no tag is on the commit that is checked out, nor on one with the same content behind which only "
                "records and sign-offs follow; tag this commit, or let the command contain {commit}"
            )
        raise CannotMeasure(what, "declare its version in the project's files, tag the release, and commit it")
    return found


def _url(run: Run) -> str:
    """The address of the target as the settings or a variable give it."""
    table = run.settings.targets.get(run.target_name)
    url = url_of(run.target_name, table, os.environ) if table is not None else ""
    if not url:
        what = f"nothing names the address of {run.target_name}, which the command contains"
        raise CannotMeasure(what, f"set url in [tool.golive.targets.{run.target_name}]")
    return url


def _named(run: Run, name: str) -> str:
    """A name; of an audience of announcements with its channel."""
    audience = run.settings.of(AnnouncementsTable).audiences.get(name)
    return f"{name} ({audience.kind})" if audience else name
