"""Proposals for the deployment: what is demanded of reviews, and the watch after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_golive.commands.init.delivering import Way
from pytest_golive.commands.init.lines import defaults, named
from pytest_golive.commands.init.observed import found_in
from pytest_golive.commands.init.survey import Survey
from pytest_golive.errors import PAGES
from pytest_golive.settings.deployment.table import Reviews
from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.wording.describing import spelled

NO_FORGE = "name the repository's page in [{forge}] url, or say who reviews each change and where that is kept"


def _reviews(survey: Survey) -> Iterator[str]:
    if survey.forge:
        yield from defaults(Reviews)
        yield "# unreviewed = []  # authors whose changes need no approval, such as 'renovate[bot]'"
        yield '# since = "COMMIT"  # from when on each change must be reviewed, if nobody demanded it before'


def _watch(_: Survey) -> Iterator[str]:
    yield "# After each deployment: golive watch --target prod. It needs the metrics of that target."
    yield from defaults(Watch)
    yield "# Figures of your business, asked for where the metrics are:"
    yield '# business = { orders = { query = "sum(rate(orders_total[$window])) * 60", above = 5, unit = "a minute" } }'


def _deployment(survey: Survey) -> Iterator[str]:
    ways = survey.delivered
    yield "# What deploys this release and waits until it serves. pytest -m deploy shows it, --golive-execute runs it."
    yield "# {version}, {tag}, {previous}, {target}, {url} and others stand for the run's; GOLIVE_TARGET is set, too."
    yield from ways.lines("deploy", "command", ("./deploy.sh", "{target}", "{version}"))
    yield "# The tests of the whole release on staging:"
    yield from ways.lines("regression", "regression", ("pytest", "tests/regression", "--base-url={url}"))
    yield f"# The backup before a deployment, which is restored to prove it; {PAGES}/backups.md names other kinds:"
    backups = ways.ways.get("backup", ())
    yield f'# backup = {{ {_command(backups)}files = "/var/backups/shop/*.dump", max_age = "24h" }}{_found(backups)}'
    yield "# Steps of your own between the rows, such as this one, unless the command above does it:"
    migrating = ways.ways.get("migrate", ()) or (Way(("./bin/migrate", "{version}"), ""),)
    for way in migrating:
        told = f"{found_in((way.file,))}: review it" if way.file else ""
        place = 'after = "backup_created", before = "deployed"'
        yield f"# steps.migrate = {{ command = {spelled(way.command)}, {place} }}{told}"


def _found(ways: Sequence[Way]) -> str:
    return f"{found_in((ways[0].file,))}: review it, and say where it puts its files" if ways else ""


def _command(ways: Sequence[Way]) -> str:
    return f"command = {spelled(ways[0].command)}, " if ways else ""


TABLES = {"deployment": _deployment, "reviews": _reviews, "watch": _watch}


def open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    """The rows for which nothing was found, with what to do about each."""
    if not survey.forge:
        yield "reviewed", NO_FORGE.format(forge=named(prefix, "forge"))
