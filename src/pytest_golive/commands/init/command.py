"""``golive init``: writes a settings table that fits the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.commands.init.placing import BY_HAND, place
from pytest_golive.commands.init.proposal import Proposal, propose
from pytest_golive.commands.init.replacing import OLD, dropped, old_table, table_in, with_kind
from pytest_golive.commands.init.survey import Survey, look_at
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import alone, cannot, replace_file
from pytest_golive.masking.printing import on_one_line
from pytest_golive.settings.files.reading import OWN, PYPROJECT, find_project, has_table, parse, read_text
from pytest_golive.settings.loading import settings_in


@dataclass(frozen=True, slots=True)
class Written:
    """What ``golive init`` did, or would do.

    Attributes:
        path: the file.
        table: the proposed table.
        report: what was found and what to do next.
    """

    path: Path
    table: str
    report: str


def init(start: Path, *, force: bool = False, dry: bool = False) -> Written:
    """Write a table into pyproject.toml, or into golive.toml without one.

    Args:
        start: the project, or a folder in it.
        force: whether to replace an existing table.
        dry: whether to write nothing.

    Raises:
        GoliveError: a table exists, or nothing can be written; all files are unchanged.
        SettingsError: a file that must be read is broken.
    """
    if not start.is_dir():
        raise GoliveError(f"{start} is not a folder", "name the project's folder")
    root = _project(start.resolve())
    old = read_text(root, PYPROJECT)
    parse(old or "", PYPROJECT)
    has_own = os.path.lexists(root / OWN)
    if not dry:
        _refuse_if_there(root, has_own=has_own, force=force)
    name = OWN if has_own or old is None else PYPROJECT
    replaced = old_table(root, name, old) if force else {}
    survey = with_kind(look_at(root), replaced)
    proposal = propose(survey, "tool.golive" if name == PYPROJECT else "")
    text = place(old or "", proposal.text) if name == PYPROJECT else proposal.text
    settings_in(text, name)  # never write settings that a run would reject
    path = root / name
    if not dry:
        with alone(root):
            _write(path, text, old if name == PYPROJECT else None)
    lost = dropped(replaced, table_in(text, name))
    return Written(path, proposal.text, "\n".join(_report(path, survey, proposal, lost)))


def _project(start: Path) -> Path:
    found = find_project(start)
    if os.path.lexists(found / OWN) or has_table(found / PYPROJECT):
        return found
    within = (folder for folder in (start, *start.parents) if folder.is_relative_to(found))
    return next((folder for folder in within if (folder / PYPROJECT).is_file()), found)


def _refuse_if_there(root: Path, *, has_own: bool, force: bool) -> None:
    has_ours = has_table(root / PYPROJECT)
    if has_own and has_ours:
        raise GoliveError(f"both {OWN} and [tool.golive] in {PYPROJECT} hold settings", "remove one of them", path=OWN)
    if force or not (has_own or has_ours):
        return
    path = root / (OWN if has_own else PYPROJECT)
    cure = "edit it; or golive init --print shows a fresh one, golive init --force puts it in the place of the old"
    raise GoliveError(f"{path} holds the settings already", cure, path=path.name)


def _write(path: Path, text: str, old: str | None) -> None:
    try:
        replace_file(path, text.encode(), None if old is None else old.encode())
    except OSError as error:
        raise cannot(path, error, BY_HAND) from None


def _report(path: Path, survey: Survey, proposal: Proposal, lost: Sequence[str]) -> Iterator[str]:
    yield f"Settings for {path.parent}: {path.name}"
    for key in lost:
        yield f"  dropped  {on_one_line(key)}: put it back if it still holds"
    yield from _guesses(survey)
    yield from _advice(survey)
    for row in proposal.open_rows:
        yield f"  replace  {row}: not found; set it up, or write why it does not apply"
    if proposal.later:
        phases = ", ".join(proposal.later)
        yield f"  later    rows about the running service in {phases}: each is an error there until"
        yield "           the target is set up; golive explain --list names them"
    yield "Next: review the table, commit it (exceptions count only as HEAD has them), and run"
    yield "  pytest -m pre_deploy"


def _guesses(survey: Survey) -> Iterator[str]:
    if survey.kind.why == OLD:
        yield f"  kept     kind: {survey.kind.kind}, as {OLD} say"
    elif kind := survey.kind.kind:
        yield f"  review   kind: {kind}, guessed from {survey.kind.why}"
        if kind == "library":
            yield "           so no row that needs a running service is due; if something here runs as a service, write"
            yield '           kind = "service" and describe where it runs in [tool.golive.targets]'
    else:
        yield "  choose   kind: no file shows whether something here runs as a service, so every row may be due; take"
        yield '           the comment mark off kind = "library", or write kind = "service"'
    if survey.critical:
        yield f"  review   critical: {_count(len(survey.critical), 'path')} guessed by name"
    if survey.suite.is_sure:
        yield f"  review   tests: {' '.join(survey.suite.command)}, guessed from {survey.suite.why}"
    for what, way in survey.delivered.sure:
        yield f"  review   {what}: {' '.join(way.command)}, guessed from {way.file}"
    if survey.security_tests and not survey.marks_security:
        yield f"  review   test_paths: {_count(len(survey.security_tests), 'file')} guessed by name"


def _advice(survey: Survey) -> Iterator[str]:
    if survey.extras:
        reasons = ", ".join(f"{extra} {reason}" for extra, reason in survey.extras.items())
        yield f"  install  pytest-golive[{','.join(survey.extras)}]: {reasons}"
    if survey.code.long:
        files = f"{survey.code.long} of {_count(survey.code.files, 'source file')}"
        yield f"  ratchet  {files} longer than the limit: golive ratchet records what is found"
        yield "           today, so that only new and worse findings fail"
    if survey.projects:
        folders = _count(len(survey.projects), "folder")
        yield f"  parts    {folders} with a project inside, such as {survey.projects[0]}: these settings"
        yield "           are for all of them; golive init FOLDER writes settings for one"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
