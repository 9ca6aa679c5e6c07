"""Finds out which backend answers at an address, before anything is sent to the service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces.backends.backend import Backend
from pytest_golive.observability.traces.backends.jaeger import Jaeger, JaegerV3
from pytest_golive.observability.traces.backends.tempo import Tempo
from pytest_golive.observability.traces.backends.zipkin import Zipkin
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.http.answer import Answer

KINDS: Final[dict[str, Callable[[Client], Backend]]] = {
    "jaeger": Jaeger,
    "jaeger-v3": JaegerV3,
    "tempo": Tempo,
    "zipkin": Zipkin,
}
NAMES: Final = {"jaeger": "Jaeger", "jaeger-v3": "Jaeger", "tempo": "Tempo", "zipkin": "Zipkin"}
OK: Final = 200
NOT_THIS: Final = (400, 404, 405, 501)


def open_backend(client_of: Callable[[str], Client], kind: str) -> Backend:
    """The backend at an address, which has answered a question that only it understands.

    Args:
        client_of: makes the client for a backend of a name, such as "Jaeger".
        kind: one of `KINDS`, or "auto".

    Raises:
        CannotMeasure: nothing answers there, or none of these.
    """
    kind = _detected(client_of("the backend of traces")) if kind == "auto" else kind
    backend = KINDS[kind](client_of(NAMES[kind]))
    backend.services()  # an address that answers 404 to everything would look like one that knows no trace
    return backend


def _detected(client: Client) -> str:
    answers = []
    for kind, path, knows in (
        ("jaeger", "/api/services", lambda found: isinstance(found, dict) and "data" in found),
        ("zipkin", "/api/v2/services", lambda found: isinstance(found, list)),
        ("tempo", "/api/echo", lambda found: found == "echo"),
        ("jaeger-v3", "/api/v3/services", lambda found: isinstance(found, dict) and "services" in found),
    ):
        answer = client.ask(path, accepted=NOT_THIS)
        answers.append(answer)
        if answer.status == OK and knows(_read(answer)):
            return kind
    for answer in answers:
        if answer.status == OK:
            client.read(answer)  # a page: the error says whether it is one to log in
    said = ", ".join(f"{answer.path}: {answer.status}" for answer in answers)
    raise CannotMeasure(
        f"{client.api.named} is neither Jaeger nor Tempo nor Zipkin ({said})",
        f"check {client.api.place} url: the address at which traces are queried, with its path prefix; the one to "
        "which services send them is another",
    )


def _read(answer: Answer) -> Any:
    """JSON, or a short text as Tempo sends it."""
    try:
        return read_json(answer.body)
    except NotJson:
        return answer.text.strip() if len(answer.body) < len("echo") + 2 else None
