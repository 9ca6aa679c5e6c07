"""A private folder for one test run; at its end the lasting files are moved to their places.

Two checklists that run at the same time in one checkout must not use each other's coverage.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import PREFIX, SCOPE
from pytest_golive.testrun.result import TestRun

LOG: Final = "tests.log"
REPORT: Final = "tests.xml"
COVERAGE: Final = "coverage"
DATA: Final = f"{COVERAGE}/.coverage"
JSON: Final = f"{COVERAGE}/coverage.json"
LASTING: Final = (LOG, REPORT, DATA, JSON)


@dataclass(frozen=True)
class Workplace:
    """The folders of one run.

    Attributes:
        folder: private to it.
        artifacts: where the lasting files are moved.
        stays: whether *folder* stays until the checklist has ended.
    """

    folder: Path
    artifacts: Path
    stays: bool

    @classmethod
    def open(cls, artifacts: Path) -> Workplace:
        """A new private folder.

        Raises:
            CannotMeasure: the folder of artifacts is not writable.
        """
        artifacts = artifacts.absolute()
        try:
            artifacts.mkdir(parents=True, exist_ok=True)
            (artifacts / REPORT).unlink(missing_ok=True)  # of an older run, perhaps of another command
            (artifacts / LOG).write_bytes(b"")
        except OSError as error:
            raise CannotMeasure(
                f"{artifacts} cannot be written ({error.strerror}), and the output of the tests goes there",
                "make it writable, or remove what lies in its way; see whether the disk is full",
            ) from None
        around = SCOPE.folder if SCOPE.folder is not None and SCOPE.folder.is_dir() else None
        return cls(Path(tempfile.mkdtemp(prefix=PREFIX, dir=around)), artifacts, stays=around is not None)

    @property
    def log(self) -> Path:
        """The file for the output."""
        return self.folder / LOG

    @property
    def report(self) -> Path:
        """The file for pytest's JUnit report, unless another one is configured."""
        return self.folder / REPORT

    @property
    def coverage(self) -> Path:
        """The file for coverage's data."""
        return self.folder / COVERAGE

    def lasting(self, run: TestRun) -> TestRun:
        """*run* with the final paths of its files."""
        data = run.coverage_data if self.stays else self._placed(run.coverage_data)
        return replace(
            run,
            log=self._placed(run.log),
            junit=self._placed(run.junit),
            coverage_data=data,
            no_coverage=self._placed(run.no_coverage),
            coverage_cure=self._placed(run.coverage_cure),
        )

    def explained(self, error: CannotMeasure) -> CannotMeasure:
        """*error* with the final paths, too."""
        return type(error)(self._placed(error.what), self._placed(error.cure), path=error.path, line=error.line)

    def close(self) -> None:
        """Move the lasting files into place, each completely, and remove the folder."""
        for name in LASTING:
            if (self.folder / name).is_file():
                with contextlib.suppress(OSError):  # a full disk: the results are known, and are judged
                    _place(self.folder / name, self.artifacts / name)
        if not self.stays:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _placed(self, text: str) -> str:
        return text.replace(str(self.folder), str(self.artifacts))


def _place(file: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}-", delete=False) as draft:
        pass
    try:
        shutil.copyfile(file, draft.name)
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(place)
    finally:
        Path(draft.name).unlink(missing_ok=True)
