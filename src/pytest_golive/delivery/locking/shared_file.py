"""A lock that is a file, on a path that all hosts share, or on the one host that deploys."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.delivery.locking.holder import LARGEST, Holder, holder_in
from pytest_golive.delivery.locking.lock import locked_by, replaced
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import CURES


@dataclass(frozen=True)
class FileLock:
    """The lock at *path*: whoever creates the file has it."""

    path: Path

    @property
    def place(self) -> str:
        """Where it is."""
        return f"the file {self.path}"

    def holder(self) -> Holder | None:
        """Who holds it now."""
        try:
            # A pipe of that name would have us wait for ever.
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        except FileNotFoundError:
            if self.path.is_symlink():
                return Holder("a link that leads nowhere")
            return None
        except OSError as error:
            raise self._cannot("read", error) from None
        try:
            return holder_in(os.read(handle, LARGEST))
        except OSError as error:
            raise self._cannot("read", error) from None
        finally:
            os.close(handle)

    def breaking(self) -> str:
        """How a person removes it."""
        return f"rm {shlex.quote(str(self.path))}"

    def acquire(self, holder: Holder) -> None:
        """Create the file."""
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            found = self.holder()
            if found is None:
                raise CannotMeasure(f"{self.place} was removed at this moment", "run the same command again") from None
            raise locked_by(self, found) from None
        except OSError as error:
            raise self._cannot("written", error) from None
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(f"{holder.text}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self.path.unlink(missing_ok=True)  # it is ours, and says nothing
            raise self._cannot("written", error) from None

    def release(self, holder: Holder) -> None:
        """Remove the file, if it is still ours."""
        found = self.holder()
        if found is None or not found.is_same(holder):
            raise replaced(self, found)
        try:
            self.path.unlink()
        except OSError as error:
            raise self._cannot("removed", error) from None

    def _cannot(self, what: str, error: OSError) -> CannotMeasure:
        cure = CURES.get(
            error.errno or 0, "see who owns it and its folder; [tool.golive.deployment.lock] file names it"
        )
        return CannotMeasure(f"the lock {self.path} cannot be {what}: {error.strerror}", cure)
