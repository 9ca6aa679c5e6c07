"""A terminal as a program sees it: what is on its screen after all that was written to it."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import sys
from fcntl import ioctl
from termios import TIOCSWINSZ

from pytest_golive.reports.layout import width_of

SEQUENCE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])|(\r)|(\n)|([^\x1b\r\n])", re.DOTALL)


class Screen:
    """Lines without end: what scrolls out stays readable, but cannot be written to any more."""

    def __init__(self, columns=80, lines=24):
        self.columns, self.height = columns, lines
        self.rows, self.row, self.column = [[]], 0, 0

    def feed(self, text):
        for numbers, command, back, down, char in SEQUENCE.findall(text):
            if back:
                self.column = 0
            elif down:
                self._down()
            elif char:
                self._put(char)
            else:
                self._command(command, int(numbers or 1) if numbers.isdigit() or not numbers else 0)
        return self

    @property
    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.rows)

    def _down(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def _put(self, char):
        if self.column + width_of(char) > self.columns:
            self.column = 0
            self._down()
        row = self.rows[self.row]
        row.extend(" " * (self.column + 1 - len(row)))
        row[self.column] = char
        self.column += width_of(char)

    def _command(self, command, number):
        if command == "A":
            self.row = max(0, len(self.rows) - self.height, self.row - number)
        elif command == "G":
            self.column = number - 1
        elif command in "KJ":
            del self.rows[self.row][self.column :]
            if command == "J":
                del self.rows[self.row + 1 :]
        else:
            assert command == "m", command


def in_a_terminal(folder, *args, columns=80, lines=24, **environment):
    """Run pytest with a pseudo-terminal and give all that was written to it."""
    primary, secondary = pty.openpty()
    ioctl(secondary, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly", *args]
    unset = ("COLUMNS", "LINES", "NO_COLOR", "CI", "BUILD_NUMBER", "PY_COLORS", "FORCE_COLOR")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    environment = {**inherited, "TERM": "xterm", "PYTHONUTF8": "1", **environment}
    with subprocess.Popen(command, cwd=folder, stdout=secondary, stderr=secondary, env=environment) as process:
        os.close(secondary)
        said = b""
        while True:
            try:
                piece = os.read(primary, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        process.wait(timeout=600)
    os.close(primary)
    return said.decode()
