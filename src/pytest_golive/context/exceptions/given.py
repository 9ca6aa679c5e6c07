"""The glass that was broken for a run: whether it is about this run, and whether its approver has approved it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.errors import CannotMeasure

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.context.signing.signatures import Signatures
    from pytest_golive.signing.glass.glass import Glass
    from pytest_golive.signing.people import Person

OPTION = "--golive-break-glass"


@dataclass(frozen=True, slots=True)
class Given:
    """A glass that holds.

    Attributes:
        how: what shows that the approver approved it, in words.
        is_broken: whether it lets rows through; in a dry run it does not.
    """

    glass: Glass
    how: str
    is_broken: bool


def glass_of(run: Run) -> Glass | None:
    """The glass that is broken in this run; None where there is none, in a dry run, and before it was checked."""
    found = _kept(run)
    return found.glass if found is not None and found.is_broken else None


def shown_of(run: Run) -> str:
    """What shows that its approver approved it; "" without one."""
    found = _kept(run)
    return found.how if found is not None else ""


def is_passed(run: Run, row: str) -> bool:
    """Whether the glass of this run lets *row* through at this moment."""
    glass = glass_of(run)
    return glass is not None and row in glass.rows and not glass.has_expired(dt.datetime.now(dt.UTC))


def freeze_passed(run: Run) -> str:
    """The freeze that the glass of this run lets it pass: "prod is frozen since …"; "" if none holds."""
    from pytest_golive.context.guarding.guards import frozen
    from pytest_golive.signing.glass.glass import FREEZE

    glass = glass_of(run)
    if glass is None or FREEZE not in glass.rows:
        return ""
    moments = (dt.datetime.fromisoformat(run.started), dt.datetime.now(dt.UTC))
    found = next((why for at in moments if (why := frozen(run, run.target_name, at))), None)
    return found.what if found is not None else ""


def check(run: Run) -> Given:
    """Hold the file of the command line against this run, and keep it.

    Raises:
        CannotMeasure: it does not hold, is about something else, or nobody but who breaks the glass approves it.
    """
    from pytest_golive.context.signing.opening import signatures_of
    from pytest_golive.signing.glass.reading import read_glass

    glass, signatures = read_glass(Path(run.asked.glass), dt.datetime.now(dt.UTC)), signatures_of(run)
    for fault in _elsewhere(run, signatures, glass):
        raise CannotMeasure(fault, "write it anew for this release: golive break-glass")
    found = Given(glass, approved(signatures, glass), run.asked.execute)
    run.repository.kept[Given] = found
    return found


def _kept(run: Run) -> Given | None:
    found = run.repository.kept.get(Given) if run.asked.glass else None
    return found if isinstance(found, Given) else None


def _elsewhere(run: Run, signatures: Signatures, glass: Glass) -> list[str]:
    checkout, faults = signatures.checkout, []
    if glass.target != run.target_name:
        faults.append(f"it is for the target {glass.target}, and this run is about {run.target_name}")
    faults += deploying_itself(run, glass)
    if glass.commit != checkout.head:
        faults.append(f"it is for the commit {glass.commit[:10]}, and {checkout.head[:10]} is checked out")
    if changed := checkout.uncommitted_in_words:
        faults.append(f"{changed} from the commit that it is for")
    tracked = {entry.path for entry in run.repository.tracked()}
    if run.loaded.path and run.loaded.path not in tracked:
        faults.append(f"git does not track {run.loaded.path}, so the commit that it is for does not say what is judged")
    return faults


def deploying_itself(run: Run, glass: Glass) -> list[str]:
    """That *glass* names the row that deploys to the target of *run*: only of production it looks elsewhere."""
    from pytest_golive.signing.glass.serving import ON_STAGING

    table = run.settings.targets.get(run.target_name)
    if ON_STAGING not in glass.rows or (table is not None and table.production):
        return []
    return [f"{ON_STAGING} deploys to {run.target_name} itself, so that nobody may pass it there"]


def approved(signatures: Signatures, glass: Glass) -> str:
    """What shows that somebody else has approved *glass*, in words.

    Raises:
        CannotMeasure: nobody has who may.
    """
    from pytest_golive.signing.people import person_of

    people = signatures.trusted.people
    if not people:
        return "only claimed: [tool.golive.signing] names nobody"
    person = person_of(people, glass.approver)
    if person is None:
        known = ", ".join(one.key for one in people)
        raise CannotMeasure(
            f"its approver {glass.approver} is not among the people of [tool.golive.signing], by "
            f"{signatures.trusted.source}",
            f"let one of them approve it: {known}",
        )
    if why := _why_not(signatures, glass, person):
        raise CannotMeasure(f"its approver may not approve it: {why}", "let somebody else of the people approve it")
    return _proven(people, person, glass)


def _why_not(signatures: Signatures, glass: Glass, person: Person) -> str:
    from pytest_golive.signing.glass.glass import SETTLED
    from pytest_golive.signing.people import person_of

    if person_of(signatures.trusted.people, glass.by) == person:
        return f"{person.key} breaks the glass, too"
    rules, desk = signatures.rules(SETTLED), signatures.desk
    if rules.roles and not set(rules.roles) & set(person.roles):
        return f"{person.key} is not {' or '.join(rules.roles)}"
    covers = rules.of_authors
    own = desk.own_work(person, covers) if covers is not None else ""
    strangers = desk.strangers(rules) if rules.known else ()
    unknown = f"nobody knows whose the address {strangers[0]} is, and it could be {person.key}'s" if strangers else ""
    return desk.only_records(person) or own or unknown


def _proven(people: tuple[Person, ...], person: Person, glass: Glass) -> str:
    from pytest_golive.signing.glass.glass import NAMESPACE
    from pytest_golive.signing.proving.openssh import holds

    if not any(one.ssh_keys for one in people):
        return f"only claimed: nobody in [tool.golive.signing.people] has an SSH key, {person.key} neither"
    if not glass.signature or not holds(glass.words, glass.signature, person.ssh_keys, NAMESPACE):
        said = "its signature is by no key of theirs, or it was edited since" if glass.signature else "it is unsigned"
        raise CannotMeasure(
            f"nothing proves that {person.key} approves it: {said}",
            f"golive break-glass FILE --approve --key KEY, with a key of {person.key}",
        )
    return "proven: SSH signature in the file"
