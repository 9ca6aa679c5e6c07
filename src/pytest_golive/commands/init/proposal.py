"""The table that ``golive init`` proposes, with the reasons for it as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.commands.catalogue import live_gates
from pytest_golive.commands.init.survey import Survey
from pytest_golive.settings.describing import Setting, all_settings, spelled
from pytest_golive.settings.values.checks import PLACEHOLDER

SHOWN = {
    "code_quality": ("max_lines", "max_complexity", "coverage", "coverage_of_changes"),
    "tests": ("timeout",),
    "security": ("bandit_severity", "bandit_confidence"),
}
NO_TESTS = "no tests were found; write some, or say in [{tests}] how they run or which JUnit files CI wrote"
OTHER_TESTS = (
    "the tests are not in Python: say in [{tests}] how they run, and which JUnit and coverage files that writes"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A table ready to be written.

    Attributes:
        text: TOML, lines ended by a line feed.
        open_rows: the gates declared not applicable with a reason that the team must replace.
    """

    text: str
    open_rows: tuple[str, ...]


def propose(survey: Survey, prefix: str) -> Proposal:
    """Fit the table to what was found.

    Args:
        survey: what was found.
        prefix: "tool.golive" for pyproject.toml, "" for golive.toml.
    """
    rows = dict(_open_rows(survey, _named(prefix, "tests")))
    parts = [
        [f"[{prefix}]"] if prefix else [],
        [*_found(survey), *_top(survey)],
        ["", f"[{_named(prefix, 'code_quality')}]", *_defaults("code_quality")],
        ["", f"[{_named(prefix, 'tests')}]", *_tests(survey)],
        ["", f"[{_named(prefix, 'security')}]", *_security(survey)],
        ["", *_targets(prefix)],
        ["", *_not_applicable(rows, prefix)],
        ["", *_waivers(prefix)],
    ]
    return Proposal("".join(f"{line}\n" for part in parts for line in part), tuple(rows))


def _named(prefix: str, table: str) -> str:
    return f"{prefix}.{table}" if prefix else table


def _found(survey: Survey) -> Iterator[str]:
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
    more = f" and {len(paths) - 6} more" if len(paths) > 6 else ""  # noqa: PLR2004 -- as many as a line holds
    return (", ".join(printable[:6]) + more) or "none"


def _top(survey: Survey) -> Iterator[str]:
    if survey.critical:
        yield "# Critical: where a mistake costs most; stricter rows hold. Guessed by name: review it."
        yield from _list("critical", survey.critical)
    else:
        yield "# Critical: where a mistake costs most; stricter rows hold. No name gave a hint."
        yield '# critical = ["src/shop/pay.py", "src/shop/auth/**"]'
    yield "# Files that no static gate looks at; generated and vendored ones are recognised."
    yield '# exclude = ["src/shop/_legacy/**"]'
    if survey.release_tags:
        yield "# The tags that mark a release, guessed from those that are there."
        yield f"release_tags = {spelled(survey.release_tags)}"


def _list(name: str, values: Sequence[str]) -> Iterator[str]:
    yield f"{name} = ["
    yield from (f"    {spelled(value)}," for value in values)
    yield "]"


def _defaults(table: str) -> Iterator[str]:
    known = {setting.name: setting for setting in all_settings() if setting.table == table}
    yield from (_default(known[name]) for name in SHOWN[table])


def _default(setting: Setting) -> str:
    return f"# {setting.name} = {setting.default}  # {setting.description}"


def _tests(survey: Survey) -> Iterator[str]:
    if survey.runs_by:
        yield f"# They run by themselves, for {survey.runs_by}. Otherwise:"
    else:
        yield "# Say how they run, or which files CI wrote:"
    yield f"# command = {spelled(survey.runner or ('pytest', '-q'))}"
    yield '# junit = ["reports/*.xml"]'
    yield '# coverage_data = "coverage.xml"'
    if survey.virtualenv:
        yield f"python = {spelled(survey.virtualenv)}  # the project's virtualenv"
    if survey.runs_by and not survey.names_coverage:
        folders = [path for path in survey.sources if path.isprintable() and "." not in path]
        yield "# No coverage configuration says what counts, so packages count and tests do not. To say it yourself:"
        yield f"# source = {spelled(folders)}"
    yield from _defaults("tests")


def _security(survey: Survey) -> Iterator[str]:
    yield from _defaults("security")
    if survey.marks_security:
        yield "# Security tests carry @pytest.mark.security."
    elif survey.security_tests:
        yield "# Security tests carry @pytest.mark.security, or lie here. Guessed by name: review it."
        yield from _list("test_paths", survey.security_tests)
    else:
        yield "# Security tests carry @pytest.mark.security, or are named here."
        yield '# test_paths = ["tests/security/**"]'


def _targets(prefix: str) -> Iterator[str]:
    yield "# Where the service runs; pytest -m smoke --target=demo shows what is looked at."
    yield f"# [{_named(prefix, 'targets')}.staging]"
    yield '# url = "https://staging.shop.example"'
    yield '# health = "/healthz"'
    yield '# version = "/version"'
    yield '# endpoints = [{ path = "/products" }]'
    yield '# auth = { scheme = "bearer", token_env = "STAGING_TOKEN", protected = ["/orders"] }'
    yield '# rate_limit = { path = "/search", requests = 10, per = "1m" }'
    yield f"# [{_named(prefix, 'targets')}.prod]"
    yield '# url = "https://shop.example"'
    yield "# production = true  # read-only, unless allow and --golive-allow say otherwise"


def _open_rows(survey: Survey, tests_table: str) -> Iterator[tuple[str, str]]:
    if not survey.critical:
        hint = "name the critical files in critical above, or say why no file is critical"
        yield "code_quality::critical_files_modular", hint
        yield "code_quality::no_todo_in_critical_paths", hint
    if not survey.runs_by and not survey.tests:
        hint = (OTHER_TESTS if survey.other_tests else NO_TESTS).format(tests=tests_table)
        yield "code_quality::tests_pass", hint
        yield "code_quality::coverage", hint
    for gate in live_gates("pre_deploy"):
        yield gate, "describe where the service runs in targets.staging, or say why there is no service"
    if not survey.has_python:
        yield "security::no_vulnerable_code", "there is no Python here, and bandit reads nothing else"
    if not survey.marks_security and not survey.security_tests:
        yield "security::security_tests_pass", "mark tests with @pytest.mark.security, or say why there are none"


def _not_applicable(rows: dict[str, str], prefix: str) -> Iterator[str]:
    if rows:
        yield f"# A reason that begins with {PLACEHOLDER} keeps its row from a GO: set the row up and remove the line,"
        yield "# or say why the row does not apply."
    else:
        yield "# Rows that do not apply here, each with its reason:"
    head = f"[{_named(prefix, 'not_applicable')}]"
    yield head if rows else f"# {head}"
    for gate, hint in rows.items():
        yield f"{spelled(gate)} = {spelled(f'{PLACEHOLDER}: {hint}')}"
    if not rows:
        yield '# "security::security_tests_pass" = "a command line tool for one user; there is nobody to keep out"'


def _waivers(prefix: str) -> Iterator[str]:
    yield "# Dated exceptions:"
    yield f"# [[{_named(prefix, 'waivers')}]]"
    yield '# gate = "code_quality::files_within_limit"'
    yield '# match = "src/shop/legacy.py"'
    yield '# reason = "split in v2.1, see #412"'
    yield '# owner = "payments team"'
    yield '# approver = "release manager"'
    yield "# expires = 2027-01-31"
