"""What can be known of a step without running it: programs, files, variables, values, and what may be sent where."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.filling.placeholders import filled
from pytest_golive.delivery.steps.filling.quoting import filled_shell
from pytest_golive.delivery.steps.requesting import PURPOSE, call_of
from pytest_golive.delivery.steps.step import SHELL, Step
from pytest_golive.errors import GoliveError
from pytest_golive.findings import Finding
from pytest_golive.masking.foreign import quotable
from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.http.guard import check_method, plain

# Programs whose first argument is a script, with the flags that may stand before it; and options that a file follows.
SHELLS: Final = re.compile(r"-[euxv]{1,4}")
PYTHONS: Final = re.compile(r"-[BEIPSsuv]{1,8}")
OTHERS: Final = re.compile(r"-w")
SCRIPTED: Final = {
    **dict.fromkeys(("sh", "bash", "dash", "zsh"), SHELLS),
    **dict.fromkeys(("python", "python3"), PYTHONS),
    **dict.fromkeys(("perl", "ruby", "node", "php", "ansible-playbook"), OTHERS),
}
FILES: Final = {
    "kubectl": ("-f", "--filename", "--kubeconfig"),
    "helm": ("-f", "--values", "--kubeconfig"),
    "docker": ("--env-file", "--file"),
    "docker-compose": ("-f", "--file", "--env-file"),
    "podman": ("--env-file", "--file"),
    "ansible-playbook": ("--vault-password-file", "--private-key"),
    "make": ("-f", "--file", "--makefile"),
    "psql": ("-f", "--file"),
}
SHORTEST, LONGEST = 1.0, 24 * 3600.0
SYNTAX: Final = 30.0  # seconds for a shell to read a text


def check_step(step: Step, context: StepContext) -> list[Finding]:
    """What would keep *step* from running, as far as it can be known; nothing is run and nothing is sent."""
    context.hide_secrets()
    found = [*_values(step, context), *_variables(step, context), *_times(step)]
    return [Finding(f"deployment.steps.{step.name}", 0, rule, quotable(what), "high", key=what, cure=cure)
            for rule, what, cure in found]  # fmt: skip


Told = tuple[str, str, str]


def _values(step: Step, context: StepContext) -> Iterator[Told]:
    """What is wrong with what it runs, once its placeholders are filled in."""
    try:
        if step.command:
            yield from _program("command", filled(step.command, context.values), step, context)
        if step.done_if:
            yield from _program("done_if", filled(step.done_if, context.values), step, context)
        if step.shell:
            yield from _shell(filled_shell(step.shell, context.values), step, context)
        if step.request is not None:
            yield from _request(step, context)
    except GoliveError as error:
        yield "values", error.what, error.cure


def _program(key: str, words: Sequence[str], step: Step, context: StepContext) -> Iterator[Told]:
    name = words[0]
    cure = f"install it, or correct {key} in {step.key}"
    if "/" in name:
        file = context.root / name
        if not file.is_file():
            yield "program", f"{name} does not exist", cure
        elif not os.access(file, os.X_OK):
            yield "program", f"{name} is not executable", f"chmod +x {name}, and commit that"
    elif shutil.which(name, path=context.variables(step.environment).get("PATH", os.defpath)) is None:
        yield "program", f"no program {name} is on the PATH that the step gets", cure
    for path in _files(words):
        if not os.path.lexists(context.root / path):
            yield "file", f"{path}, which {key} names, does not exist", f"commit it, or correct {key} in {step.key}"
        elif not os.access(context.root / path, os.R_OK):
            yield "file", f"{path}, which {key} names, cannot be read", "let this user read it"


def _files(words: Sequence[str]) -> Iterator[str]:
    """The files that *words* certainly name as input."""
    program, arguments = Path(words[0]).name, words[1:]
    if flags := SCRIPTED.get(program):
        first = next((word for word in arguments if not flags.fullmatch(word)), "-")
        yield from [] if first.startswith("-") else [first]
    options = FILES.get(program, ())
    for at, word in enumerate(arguments):
        option, sign, value = word.partition("=")
        value = value if sign else "".join(arguments[at + 1 : at + 2])
        if option in options and value and value != "-" and "://" not in value:
            yield value


def _shell(text: str, step: Step, context: StepContext) -> Iterator[Told]:
    try:
        done = subprocess.run(
            (SHELL[0], "-n", "-c", text),
            cwd=context.root,
            env=context.variables(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SYNTAX,
            check=False,
            start_new_session=True,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        yield "program", f"{SHELL[0]} cannot read the text of shell: {error}", f"correct shell in {step.key}"
        return
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        yield "syntax", f"{SHELL[0]} does not understand shell: {said}", f"correct shell in {step.key}"


def _request(step: Step, context: StepContext) -> Iterator[Told]:
    if step.request is None:
        return
    call = call_of(step, step.request, context)
    scheme, host, _ = origin_of(call.url)
    address = address_of(host)
    is_here = address.is_loopback if address else host == "localhost" or host.endswith(".localhost")
    if scheme != "https" and not is_here:
        what = f"{plain(call.url)} is plain http, and {host} is not this machine"
        yield "clear text", what, "give it an https URL; only this machine itself is talked to in clear text"
    check_method(call.target, call.method, call.url, PURPOSE, call.headers, call.content)


def _variables(step: Step, context: StepContext) -> Iterator[Told]:
    for glob in step.environment:
        if not any(fnmatchcase(name, glob) and value for name, value in context.environment.items()):
            what = f"no variable {glob} is set" if set("*?") & set(glob) else f"the variable {glob} is not set"
            yield "variable", what, f"set it where this runs, or take it out of environment in {step.key}"


def _times(step: Step) -> Iterator[Told]:
    if step.timeout < SHORTEST:
        yield "time", f"a timeout of {step.timeout:g} s ends most programs before they have begun", "allow more"
    count, wait = (step.retries.count, step.retries.wait) if step.retries else (0, 0.0)
    longest = step.timeout * (count + 1) + wait * count
    if longest > LONGEST:
        what = f"with all attempts it may take {longest / 3600:.0f} hours"
        yield "time", what, f"lower timeout or retries in {step.key}: nobody watches a deployment for that long"
