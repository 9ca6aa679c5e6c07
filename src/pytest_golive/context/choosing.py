"""The team's choices: those in force, new since the last release, not committed, or on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pytest_golive.activation import ROOT
from pytest_golive.context.options import on_the_command_line, other_projects
from pytest_golive.context.past import loaded_of, loosened_in, texts_at
from pytest_golive.context.run import Run
from pytest_golive.context.sparing import more_spared
from pytest_golive.delivery.git.comparing import compare
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.findings import counted
from pytest_golive.judging.choices import Choices
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import read
from pytest_golive.judging.verdict import Verdict
from pytest_golive.settings.comparing.choice import Kind, Loosening, in_numbers
from pytest_golive.settings.comparing.declared_away import Rows
from pytest_golive.settings.comparing.loosening import loosened, loosened_around
from pytest_golive.settings.declaring import not_due
from pytest_golive.settings.files.reading import OWN, read_text
from pytest_golive.settings.files.surroundings import FILES, surroundings
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.model import Settings
from pytest_golive.settings.values.checks import PLACEHOLDER

if TYPE_CHECKING:
    from pytest_golive.rows.loosening import Documents

Reading = Callable[[], "Documents"]
Reader = Callable[[str], str | None]


@dataclass(frozen=True)
class State:
    """The team's choices in one commit, or in the work tree: settings, known findings, the tools' own settings."""

    settings: Settings = field(default_factory=Settings)
    known: Sequence[Known] = ()
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def with_choices(
    verdict: Verdict, run: Run, options: Sequence[str], environment: Mapping[str, str], documents: Reading | None = None
) -> Verdict:
    """*verdict* with the team's choices; it becomes a NO-GO where exceptions are not in version control.

    Args:
        verdict: the verdict over the rows.
        run: holds the settings.
        options: the values of ``-o`` on the command line, "name=value".
        environment: the environment variables of the run.
        documents: returns the rows of the checklist's documents, and the gates that exist; None without documents.
    """
    rows = {row.entry.id.removeprefix(f"{ROOT}/"): row.entry.kind for row in verdict.gates if not row.entry.place}
    choices = _choices(run, rows, [*on_the_command_line(run, options, environment), *verdict.looks], documents)
    return replace(verdict, choices=choices, faults=(*verdict.faults, *choices.faults))


def _choices(run: Run, rows: Rows, notes: list[str], documents: Reading | None) -> Choices:
    loosenings: list[Loosening] = []
    faults, since, is_unknown = list[str](), "", False
    present = State(run.settings)
    try:
        present = _state(run.settings, lambda name: read_text(run.root, name))
        repository = run.repository
        notes += other_projects(run)
        uncommitted = _compared_with_head(run, repository, present, rows)
        notes += uncommitted.notes
        faults += uncommitted.faults
        release, doubt = _before(run)
        notes += doubt
        if release is not None:
            since = release.name
            loosenings = _compared(_state_at(repository, release.commit), present, rows)
            compared = compare(repository, release.commit) if doubt else run.since_release
            if compared is not None:
                loosenings += more_spared(repository, release.commit, compared, run.cache)
            if documents is not None:
                loosenings += loosened_in(repository, release.commit, documents())
    except GoliveError as error:
        notes.append(f"what has been loosened since {since or 'the last release'} is unknown: {_lines(error)}")
        is_unknown = not since
    unread = {Kind.CHANGE, Kind.FIRST} if since else {Kind.CHANGE}
    in_force = [loosening for loosening in _compared(State(), present, rows) if loosening.kind not in unread]
    sentences = tuple(one.sentence for one in loosenings)
    return Choices(
        in_numbers(in_force), since, in_numbers(loosenings), sentences, tuple(notes), tuple(faults), is_unknown,
        listed=tuple(loosening.sentence for loosening in in_force),
    )  # fmt: skip


def _before(run: Run) -> tuple[PastRelease | None, list[str]]:
    """The release to compare with, and why it is not the nearest: a tag alone does not make a loosening an old one."""
    if not run.settings.signing.people and not (run.root / run.settings.signing.folder).is_dir():
        return run.previous_release, []
    from pytest_golive.context.signing.opening import release_before, signatures_of

    release = release_before(run)
    return release, [signatures_of(run).baseline.doubt] if release != run.previous_release else []


def _compared(old: State, new: State, rows: Rows) -> list[Loosening]:
    more = dict(_more_known(old.known, new.known))
    known = [
        Loosening(Kind.KNOWN, f"{gate}: {count:,} more known to the ratchet", count) for gate, count in more.items()
    ]
    return [*loosened(old.settings, new.settings, rows), *known, *loosened_around(old.around, new.around)]


def _more_known(old: Sequence[Known], new: Sequence[Known]) -> Iterator[tuple[str, int]]:
    """For each gate, how many findings *new* excuses that *old* did not excuse, or only in a smaller size."""
    old_sizes: dict[tuple[str, ...], list[float]] = {}
    for finding in sorted(old, key=lambda known: known.size):
        old_sizes.setdefault((finding.gate, finding.path, finding.rule, finding.identity), []).append(finding.size)
    more: dict[str, int] = {}
    for finding in sorted(new, key=lambda known: -known.size):
        sizes = old_sizes.get((finding.gate, finding.path, finding.rule, finding.identity), [])
        if not sizes or sizes.pop() < finding.size:
            more[finding.gate] = more.get(finding.gate, 0) + 1
    yield from sorted(more.items())


def _state(settings: Settings, text_of: Reader) -> State:
    known = text_of(settings.ratchet)
    return State(settings, read(known, settings.ratchet) if known else (), surroundings(text_of))


def _state_at(repository: Repository, commit: str) -> State:
    """The team's choices in *commit*; the defaults if it has no settings."""
    texts = texts_at(repository, commit, [OWN, *FILES])
    settings = loaded_of(texts).settings
    texts |= texts_at(repository, commit, [settings.ratchet])
    return _state(settings, texts.get)


def _compared_with_head(run: Run, repository: Repository, present: State, rows: Rows) -> Choices:
    """What is not committed; where that is unknown, nothing that excuses a row counts as committed."""
    try:
        return _uncommitted(run, repository, present, rows)
    except GoliveError as error:
        excuses = bool([*_declared(run.settings, Settings(), rows)] or present.known)
        text = f"whether the exceptions are in version control is unknown: {_lines(error)}"
        return Choices(faults=(text,) if excuses else (), notes=() if excuses else (text,))


def _lines(error: GoliveError) -> str:
    """The message of *error*; of several faults, each is on a line of its own."""
    return "\n".join(" ".join(line.split()) for line in error.what.splitlines() if line.strip())


def _uncommitted(run: Run, repository: Repository, present: State, rows: Rows) -> Choices:
    """What the settings of the work tree say and those of HEAD do not."""
    loaded = run.loaded
    names = [name for name in (loaded.path, run.settings.ratchet) if name]
    committed = texts_at(repository, "HEAD", names) if repository.head else {}
    faults, in_head = [], State()
    try:
        if loaded.path in committed:
            in_head = replace(in_head, settings=settings_in(committed[loaded.path], loaded.path).settings)
        if run.settings.ratchet in committed:
            in_head = replace(in_head, known=read(committed[run.settings.ratchet], run.settings.ratchet))
    except GoliveError as error:
        name = error.path or loaded.path
        raise CannotMeasure(f"until {name} is committed as it is here: in HEAD, {error.what}", error.cure) from None
    if missing := [*_declared(run.settings, in_head.settings, rows)]:
        are = counted(len(missing), "exception is", "exceptions are")
        faults.append(f"{are} not in version control, first {missing[0]}: commit {loaded.path}")
    if more := sum(count for _, count in _more_known(in_head.known, present.known)):
        name = run.settings.ratchet
        are = counted(more, f"known finding of {name} is", f"known findings of {name} are")
        faults.append(f"{are} not in version control: commit {name}")
    notes = []
    here = loaded.settings
    if loaded.text and here != in_head.settings:  # maybe only what the command line asks for: `golive watch --duration`
        here = settings_in(loaded.text, loaded.path).settings
    if loaded.path and here != in_head.settings:
        changes = in_numbers(loosened(in_head.settings, here, rows))
        state = "is not in version control" if loaded.path not in committed else "differs from its commit"
        notes.append(f"{loaded.path} {state}" + (f": {changes}" if changes else ""))
    return Choices(notes=tuple(notes), faults=tuple(faults))


def _declared(present: Settings, in_head: Settings, rows: Rows) -> Iterator[str]:
    """Exceptions that HEAD does not have, or has with another reason; a placeholder is not an exception yet."""
    if any(not_due(kind, present.kind) and not not_due(kind, in_head.kind) for kind in rows.values()):
        yield f'kind = "{present.kind}"'
    for gate, reason in present.not_applicable.items():
        if in_head.not_applicable.get(gate) != reason and not reason.startswith(PLACEHOLDER):
            yield f"not_applicable {gate}"
    for waiver in present.waivers:
        if waiver not in in_head.waivers:
            yield f"the waiver of {waiver.gate} {waiver.match or ''}".rstrip()
    yield from (f"the trial of {gate}" for gate, one in present.trial.items() if in_head.trial.get(gate) != one)
