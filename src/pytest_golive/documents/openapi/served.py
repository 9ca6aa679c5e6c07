"""Request the OpenAPI document that a target serves."""

from __future__ import annotations

from typing import Final

from pytest_golive.documents.openapi.reading import Document, read_document
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Answer, Service

# The paths of frameworks: FastAPI and Litestar, Spring, drf-spectacular, NestJS, Swagger's own tools.
USUAL: Final = (
    "/openapi.json", "/schema/openapi.json", "/v3/api-docs", "/api/schema/", "/api/openapi.json",
    "/swagger.json", "/openapi.yaml",
)  # fmt: skip
OK: Final = 200
LOCKED: Final = (401, 403)
HTML: Final = "html"
CURE: Final = 'set its path: [tool.golive.documentation.openapi] served_at = "/openapi.json"'
UNLOCK: Final = (
    "the document is asked for without credentials: serve it to this network without any, or say in "
    "[tool.golive.documentation.openapi] that served = false and compare it in your tests"
)
ACCEPT: Final = {"Accept": "application/json, application/vnd.oai.openapi, application/yaml;q=0.9, */*;q=0.1"}


def served_document(service: Service, path: str) -> tuple[Document, str]:
    """The document, and its source in words.

    Args:
        service: the target.
        path: the document's path; "" to try the usual ones.

    Raises:
        CannotMeasure: it serves none, or something that is no such document.
    """
    if path:
        answer = service.ask(path, headers=ACCEPT, follow=True)
        return _read(answer), answer.place
    locked: list[Answer] = []
    for usual_path in USUAL:
        answer = service.ask(usual_path, headers=ACCEPT, follow=True)
        locked += [answer] if answer.status in LOCKED else []
        if answer.status == OK and HTML not in answer.header("content-type"):
            return _read(answer), answer.place
    if locked:
        return _read(locked[0]), locked[0].place
    raise CannotMeasure(
        f"{service.target.name} serves no OpenAPI document at {', '.join(USUAL[:3])} or {len(USUAL) - 3} other places",
        CURE,
    )


def _read(answer: Answer) -> Document:
    if answer.status in LOCKED:
        raise CannotMeasure(f"{answer.place}: status {answer.status}, so the OpenAPI document is not to be had", UNLOCK)
    if answer.status != OK:
        raise CannotMeasure(
            f"{answer.place}: status {answer.status}, so there is no served OpenAPI document to compare", CURE
        )
    kind = answer.header("content-type")
    if HTML in kind:
        what = "an HTML page, perhaps one that renders the document, or a log-in page"
        raise CannotMeasure(f"{answer.place} is {what} (Content-Type: {kind})", CURE)
    return read_document(answer.body, answer.place, CURE)
