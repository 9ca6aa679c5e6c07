"""For any response: a result, or an error with a name; and every text about it can be printed."""

from __future__ import annotations

import pytest
from foreign_answers import answers, bodies, changed, headers, sent, texts, values, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.attempts import Visit, of_admission, of_refusal
from pytest_golive.service.answers.expecting import Expected, faults_of
from pytest_golive.service.answers.redirects import joined
from pytest_golive.service.auth.attempt import attempt_of
from pytest_golive.service.auth.client import token_of
from pytest_golive.service.auth.jwt.forging import Issuer, forgeries, left_out
from pytest_golive.service.auth.jwt.keys import public_forms, usable_keys
from pytest_golive.service.auth.jwt.reading import read_jwt, unsigned
from pytest_golive.service.auth.oidc import Provider, check_provider, check_token
from pytest_golive.service.auth.seeing.admission import Refusable, admission, leads_home, rejection
from pytest_golive.service.auth.seeing.recognising import data_of
from pytest_golive.service.auth.sessions.cookies import Cookies, is_self_contained
from pytest_golive.service.auth.sessions.forms import read_page
from pytest_golive.service.bodies.json_reading import read_json
from pytest_golive.service.credentials.remembering import remember
from pytest_golive.service.health.reading import read_health
from pytest_golive.service.health.words import Vocabulary
from pytest_golive.service.http.unpacking import CannotUnpack, TooLong, read_body
from pytest_golive.service.limits.limit_fields import clock_of, promise_of, remaining_of
from pytest_golive.service.release.reading import read_release
from pytest_golive.service.release.terms import Place, Release
from pytest_golive.service.target import origin_of
from pytest_golive.service.transport.browsers import cookie_faults, header_faults

pytestmark = [
    pytest.mark.security,
    pytest.mark.no_cover,
]  # the same lines again and again: measuring them takes longest
THOROUGH = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
ROWS = ("X-Frame-Options|Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


@pytest.fixture(autouse=True)
def _nothing_stays_secret():
    MASK.reset()
    yield
    MASK.reset()


def told(*things):
    """Check that each can be printed, and written into a report."""
    for thing in things:
        assert str(thing).encode("utf-8") is not None


def tried(read, *args):
    """The result; an error must have a name, and printable text."""
    try:
        return read(*args)
    except CannotMeasure as error:
        told(error, error.what, error.cure)
        return None


@THOROUGH
@given(answers)
def test_health_release_and_contents(answer):
    MASK.reset()
    reading = read_health(answer.body, answer.header("content-type"), Vocabulary())
    told(reading.trouble, *(word.description for word in reading.words))
    for place in (Place("/v"), Place("/v", key="git.commit.id"), Place("/v", header="X-Version")):
        if said := tried(read_release, answer, place):
            told(said, said.instance, said.is_of(Release("1.2.0", "0" * 40)))
    wanted = {"status": "UP", "checks": [{"healthy": True}]}
    told(*faults_of(answer, Expected("/x", status=(answer.status,), json=wanted, text="kettle")))
    told(answer.shown, answer.text, answer.place, tried(answer.json))


@THOROUGH
@given(answers)
def test_limits_headers_and_cookies(answer):
    MASK.reset()
    told(promise_of(answer).description, remaining_of(answer), clock_of(answer))
    told(*(fault.message for fault in header_faults([answer], ROWS, 180)))
    told(*(fault.message for fault in cookie_faults([answer], (), is_https=True)))
    cookies = Cookies({"sid": "old"})
    tried(cookies.take, answer)
    told(cookies.header, cookies.csrf, cookies.changed_since({}))
    assert all(is_self_contained(value) in {True, False} for value in cookies.values.values())
    remember(answer.headers, answer.body)
    told(answer.shown)


@THOROUGH
@given(st.lists(answers, min_size=3, max_size=3), st.sampled_from(["", "kettle", "UP", "\xff"]))
def test_who_is_admitted_and_who_is_refused(seen, shows):
    MASK.reset()
    first, second, third = seen
    data = data_of(shows, [first, second], [third])
    page = Refusable(data, first.path, "/login")
    for chain in ([first], [second, third]):
        for one in (tried(admission, chain, "/login"), tried(rejection, chain, page)):
            if one is not None:
                told(attempt_of("x", "refused", [one]))
        tried(leads_home, chain[-1], "/login")
    told(of_admission("key", Visit((first,)), shows), of_refusal("key", Visit((second,)), data))
    read_page(first.text).form_with("p")


@THOROUGH
@given(st.one_of(texts, sent))
def test_where_an_answer_leads(location):
    MASK.reset()
    url = tried(joined, "http://127.0.0.1:1/a", location)
    if url is not None:
        told(plain(url), origin_of(url))


JWKS = (
    written({"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB" * 86, "e": "AQAB", "use": "sig", "x5c": ["AAAA"]}]}),
    written(
        {
            "keys": [
                {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
                {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43},
            ]
        }
    ),
)


@THOROUGH
@given(st.dictionaries(texts, values, max_size=4), st.dictionaries(texts, values, max_size=4), changed(*JWKS), texts)
def test_tokens_and_keys(header, claims, published, signature):
    MASK.reset()
    try:
        found = read_json(published)["keys"]
        jwks = [key for key in found if isinstance(key, dict)]
    except (ValueError, KeyError, TypeError):
        jwks = [{"kty": "RSA", **header}]
    head = {"alg": "RS256", **header}
    for said in (head, {**head, "alg": "HS256"}, {**head, "alg": "ES256"}, {**head, "alg": header}):
        text = f"{unsigned(said, claims)}.{signature}"
        provider = Provider("http://127.0.0.1:1/", "http://127.0.0.1:1/token", jwks)
        told(tried(check_token, text, provider, "shop", "oidc"), check_provider(provider, signature, "oidc"))
        token = read_jwt(text)
        if token is not None:
            keys = usable_keys(jwks, token)
            for key, jwk in keys:
                assert all(form for form in public_forms(key, jwk))
            issuer = Issuer(None, keys, names_issuer=True, names_audience=True)
            told(*(name for name, _ in left_out(token, issuer)))
            tried(lambda token=token, issuer=issuer: list(forgeries(token, issuer)))


@THOROUGH
@given(answers)
def test_what_an_issuer_gives(answer):
    MASK.reset()
    told(tried(token_of, answer))


@THOROUGH
@given(st.lists(bodies, max_size=4), st.sampled_from(["", "gzip", "deflate", "x-gzip", "br", "gzip, gzip", "\xff"]))
def test_packed_bodies(chunks, encoding):
    MASK.reset()
    try:
        assert len(read_body(chunks, encoding, 1000)) <= 1000
    except (TooLong, CannotUnpack) as error:
        told(error)


@THOROUGH
@given(headers, bodies)
def test_what_is_remembered(fields, body):
    MASK.reset()
    remember(fields, body)
    told(MASK.hide("nothing of it is shown"))
