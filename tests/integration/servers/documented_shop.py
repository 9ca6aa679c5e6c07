"""A FastAPI application that serves its OpenAPI document, and pages that only seem to be one."""

from __future__ import annotations

from typing import Annotated

import yaml
from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel


class Item(BaseModel):
    name: str
    parts: list[Item] = []


app = FastAPI(title="Shop", version="1.2.0")
key = HTTPBearer()


@app.get("/items/{number}")
def item(number: int, whole: bool = False) -> Item: ...


@app.post("/items", status_code=201)
def create(made: Item, user: Annotated[object, Depends(key)]) -> Item: ...


@app.get("/api.yaml", include_in_schema=False)
def in_yaml() -> PlainTextResponse:
    return PlainTextResponse(yaml.safe_dump(app.openapi()), media_type="application/yaml")


@app.get("/moved", include_in_schema=False)
def moved() -> RedirectResponse:
    return RedirectResponse("/openapi.json", status_code=307)


@app.get("/locked", include_in_schema=False)
def locked(user: Annotated[object, Depends(key)]) -> None: ...


@app.get("/wall", include_in_schema=False)
def wall() -> HTMLResponse:
    return HTMLResponse("<!doctype html><title>Log in</title>")


@app.get("/plain-page", include_in_schema=False)
def plain_page() -> PlainTextResponse:
    return PlainTextResponse("<!doctype html><title>Log in</title>")
