"""The table that ``golive init`` proposes, with reasons as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.commands.init.lines import defaults, listed, named
from pytest_golive.commands.init.replacing import OLD
from pytest_golive.commands.init.survey import Survey
from pytest_golive.commands.reference.catalogue import all_gates
from pytest_golive.sections import parts, sections
from pytest_golive.settings.declaring import not_due
from pytest_golive.settings.model import Settings
from pytest_golive.settings.tables import tables_of
from pytest_golive.settings.values.checks import PLACEHOLDER
from pytest_golive.settings.wording.describing import spelled
from pytest_golive.signing.glass.glass import SETTLED

PROPOSING = "commands.init.proposing"
PHASE = "pre_deploy"
LIBRARY, SERVICE = "library", "service"
NO_TARGET = "describe where the service runs in targets.staging, or say why there is no service"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table that can be written.

    Attributes:
        text: TOML, lines ended by a line feed.
        open_rows: the gates declared not applicable with a reason that the team must replace.
        later: the other phases in which gates about the service are due; none for a library.
    """

    text: str
    open_rows: tuple[str, ...]
    later: tuple[str, ...]


def propose(survey: Survey, prefix: str) -> Proposal:
    """Fit the table to the repository.

    Args:
        survey: what was found.
        prefix: "tool.golive" for pyproject.toml, "" for golive.toml.
    """
    rows = _by_section(dict(_open_rows(survey, prefix)))
    blocks = [
        [f"[{prefix}]"] if prefix else [],
        [*_comments_on_findings(survey), *_top(survey)],
        *_tables(survey, prefix),
        ["", *_targets(prefix, survey)] if survey.kind.kind != LIBRARY else [],
        ["", *_not_applicable(rows, prefix)],
        ["", *_waivers(prefix)],
    ]
    return Proposal("".join(f"{line}\n" for block in blocks for line in block), tuple(rows), _later(survey))


def _later(survey: Survey) -> tuple[str, ...]:
    """The phases of gates about a service, other than the one whose rows `_open_rows` names."""
    if survey.kind.kind == LIBRARY:
        return ()
    phases = (phase for gate in all_gates() if gate.kind == SERVICE for phase in dict(gate.phases))
    return tuple(dict.fromkeys(phase for phase in phases if phase != PHASE))


def _tables(survey: Survey, prefix: str) -> Iterator[list[str]]:
    """The tables of the sections, each after an empty line."""
    for section in sections():
        modules = parts(PROPOSING, section)
        proposed = {key: lines for module in modules for key, lines in getattr(module, "TABLES", {}).items()}
        for table in tables_of(section):
            if not_due(table.PROJECT, survey.kind.kind or None):
                continue
            lines = list(proposed[table.KEY](survey) if table.KEY in proposed else defaults(table))
            if lines:
                yield ["", f"[{named(prefix, table.KEY)}]", *lines]


def _comments_on_findings(survey: Survey) -> Iterator[str]:
    yield "# The go-live checklist. Run it: pytest -m pre_deploy. About a row: golive explain GATE."
    for name, found in (
        ("sources", survey.sources),
        ("tests", (*survey.tests, *survey.other_tests)),
        ("documents", survey.documents),
        ("CI", survey.pipelines),
    ):
        yield f"# Found {name}: {_some(found)}."


def _some(paths: Sequence[str]) -> str:
    printable = [path if path.isprintable() else ascii(path)[1:-1] for path in paths]
    more = f" and {len(paths) - 6} more" if len(paths) > 6 else ""  # noqa: PLR2004 -- as many as fit on a line
    return (", ".join(printable[:6]) + more) or "none"


def _top(survey: Survey) -> Iterator[str]:
    kind, why = survey.kind.kind, survey.kind.why
    yield "# A library: nothing here runs as a service, so no row that needs one is due. Otherwise: service."
    said = f"as {OLD} said" if why == OLD else f"guessed from {_some([why])}: review it"
    yield f"kind = {spelled(kind)}  # {said}" if kind else '# kind = "library"'
    if survey.critical:
        yield "# Critical: where a mistake costs most; stricter rows hold. Guessed by name: review it."
        yield from listed("critical", survey.critical)
    else:
        yield "# Critical: where a mistake costs most; stricter rows hold. No name gave a hint."
        yield '# critical = ["src/shop/pay.py", "src/shop/auth/**"]'
    yield "# Files that no static gate looks at; generated and vendored ones are recognised."
    yield '# exclude = ["src/shop/_legacy/**"]'
    if survey.code.long:
        yield f"# {survey.code.long:,} of {survey.code.files:,} source files are longer than the limit. For old code,"
        yield "# golive ratchet records what it finds today in this file; then only new and worse findings fail."
        yield f"# ratchet = {spelled(Settings().ratchet)}"
    if survey.release_tags:
        yield "# The tags that mark a release, guessed from those that are there."
        yield f"release_tags = {spelled(survey.release_tags)}"


def _targets(prefix: str, survey: Survey) -> Iterator[str]:
    yield "# Where the service runs; pytest -m smoke --target=demo shows what the live rows check."
    yield f"# [{named(prefix, 'targets')}.staging]"
    yield '# url = "https://staging.shop.example"'
    if survey.start:
        yield "# Or, instead of that url, the run starts the service, and stops it at the end:"
        yield '# url = "http://127.0.0.1:0"  # 0: a free port'
        yield f"# start = {spelled(survey.start)}"
    yield '# health = "/healthz"'
    yield '# version = "/version"'
    yield '# endpoints = [{ path = "/products" }]'
    yield '# auth = { scheme = "bearer", token_env = "STAGING_TOKEN", protected = ["/orders"] }'
    yield '# rate_limit = { path = "/search", requests = 10, per = "1m" }'
    yield from survey.observed.lines(prefix)
    yield from survey.traced.lines(prefix)
    yield f"# [{named(prefix, 'targets')}.prod]"
    yield '# url = "https://shop.example"'
    yield "# production = true  # read-only, unless allow and --golive-allow say otherwise"


def _open_rows(survey: Survey, prefix: str) -> Iterator[tuple[str, str]]:
    due = [gate for gate in all_gates() if not not_due(gate.kind, survey.kind.kind or None)]
    gates = [gate for gate in due if gate.key != SETTLED]  # which nobody may let through
    for section in sections():
        for module in parts(PROPOSING, section):
            if hasattr(module, "open_rows"):
                yield from ((f"{section}::{name}", hint) for name, hint in module.open_rows(survey, prefix))
        for gate in gates:
            if gate.section == section and gate.kind == SERVICE and PHASE in dict(gate.phases):
                yield gate.key, NO_TARGET


def _by_section(rows: dict[str, str]) -> dict[str, str]:
    """The rows, with one line for a section whose rows all have the same hint."""
    gates = all_gates()
    short: dict[str, str] = {}
    for key, hint in rows.items():
        section = key.partition("::")[0]
        hints = {rows.get(gate.key) for gate in gates if gate.section == section}
        several = sum(gate.section == section for gate in gates) > 1
        short[f"{section}::*" if hints == {hint} and several else key] = hint
    return short


def _not_applicable(rows: dict[str, str], prefix: str) -> Iterator[str]:
    if rows:
        yield f"# A reason that begins with {PLACEHOLDER} keeps its row from a GO: set the row up and remove the line,"
        yield "# or say why the row does not apply."
    else:
        yield "# Rows that do not apply here, each with its reason:"
    head = f"[{named(prefix, 'not_applicable')}]"
    yield head if rows else f"# {head}"
    for gate, hint in rows.items():
        yield f"{spelled(gate)} = {spelled(f'{PLACEHOLDER}: {hint}')}"
    if not rows:
        yield '# "security::security_tests_pass" = "a command line tool for one user; access control does not apply"'


def _waivers(prefix: str) -> Iterator[str]:
    yield "# Dated exceptions:"
    yield f"# [[{named(prefix, 'waivers')}]]"
    yield '# gate = "code_quality::files_within_limit"'
    yield '# match = "src/shop/legacy.py"'
    yield '# reason = "split in v2.1, see #412"'
    yield '# owner = "payments team"'
    yield '# approver = "release manager"'
    yield "# expires = 2027-01-31"
