"""The rows that a release had to do after its deployment and that nobody did, by its records and its signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_golive.context.afterwards.before import Before
from pytest_golive.context.moments.deployed import Moment, moment_in
from pytest_golive.context.moments.given import APART
from pytest_golive.context.signing.chaining import signer_of
from pytest_golive.context.signing.of_gates import since
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import cure_of, outcome_of
from pytest_golive.rows.forgotten import UTC, Forgotten, Task, finding, is_done, last_said, later
from pytest_golive.signing.policy import REVOKED, Signed
from pytest_golive.signing.record import Record

Named = tuple[str, Record]


class NoMoment(CannotMeasure):
    """No record that counts says when the release was deployed."""


@dataclass(frozen=True)
class Afterwards:
    """What is known of the days after the release *before*.

    Attributes:
        before: that release.
        records: all records, with their paths.
        now: when this run began.
    """

    before: Before
    records: Sequence[Named]
    now: dt.datetime

    def forgotten(self, tasks: Sequence[Task]) -> Forgotten:
        """The rows among *tasks* that are due and that nobody has done.

        Raises:
            CannotMeasure: no record that counts says when the release was deployed, or one says that it will be.
        """
        moment = self._deployed
        due = [task for task in tasks if moment.at + task.wait <= self.now]
        found = tuple(one for task in due for one in self._undone(task, moment))
        said = {
            "not due yet": later([task for task in tasks if task not in due], moment.at),
            "records that do not count": "; ".join(f"{name}: {why}" for name, why in self._doubtful),
        }
        source = f"{self.before.release.place}, deployed at {moment.at:{UTC}} as {moment.source} says"
        return Forgotten(found, len(due), source, {name: text for name, text in said.items() if text})

    @cached_property
    def _about(self) -> list[Named]:
        """The records that are about that release in this repository, whether or not they count."""
        roots = set(self.before.signatures.checkout.roots)
        return [
            (path, one)
            for path, one in self.records
            if set(one.subject.roots) == roots
            and one.subject.digest in {self.before.digest(), self.before.digest(documents=one.documents)}
        ]

    @cached_property
    def _doubtful(self) -> list[tuple[str, str]]:
        """The records about that release that do not count, and why."""
        return [(path, why) for path, one in self._about if (why := self._why_not(one))]

    @cached_property
    def _counting(self) -> list[Named]:
        """The records that count: where it went to customers, those about them alone."""
        is_live = any(self._is_live(one) for _, one in self._about)
        return [(path, one) for path, one in self._about if self._is_live(one) >= is_live and not self._why_not(one)]

    def _why_not(self, record: Record) -> str:
        signed = self.before.signatures
        said = self.before.then.signing.signed_records
        needs_signature = self._is_live(record) if said is None else said
        has_keys = any(one.ssh_keys for one in signed.trusted.people)
        if not needs_signature and not (has_keys and record.signature):
            return ""
        if signer_of(record, signed):
            return ""
        return "it is not signed by anybody who may sign records" if record.signature else "it is unsigned"

    def _is_live(self, record: Record) -> bool:
        table = self.before.then.targets.get(record.target)
        return record.production or (table is not None and table.production)

    @cached_property
    def _deployed(self) -> Moment:
        """When it was first deployed: whoever deploys it again, or says so, puts nothing off."""
        moments = [(at, path) for path, record in self._counting if (at := moment_in(record))]
        if not moments:
            raise NoMoment(self._what_is_missing(), self._cure("MOMENT"))
        at, path = min(moments)
        if at > self.now + APART:
            raise CannotMeasure(
                f"{path} says that {self.before.release.name} was deployed at {at:{UTC}}, which is in the future by "
                f"the clock of this machine ({self.now:{UTC}})",
                "set the clock right, or write the record again",
            )
        return Moment(at, path)

    def _what_is_missing(self) -> str:
        name = self.before.release.place
        if self._doubtful:
            whys = "; ".join(f"{path} does not count: {why}" for path, why in self._doubtful)
            return f"nothing says when {name} was deployed, and what was done since: {whys}"
        if self._about:
            paths = ", ".join(path for path, _ in self._about)
            return f"nothing says when {name} was deployed: {paths} names no moment"
        count = f"none of {len(self.records):,} records is about it" if self.records else "there is no record of it"
        return f"nobody knows what was done in the days after {name}: {count}"

    def _cure(self, moment: str) -> str:
        """How to get a record of that release."""
        live = [name for name, table in self.before.then.targets.items() if table.production]
        words = ["pytest", "-m", "post_deploy", *(f"--target={name}" for name in live[:1])]
        key = ["--golive-key=KEY"] if live or self.before.then.signing.signed_records else []
        run = " ".join([*words, f"--golive-deployed={moment}", "--golive-record=FILE", *key])
        return f"check out {self.before.release.name}, run {run}, and commit FILE here, to golive-records/"

    def _undone(self, task: Task, moment: Moment) -> Iterator[Finding]:
        due = moment.at + task.wait
        if not task.is_signed:
            if not is_done(task, self._counting):
                cure = self._cure(f"{moment.at:%Y-%m-%dT%H:%M:%SZ}")
                yield finding(self.before.release.name, task, due, last_said(task, self._counting), cure)
            return
        signed = self._signed(task, moment)
        outcome, message = outcome_of(signed)
        is_over = outcome is Outcome.REJECTED or any(one.why.startswith(REVOKED) for one in signed.refused)
        if outcome is Outcome.SIGNED or (not is_over and is_done(task, self._counting)):
            return
        name = self.before.release.name
        cure = f"do it, check out {name} on a branch, {cure_of(signed, task.id)}, commit that, and merge the branch"
        yield finding(name, task, due, f"{outcome}: {message}", cure)

    def _signed(self, task: Task, moment: Moment) -> Signed:
        options = task.check.binding.options if task.check else {}
        live = any(self._is_live(record) for _, record in self._counting)
        role, approvers = options.get("role", ""), int(options.get("approvers", "0"))
        rules = self.before.rules(task.id, live=live, role=role, approvers=approvers)
        version = next((one.subject.version for _, one in self._counting if one.subject.version), "")
        return since(self.before.judge(task.id, rules, version), moment.at, moment.source)
