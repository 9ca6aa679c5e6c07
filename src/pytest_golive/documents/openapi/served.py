"""Ask a target for the OpenAPI document that it serves."""

from __future__ import annotations

from typing import Final

from pytest_golive.documents.openapi.reading import Document, read_document
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.http.asking import Answer, Service

# Where frameworks serve it: FastAPI and Litestar, Spring, drf-spectacular, NestJS, Swagger's own tools.
USUAL: Final = (
    "/openapi.json", "/schema/openapi.json", "/v3/api-docs", "/api/schema/", "/api/openapi.json",
    "/swagger.json", "/openapi.yaml",
)  # fmt: skip
OK: Final = 200
HTML: Final = "html"
CURE: Final = 'say where it is: [tool.golive.documentation.openapi] served_at = "/openapi.json"'
ACCEPT: Final = {"Accept": "application/json, application/vnd.oai.openapi, application/yaml;q=0.9, */*;q=0.1"}


def served_document(service: Service, path: str) -> tuple[Document, str]:
    """The document and where it came from, in words.

    Args:
        service: the target.
        path: where it serves it; "" to look at the usual places.

    Raises:
        CannotMeasure: it serves none, or something else.
    """
    if path:
        answer = service.ask(path, headers=ACCEPT, follow=True)
        return _read(answer), answer.place
    for each in USUAL:
        answer = service.ask(each, headers=ACCEPT, follow=True)
        if answer.status == OK and HTML not in answer.header("content-type"):
            return _read(answer), answer.place
    raise CannotMeasure(
        f"{service.target.name} serves no OpenAPI document at {', '.join(USUAL[:3])} or {len(USUAL) - 3} other places",
        CURE,
    )


def _read(answer: Answer) -> Document:
    if answer.status != OK:
        raise CannotMeasure(
            f"{answer.place}: status {answer.status}, so there is no OpenAPI document to compare with", CURE
        )
    kind = answer.header("content-type")
    if HTML in kind:
        what = "an HTML page, perhaps the one that shows the document or that asks for a log-in"
        raise CannotMeasure(f"{answer.place} is {what} (Content-Type: {kind})", CURE)
    return read_document(answer.body, answer.place, CURE)
