"""Runs git: found on the PATH, run in one folder, with a timeout."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from pytest_golive.delivery.git.configuration import LITERAL, OPTIONS, environment, verifiers
from pytest_golive.delivery.git.messages import failed, missing, took_too_long
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.masking.known import MASK

TIMEOUT = 120.0
LONGEST = 1800.0  # seconds for a command whose output is read as a stream
CHUNK = 1 << 20


@dataclass(frozen=True)
class Git:
    """Runs git in one folder.

    Attributes:
        folder: where it runs; it need not be the top of the work tree.
        places: further variables, such as GIT_DIR, that only this package may set.
        options: further configuration for single commands.
        is_reaching: whether it connects to a remote, for which its helpers need the credentials of the environment.
        is_literal: whether paths are taken literally, which some subcommands do not allow.
    """

    folder: Path
    places: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    is_reaching: bool = False
    is_literal: bool = True

    def run(self, *args: str, feed: bytes = b"") -> bytes:
        """The output of ``git ARGS``.

        Args:
            args: a plumbing subcommand and its arguments; paths are taken literally.
            feed: its standard input.

        Raises:
            CannotMeasure: git is missing, failed or took longer than two minutes.
        """
        done = self._done(args, feed)
        if done.returncode:
            raise failed(self.folder, args, done.stderr)
        return done.stdout

    def ask(self, *args: str, feed: bytes = b"") -> bytes | None:
        """The output; None if git exits with status 1, which means that the requested object does not exist."""
        done = self._done(args, feed)
        if done.returncode > 1:
            raise failed(self.folder, args, done.stderr)
        return None if done.returncode else done.stdout

    def tried(self, *args: str) -> tuple[int, bytes, bytes]:
        """Exit status, output and errors of ``git ARGS``, whatever they are.

        Raises:
            CannotMeasure: git is missing or took longer than two minutes.
        """
        done = self._done(args, b"")
        return done.returncode, done.stdout, done.stderr

    def signature_of(self, name: str, options: tuple[str, ...] = (), kind: str = "commit") -> str:
        """What git's helpers print about a valid signature of an object; "" if it has none.

        Args:
            name: its full hash.
            options: configuration for this one command: ``("-c", "gpg.ssh.allowedSignersFile=…")``.
            kind: "commit" or "tag".
        """
        programs = verifiers(os.environ.get("PATH", os.defpath))
        asking = Git(self.folder, self.places, (*self.options, *programs, *options))
        done = asking._done((f"verify-{kind}", "--raw", name), b"")
        return "" if done.returncode else done.stderr.decode(errors="replace")

    @contextlib.contextmanager
    def streaming(self, *args: str, feed: bytes | None = b"") -> Iterator[subprocess.Popen[bytes]]:
        """A running git with a pipe for its standard output, for output that may be large.

        Args:
            args: as for `run`.
            feed: its standard input; None if the caller writes to it piece by piece.

        Raises:
            CannotMeasure: it failed although its output was read to the end.
        """
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as input_file:
            input_file.write(feed or b"")
            input_file.seek(0)
            process = self._start(args, subprocess.PIPE if feed is None else input_file, errors)
            timer = threading.Timer(LONGEST, process.kill)
            timer.daemon = True
            timer.start()
            try:
                yield process
                _close(process)
                process.wait(TIMEOUT)
            finally:
                is_late = not timer.is_alive()
                timer.cancel()
                process.kill()
                _close(process)
                process.wait()
            if is_late:
                raise took_too_long(self.folder, args, LONGEST)
            if process.returncode not in {0, -signal.SIGPIPE}:  # a caller that has read enough closes the pipe
                errors.seek(0)
                raise failed(self.folder, args, errors.read(CHUNK))

    def lines(self, *args: str, feed: bytes = b"") -> Iterator[bytes]:
        """The output of ``git ARGS`` line by line, with line ends, as a stream."""
        with self.streaming(*args, feed=feed) as process:
            if process.stdout is not None:
                yield from process.stdout

    def _done(self, args: tuple[str, ...], feed: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                (_program(os.environ.get("PATH", os.defpath)), *self._options(), *args),
                cwd=self.folder,
                env=self._surroundings(),
                input=feed,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
                start_new_session=self.is_reaching,  # without a terminal ssh cannot wait for a passphrase
            )
        except subprocess.TimeoutExpired:
            raise took_too_long(self.folder, args, TIMEOUT) from None
        except OSError as error:
            raise missing(self.folder, error) from None

    def _start(self, args: tuple[str, ...], stdin: int | IO[bytes], stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                (_program(os.environ.get("PATH", os.defpath)), *self._options(), *args),
                cwd=self.folder,
                env=self._surroundings(),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        except OSError as error:
            raise missing(self.folder, error) from None

    def _options(self) -> tuple[str, ...]:
        own = OPTIONS if self.is_literal else tuple(word for word in OPTIONS if word != LITERAL)
        return (*own, *self.options)

    def _surroundings(self) -> dict[str, str]:
        given = dict(os.environ) if self.is_reaching else MASK.without_credentials(os.environ)
        return {**environment(SCOPE.marked(given), is_reaching=self.is_reaching), **self.places}


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


@cache
def _program(path: str) -> str:
    """The git on the PATH; relative entries such as "." are ignored, or the project could supply its own."""
    absolute = os.pathsep.join(entry for entry in path.split(os.pathsep) if Path(entry).is_absolute())
    found = shutil.which("git", path=absolute) if absolute else None
    if found is None:
        raise missing()
    return found
