"""What a forge responds when it cannot or will not tell: each is named with its own cure, by the row about the pipeline."""

from __future__ import annotations

import time

import pytest
from faked_forges import FORGES, SHA

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.rest import Rest
from pytest_golive.forge.asking.trouble import Who
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.finding.tokens import USUAL, Token
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own

HTML = {"Content-Type": "text/html; charset=utf-8"}
SORRY = b"<!DOCTYPE html><title>We will be back soon</title><p>Maintenance until six.</p>"
GONE = {"github": "Not Found", "gitlab": "404 Project Not Found", "gitea": "The target couldn't be found."}
SCOPES = {"github": "read access to Contents", "gitlab": "the scope read_api", "gitea": "the scopes read:repository"}
STATES = {
    "private, without a token": (lambda f: (404, {}, {"message": GONE[f.kind]}), "", "answers 404", "if the repository is private, set {variable}"),
    "private, with a token": (lambda f: (404, {}, {"message": GONE[f.kind]}), "word", "answers 404", "the token in {variable} may not read it: give it {scopes}"),
    "expired token": (lambda f: (401, {}, {"message": "401 Unauthorized"}), "word", "answers 401", "the token in {variable} is wrong, expired or revoked"),
    "no token where one is needed": (lambda f: (401, {}, {"message": "token is required"}), "", "answers 401", "set {variable} to a token"),
    "missing scope": (lambda f: (403, {}, {"error": "insufficient_scope", "message": "insufficient scope"}), "word", "answers 403 .*insufficient.scope", "give the token in {variable} {scopes}"),
    "rate limit": (lambda f: (429, {"Retry-After": "3000"}, b"Retry later\n"), "word", "rate limit is used up", "run it again then"),
    "rate limit by its fields": (lambda f: (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(time.time()) + 3000)}, {"message": "Too Many Requests"}), "", "rate limit is used up", "with a token in {variable} the forge allows more"),
    "maintenance page": (lambda f: (503, HTML, SORRY), "", "answers 503 .*Maintenance until six", "its status page tells of maintenance"),
    "maintenance page that claims success": (lambda f: (200, HTML, SORRY), "", "an HTML page instead of data", "under maintenance"),
    "log-in page of a proxy": (lambda f: (302, {"Location": f"{f.url}/sign-in"}, b""), "", "an HTML page instead of data", "behind a log-in page"),
    "cut off in the middle": (lambda f: (200, {}, b'{"full_name": "shop/sh'), "", "no JSON instead of data", "under maintenance"),
    "another program": (lambda f: (200, {}, {"hello": "world"}), "", "differs from its documentation", "kind and api"),
    "redirected in a circle": (lambda f: (301, {"Location": f"{f.api}{path_of(f)}"}, b""), "", "redirect", ""),
}  # fmt: skip


def path_of(forge):
    return "/projects/shop%2Fshop" if forge.kind == "gitlab" else "/repos/shop/shop"


def looked(forge, token):
    """The error of the row about the pipeline."""
    variable = {"github": ("GITHUB_TOKEN",), **USUAL}[forge.kind][0]
    who = Who(forge.kind, "git.example", Token(token, variable if token else "", (variable,)))
    rest = Rest(who, forge.api, 20.0, 100.0, wait=lambda _: None)
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest)
    with pytest.raises(CannotMeasure) as told:
        measure(opened, [SHA], [], "", Rules(), Own(), Wait())
    return told.value, variable


@pytest.mark.parametrize("fake", FORGES, ids=lambda fake: fake.kind)
@pytest.mark.parametrize("state", STATES)
def test_a_response_says_what_to_do(serve, fake, state):
    forge = fake(serve)
    respond, token, what, cure = STATES[state]
    forge.answers[path_of(forge)] = respond(forge)
    forge.answers["/sign-in"] = 200, HTML, SORRY
    error, variable = looked(forge, token and "tok3nword")
    with pytest.raises(CannotMeasure, match=f"(?s){what}"):
        raise error
    assert cure.format(variable=variable, scopes=SCOPES[forge.kind]) in error.cure.replace("\n", " ")
    assert "tok3nword" not in str(error)
