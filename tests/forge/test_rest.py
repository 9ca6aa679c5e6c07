"""Answers of forges, good and bad: pages, unchanged ones, limits, redirects, and each refusal with its own cure."""

from __future__ import annotations

import time
from secrets import token_hex

import pytest
from faked_forges import FakeGitea, FakeGitHub, FakeGitLab, Turns

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.asking.items import Item

PAGE = "<html><title>Unicorn!</title><p>We are having a problem</p></html>"


@pytest.fixture
def gitea(serve):
    return FakeGitea(serve)


def numbered(forge, count, size=2, **more):
    """Pages of numbers with a Link to the next, as the forge believes its own address to be."""

    def answer(query):
        page = int(query.get("page", "1"))
        rows = [{"id": number} for number in range(count)][(page - 1) * size : page * size]
        link = f'<https://inside.example{forge.base}/things?page={page + 1}>; rel="next", <x>; rel="last"'
        return 200, {**more, **({"Link": link} if page * size < count else {})}, rows

    return answer


def test_all_pages_are_read_at_our_own_address(gitea, rest_of):
    gitea.answers["/things"] = numbered(gitea, 5)
    assert [item.number("id") for item in rest_of(gitea).items("/things", state="all")] == [0, 1, 2, 3, 4]
    assert gitea.asked == ["/things?state=all&per_page=100", "/things?page=2", "/things?page=3"]


def test_pages_are_counted_where_no_link_leads_on(gitea, rest_of):
    def answer(query):
        page = int(query.get("page", "1"))
        return 200, {"X-Total-Count": "3"}, [{"id": page}] if page < 4 else []

    gitea.answers["/things"] = answer
    assert [item.number("id") for item in rest_of(gitea).items("/things")] == [1, 2, 3]


def test_less_than_the_forge_counts_is_an_error(gitea, rest_of):
    gitea.answers["/things"] = lambda query: (200, {"X-Total-Count": "3"}, [{"id": 1}] if "page" not in query else [])
    with pytest.raises(CannotMeasure, match=r"counts 3 at GET .* but sends 1"):
        list(rest_of(gitea).items("/things"))


def test_what_is_sent_twice_counts_once(gitea, rest_of):
    def answer(query):
        page = int(query.get("page", "1"))
        return 200, {"X-Total-Count": "3"}, [{"id": page}, {"id": 1}] if page < 3 else []

    gitea.answers["/things"] = answer
    with pytest.raises(CannotMeasure, match=r"counts 3 at GET .* sends 2"):
        list(rest_of(gitea).items("/things"))


def test_pages_without_end_are_an_error(gitea, rest_of):
    gitea.answers["/things"] = numbered(gitea, 1000, size=1)
    with pytest.raises(CannotMeasure, match="more than 100 pages"):
        list(rest_of(gitea).items("/things"))


def test_an_answer_that_is_unchanged_is_not_sent_again(gitea, rest_of):
    gitea.answers["/thing"] = Turns([(200, {"ETag": '"one"'}, {"id": 1}), (304, {}, b"")])
    rest = rest_of(gitea)
    assert [rest.needed("/thing").number("id") for _ in range(2)] == [1, 1]
    assert [headers.get("if-none-match") for headers in gitea.headers] == [None, '"one"']


def test_a_repository_that_was_renamed_is_followed(serve, rest_of):
    forge = FakeGitHub(serve)
    forge.answers["/repos/old/shop"] = (
        301,
        {"Location": f"{forge.api}/repositories/1"},
        {"message": "Moved Permanently"},
    )
    forge.answers["/repositories/1"] = {"full_name": "shop/shop"}
    assert rest_of(forge, "abcdefgh").needed("/repos/old/shop").text("full_name") == "shop/shop"
    assert [headers["authorization"] for headers in forge.headers] == ["Bearer abcdefgh"] * 2


@pytest.mark.security
def test_a_redirect_to_another_host_takes_no_token_along(gitea, rest_of, serve):
    other = FakeGitea(serve)
    other.answers["/thing"] = {"id": 1}
    gitea.answers["/thing"] = 302, {"Location": f"{other.api}/thing"}, b""
    token = token_hex(20)
    assert rest_of(gitea, token).needed("/thing").number("id") == 1
    assert gitea.headers[0]["authorization"] == f"token {token}"
    assert "authorization" not in other.headers[0]


def test_a_rate_limit_is_waited_for_as_long_as_the_patience_lasts(gitea, rest_of):
    gitea.answers["/thing"] = Turns(
        [(429, {"Retry-After": "30"}, {"message": "Too Many Requests"}), (200, {}, {"id": 1})]
    )
    rest = rest_of(gitea)
    assert rest.needed("/thing").number("id") == 1
    assert rest.waited == [30.0]
    assert rest.patience == 70.0


def test_a_rate_limit_that_lasts_longer_says_until_when(serve, rest_of):
    forge = FakeGitHub(serve)
    reset = int(time.time()) + 3000
    limit = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    forge.answers["/thing"] = 403, limit, {"message": "API rate limit exceeded for 127.0.0.1."}
    rest = rest_of(forge)
    with pytest.raises(
        CannotMeasure, match=r"rate limit is used up: .* it accepts requests again after 20.* UTC"
    ) as caught:
        rest.needed("/thing")
    assert "with a token in GITEA_TOKEN the forge allows more requests" in caught.value.cure
    assert rest.waited == []


def test_a_forge_that_is_busy_is_asked_again(gitea, rest_of):
    gitea.answers["/thing"] = Turns(
        [(502, {"Content-Type": "text/html"}, PAGE.encode()), (503, {}, b""), (200, {}, {"id": 1})]
    )
    rest = rest_of(gitea)
    assert rest.needed("/thing").number("id") == 1
    assert rest.waited == [1.0, 2.0]


HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("answer", "token", "what", "cure"),
    [
        ((401, {}, {"message": "Bad credentials"}), "tok3nword", "answers 401 to .*: Bad credentials", "GITEA_TOKEN is wrong, expired or revoked"),
        ((401, {}, {"message": "Must authenticate"}), "", "answers 401", "set GITEA_TOKEN to a token"),
        ((403, {}, {"message": "Resource not accessible by integration"}), "tok3nword", "answers 403", "checks: read"),
        ((403, {"X-GitHub-SSO": "required; url=https://git.example/sso"}, {}), "tok3nword", "answers 403", "single sign-on"),
        ((403, {"X-Accepted-GitHub-Permissions": "checks=read"}, {}), "tok3nword", "answers 403", r"needed here: checks=read"),
        ((404, {}, {"message": "Not Found"}), "", "answers 404", "if the repository is private, set GITEA_TOKEN"),
        ((404, {}, {"message": "Not Found"}), "tok3nword", "answers 404", "the token in GITEA_TOKEN may not read it"),
        ((503, HTML, PAGE.encode()), "", "answers 503 .*Unicorn", "its status page tells"),
        ((200, HTML, PAGE.encode()), "", "with an HTML page instead of data", "under maintenance"),
        ((200, {}, b'{"id": 1, "na'), "", "with no JSON instead of data", "under maintenance"),
        ((200, {}, [1]), "", "differs from its documentation: an object", "kind and api"),
        ((301, {}, b""), "", "answers 301 .*redirects to nowhere", "git remote set-url"),
        ((418, {}, {"error": {"x": 1}}), "", "answers 418", "kind, url and api"),
        ((200, {}, b"\xff\xfe\x00"), "", "with no JSON", "under maintenance"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_to_do(serve, rest_of, answer, token, what, cure):  # noqa: PLR0917 -- one case a line
    forge = FakeGitHub(serve)
    forge.answers["/thing"] = answer
    with pytest.raises(CannotMeasure, match=what) as caught:
        rest_of(forge, token).needed("/thing")
    assert cure in caught.value.cure
    assert "tok3nword" not in str(caught.value)


def test_a_missing_scope_of_gitlab_is_named_in_its_own_words(serve, rest_of):
    forge = FakeGitLab(serve)
    forge.answers["/thing"] = 403, {}, {"error": "insufficient_scope", "error_description": "needs higher privileges"}
    with pytest.raises(CannotMeasure, match="needs higher privileges") as caught:
        rest_of(forge, "tok3nword").needed("/thing")
    assert "read_api" in caught.value.cure


def test_a_forge_that_does_not_answer_is_named(gitea, rest_of):
    gitea.server.close()
    rest = rest_of(gitea)
    with pytest.raises(CannotMeasure, match=r"Gitea at git\.example cannot be reached") as caught:
        rest.needed("/thing")
    assert "[tool.golive.forge]" in caught.value.cure
    assert rest.waited == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda item: item.text("a"), {"a": 1}),
        (lambda item: item.text("a"), {}),
        (lambda item: item.number("a"), {"a": True}),
        (lambda item: item.truth("a"), {"a": "yes"}),
        (lambda item: item.items("a"), {}),
        (lambda item: item.items("a"), {"a": [1]}),
        (lambda item: item.texts("a"), {"a": [1]}),
        (lambda item: item.item("a"), {"a": []}),
    ],
)
def test_a_field_of_another_type_is_an_error_never_a_default(read, value):
    with pytest.raises(CannotMeasure, match="differs from its documentation"):
        read(Item.of(value, "GET x"))
