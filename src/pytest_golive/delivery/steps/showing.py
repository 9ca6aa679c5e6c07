"""What a step would run, and where, for people: without secrets, and without what moves a terminal's cursor."""

from __future__ import annotations

import shlex

from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.filling.placeholders import NotFilled, filled, filled_url
from pytest_golive.delivery.steps.filling.quoting import filled_shell
from pytest_golive.delivery.steps.step import Request, Step
from pytest_golive.masking.foreign import is_telling, quotable
from pytest_golive.masking.known import HIDDEN
from pytest_golive.masking.printing import on_one_line


def shown(step: Step, context: StepContext) -> str:
    """What *step* would run, and where, on one line; a placeholder without a value stays one."""
    context.hide_secrets()
    match step.kind:
        case "command":
            text = f"{_args(step.command, context)} in {context.root}"
        case "shell":
            text = f"/bin/sh -c {shlex.quote(_shell(step.shell, context))} in {context.root}"
        case "request":
            text = _request(step.request, context) if step.request else ""
        case "gate":
            text = f"the gate {step.gate} must hold"
        case "signed":
            text = f"people sign {step.signed}"
    return on_one_line(quotable(text, context.environment))


def _args(words: tuple[str, ...], context: StepContext) -> str:
    shown_words, hides = [], False
    for word in words:
        try:
            (text,) = filled((word,), context.values)
        except NotFilled:
            text = word
        shown_words.append(HIDDEN if hides else shlex.quote(text))
        hides = is_telling(word)
    return " ".join(shown_words)


def _shell(text: str, context: StepContext) -> str:
    try:
        return filled_shell(text, context.values)
    except NotFilled:
        return text


def _request(request: Request, context: StepContext) -> str:
    try:
        path = filled_url(request.url, context.values)
    except NotFilled:
        path = request.url
    url = context.target.address_of(path) if context.target is not None else path
    carried = [f"{header} from ${variable}" for header, variable in request.headers.items()]
    body = ["a body"] if request.body or request.data is not None else []
    more = f" with {', '.join([*carried, *body])}" if carried or body else ""
    return f"{request.method} {url}{more}, expecting {request.expected}"
