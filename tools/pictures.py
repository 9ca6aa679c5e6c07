"""Draw the pictures of the terminal and of the HTML report from runs of the example: ``python tools/pictures.py``.

The example shop is copied, signed and judged as ``examples/run`` does it: a GO. Then somebody breaks it, and the next
run is a NO-GO. What differs between two runs (times, commits, folders) is replaced by one value, so that the same code
gives the same pictures. rich draws the terminal. The report needs Chromium; without it, its picture stays as it is.
"""

from __future__ import annotations

import contextlib
import getpass
import io
import os
import pty
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

TOP = Path(__file__).parent.parent
PICTURES = TOP / "docs" / "pictures"
SHOP = TOP / "examples" / "shop"
COLUMNS = 100
HOME = "/home/kim/shop"
# What somebody breaks: everybody is the customer, whatever token they show.
BROKEN = ("src/shop/staging.py", "app = create_app(", "auth.who = lambda store, token: CUSTOMER\n    app = create_app(")
# A rate limit whose window a busy machine can fill, too.
PATIENT = (("src/shop/staging.py", "WINDOW = 2.0", "WINDOW = 8.0"), ("pyproject.toml", 'per = "2s"', 'per = "8s"'))
LIVE = r"\x1b\[2m[^\n\r]*\x1b\[0m"
DRAWN = re.compile(rf"\n  {LIVE}(?:\r\x1b\[K  {LIVE})*(?:\r\x1b\[K\x1b\[1A\x1b\[\d+G)?")
WAITING = re.compile(r"  \x1b\[2m100 requests to /products of staging, \d+ s of about \d+ s\x1b\[0m")
SAME = (
    (re.compile(r"\d+(?:\.\d+)? s of about \d+ s"), "4 s of about 9 s"),
    (re.compile(r" +\d+\.\d s(?=[ \x1b]*$)", re.MULTILINE), lambda found: "0.4 s".rjust(len(found[0]))),
    (re.compile(r"\b\d+(?:\.\d+)? ms\b"), "12 ms"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:8000"),
    (re.compile(r"(commit\s+)[0-9a-f]{10}"), r"\g<1>4f1c2ab9d0"),
)
# Which lines are shown: from the first that begins so, as many as that.
GATES = (("Pre-Deployment Checklist / Code Quality Gate", 9), ("Pre-Deployment Checklist / Security Gate", 6))
GO = (*GATES, ("Risk Assessment", 5), ("GO  ", 2))
NO_GO = (*GATES, ("  1. ", 4), ("     to fix", 2), ("NO-GO  ", 2))
SAME_ON_PAGES = (
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"), "2026-11-27 09:00:00 UTC"),
    (re.compile(r"(?<=[>\s])[0-9a-f]{10}(?=[<\s,])"), "4f1c2ab9d0"),
    (re.compile(r"digest [0-9a-f]{12}"), "digest 8c2d7be01f5a"),
)
COMMAND = "\x1b[1m$ pytest -m pre_deploy\x1b[0m"
FACES = re.compile(r"\s*@font-face \{\{.*?\n    \}\}", re.DOTALL)


def main() -> int:
    """Draw all pictures into docs/pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pictures(Path(folder)).items():
            (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")
        report = Path(folder) / "report.html"
        if browser := shutil.which("chromium"):
            photograph(browser, report, PICTURES / "report.png")
        else:
            print("no chromium: docs/pictures/report.png is as it was", file=sys.stderr)  # noqa: T201
    return 0


def pictures(folder: Path, good: Sequence[str] = (), bad: Sequence[str] = ()) -> dict[str, str]:
    """The SVG pictures of the terminal, by name; *good* and *bad* are further options of the two runs."""
    shop = copied(folder / "shop")
    signed(shop)
    green = run(shop, *good)
    change(shop, *BROKEN)
    commit(shop, "Simpler log-ins")
    signed(shop)
    red = run(shop, f"--golive-html={folder / 'report.html'}", *bad)
    return {"go": drawn(parts(green, *GO)), "no-go": drawn(parts(red, *NO_GO)), "waiting": drawn(waiting(red))}


def copied(shop: Path) -> Path:
    """The example as a repository of its own."""
    shutil.copytree(SHOP, shop, ignore=shutil.ignore_patterns("__pycache__", ".*cache", ".golive", ".coverage"))
    for path, before, after in PATIENT:
        change(shop, path, before, after)
    git(shop, "init", "--quiet")
    commit(shop, "The shop")
    return shop


def change(shop: Path, path: str, before: str, after: str) -> None:
    """Replace a text that stands once in a file."""
    head, tail = (shop / path).read_text(encoding="utf-8").split(before)
    (shop / path).write_text(f"{head}{after}{tail}", encoding="utf-8")


def git(shop: Path, *arguments: str, by: str = "shop") -> None:
    """Run git as somebody; nobody may sign their own work."""
    person = {"NAME": by, "EMAIL": f"{by}@example.org"}
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in person.items()}
    subprocess.run(["git", *arguments], cwd=shop, check=True, env={**os.environ, **who})


def commit(shop: Path, message: str, by: str = "shop") -> None:
    """Commit all files."""
    git(shop, "add", "--all", by=by)
    git(shop, "commit", "--quiet", "--message", message, by=by)


def signed(shop: Path) -> None:
    """Kim signs each row that only people can decide."""
    from pytest_golive.commands.signing.refusing import Request
    from pytest_golive.commands.signing.rows import manual_rows
    from pytest_golive.commands.signing.sign import sign_row
    from pytest_golive.context.signing.opening import signatures_in
    from pytest_golive.settings.loading import load_settings

    loaded = load_settings(shop)
    signatures = signatures_in(shop, loaded, loaded.settings.default_target)
    for row in manual_rows(shop, loaded, signatures):
        sign_row(signatures, row, Request("kim"))
    commit(shop, "Signed", by="kim")


def run(shop: Path, *options: str) -> str:
    """All that ``pytest -m pre_deploy`` writes to a terminal."""
    primary, secondary = pty.openpty()
    ioctl(secondary, TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly", *options]
    unset = ("COLUMNS", "LINES", "NO_COLOR", "PY_COLORS", "FORCE_COLOR", "CI", "GITHUB_STEP_SUMMARY")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    environment = {**kept, "TERM": "xterm", "PYTHONUTF8": "1", "PYTHONPATH": "src"}
    written = b""
    with subprocess.Popen(command, cwd=shop, stdout=secondary, stderr=secondary, env=environment):
        os.close(secondary)
        with contextlib.suppress(OSError):  # the other end is closed
            while piece := os.read(primary, 65536):
                written += piece
    os.close(primary)
    text = written.decode().replace("\r\n", "\n").replace(str(shop), HOME)
    for pattern, same in SAME:
        text = pattern.sub(same, text)
    return text


def waiting(text: str) -> str:
    """The screen at a moment at which the tests run: the end of it, with the live line."""
    found = WAITING.search(text)
    if found is None:
        raise SystemExit("the tests ran without a live line")
    before = DRAWN.sub("", text[: found.start()].rstrip("\r\x1b[K")).rstrip()
    return "\n".join([COMMAND, *before.splitlines()[-6:], found[0]])


def parts(text: str, *wanted: tuple[str, int]) -> str:
    """Pieces of the output: each from the first line with a text on, with "…" for what lies between them."""
    lines = DRAWN.sub("", text).splitlines()
    plain = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    shown = [COMMAND, next(line for line in lines if "= go-live checklist =" in line)]
    for start, most in wanted:
        first = next(number for number, bare in enumerate(plain) if bare.startswith(start))
        shown += ["  \x1b[2m…\x1b[0m", *lines[first : first + most]]
    return "\n".join(shown)


def drawn(text: str) -> str:
    """The text as SVG, in a font that every machine has: a picture loads nothing."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(text))
    bare = FACES.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    return console.export_svg(title="shop", code_format=bare, unique_id="golive")


def photograph(browser: str, page: Path, picture: Path) -> None:
    """A small picture of the top of the report."""
    from PIL import Image

    text = page.read_text(encoding="utf-8").replace(str(page.parent / "shop"), HOME)
    for pattern, same in (*SAME, *SAME_ON_PAGES):
        text = pattern.sub(same, text)
    text = text.replace(f"{getpass.getuser()}@{socket.gethostname()}", "kim@laptop")
    page.write_text(text, encoding="utf-8")
    shot = page.with_suffix(".png")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1100,660"]
    subprocess.run([browser, *options, f"--screenshot={shot}", page.as_uri()], check=True, capture_output=True)
    with Image.open(shot) as taken:
        taken.convert("RGB").quantize(64).save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
