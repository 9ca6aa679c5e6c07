"""An OpenAPI document is parsed once for each content, in one run and in the next."""

from __future__ import annotations

import secrets

import pytest

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.openapi import keeping
from pytest_golive.documents.openapi.committed import Committed
from pytest_golive.documents.openapi.reading import read_document
from pytest_golive.errors import CannotMeasure

TEXT = (
    "openapi: 3.1.0\ninfo: {title: shop, version: 1.2.0}\npaths:\n  /a: {get: {responses: {200: {description: '*'}}}}\n"
)


@pytest.fixture
def parsed(monkeypatch):
    """How often a document was parsed."""
    times = []

    def noted(content, place, cure):
        times.append(place)
        return read_document(content, place, cure)

    monkeypatch.setattr(keeping, "read_document", noted)
    return times


@pytest.fixture
def cache(tmp_path):
    return ResultCache(tmp_path, secrets.token_bytes(32))


def kept(text, cache, name="now"):
    return keeping.kept_document(text.encode(), "api.yaml", "mend it", cache, name=name)


def test_yaml_is_parsed_once_for_each_content(cache, parsed):
    first, again = kept(TEXT, cache), kept(TEXT, cache)
    assert first == again == {
        "openapi": "3.1.0",
        "info": {"title": "shop", "version": "1.2.0"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "*"}}}}},
    }  # fmt: skip
    assert len(parsed) == 1
    assert kept(TEXT.replace("shop", "till"), cache)["info"]["title"] == "till"
    assert kept(TEXT, cache, name="before")["info"]["title"] == "shop"
    assert len(parsed) == 3


@pytest.mark.parametrize(
    "text",
    [
        '{"openapi": "3.1.0"}',  # is read as fast as what is kept
        f"{TEXT}x: &a [1]\ny: *a\n",  # a short text may stand for a huge tree
        f"{TEXT}x: &a [*a]\n",
        f"{TEXT}x: !!binary aGk=\n",  # JSON cannot hold it
    ],
)
def test_what_json_cannot_hold_is_parsed_each_time(cache, parsed, text):
    assert kept(text, cache) is not None
    assert kept(text, cache) is not None
    assert len(parsed) == 2


def test_nothing_is_kept_without_a_cache_nor_of_what_is_no_document(cache, parsed):
    kept(TEXT, NO_CACHE)
    kept(TEXT, NO_CACHE)
    for _ in range(2):
        with pytest.raises(CannotMeasure, match=r"api\.yaml is no OpenAPI document"):
            kept("a: b\n", cache)
    assert len(parsed) == 4


def test_both_rows_ask_for_it_once(tmp_path, git, commit, parsed):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "api.yaml").write_text(TEXT)
    commit(tmp_path)
    committed = Committed(Repository.open(tmp_path), "api.yaml")
    assert committed.now() is committed.now()
    assert committed.changes("HEAD", tmp_path) == ([], 1)
    assert parsed == ["api.yaml"]


def aliased(levels):
    """A document of a few lines with 9 ** levels values in it."""
    lines = ["x0: &x0 [1, 1]", *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, levels + 1))]
    return f"{TEXT}{chr(10).join(lines)}\n"


@pytest.mark.parametrize(
    ("text", "is_larger"), [(aliased(3), False), (aliased(12), True), (f"{TEXT}x: &a\n  y: *a\n", True), (TEXT, False)]
)
def test_what_aliases_stand_for_is_counted_without_writing_it_out(text, is_larger):
    document = read_document(text.encode(), "api.yaml", "mend it")
    assert keeping.is_larger(document, 1_000_000) is is_larger


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (
            (TEXT, aliased(12)),
            r"^api\.yaml stands for more than 5,000,000 values, .*; name what repeats under components",
        ),
        ((aliased(12), TEXT), r"^api\.yaml as the previous release had it stands for more than .*; nobody can correct"),
        (("<html>", TEXT), r"^api\.yaml as the previous release had it is an HTML page.*; nobody can correct what is"),
        ((TEXT, "<html>"), r"^api\.yaml is an HTML page.*; correct it, or name the right one"),
    ],
    ids=["a bomb", "a bomb before", "a page before", "a page"],
)
def test_what_oasdiff_could_not_take_is_refused_before_it_is_asked(tmp_path, git, commit, states, said):
    git(tmp_path, "init", "--quiet")
    for tag, text in zip(("v1", "v2"), states, strict=True):
        (tmp_path / "api.yaml").write_text(text)
        commit(tmp_path)
        git(tmp_path, "tag", tag)
    with pytest.raises(CannotMeasure, match=said) as refused:
        Committed(Repository.open(tmp_path), "api.yaml").changes("v1", tmp_path)
    assert refused.value.path == "api.yaml"
