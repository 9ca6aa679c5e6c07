"""Pages of HTML, JSON and text from a service: read as other parsers read them, or rejected."""

from __future__ import annotations

import json
from secrets import token_hex

import pytest

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.seeing.recognising import data_of
from pytest_golive.service.auth.sessions.forms import read_page
from pytest_golive.service.bodies.charsets import charset_of, decoded
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.bodies.pages import asks_for_password, texts
from pytest_golive.service.credentials.remembering import MOST, remember
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target


def answer(body, kind="text/html"):
    return Answer("GET", "http://127.0.0.1/", 200, (("Content-Type", kind),), body)


def test_a_reader_sees_no_scripts_styles_and_comments():
    page = "<head><title>Shop</title></head><body><!-- <p>no --><p>1 &lt; 2</p><script>a<b</script><style>p{}</style>kettle"
    assert list(texts(page)) == ["1 < 2", "kettle"]
    assert list(texts("<head><title>never closed<body>kettle")) == []  # as browsers have it: all of it is the title
    assert list(texts("<head><meta charset=utf-8><body>kettle")) == ["kettle"]


def test_a_field_for_a_password_is_one_wherever_browsers_show_it():
    assert asks_for_password("<INPUT name=p TYPE = 'Password'>")
    assert asks_for_password('<input type="&#112;assword" placeholder="password">')
    assert not asks_for_password("<!-- <input type=password> -->the password is wrong")
    assert not asks_for_password("<script>'<input type=password>'</script>")
    assert not asks_for_password("<input type=text name=password>")


def test_forms_are_read_as_browsers_read_them():
    page = read_page(
        "<form action=/one method=post><input type=hidden name=csrf_token value='to&amp;ken'><form action=/two>"
        "<input name=user value=1 name=other><input type=checkbox name=keep><button name=go value=1>Go</button></form>"
        "<input name=outside><form action=/three><input type=password name=p>"
    )
    assert [form.action for form in page.forms] == ["/one", "/three"]  # no form is within a form
    assert page.forms[0].fields == {"csrf_token": "to&ken", "user": "1", "go": "1"}
    assert page.forms[1].passwords == ["p"]


def test_numbers_of_characters_that_no_computer_holds_are_no_error():
    page = f"<form><input type=hidden name=csrf value='&#{'9' * 6000};'></form><p>&#{'9' * 6000};kettle</p>"
    assert read_page(page).forms[0].fields == {"csrf": "\ufffd"}
    assert "\ufffdkettle" in data_of("", [answer(page.encode())], []).parts


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"[" * 100_000, "nested more than 100 deep"),
        (b"[" * 101 + b"]" * 101, "nested more than 100 deep"),
        (b"9" * 5000, "a number of thousands of digits"),
        (b'{"status": "UP", "status": "DOWN"}', "it names 'status' twice, with different values"),
        (b'{"up": 1, "up": true}', "it names 'up' twice"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "it names '\ufffd' twice"),
        (b'"\xff"', "no text in UTF-8"),
        (b'"\xed\xa0\x80"', "no text in UTF-8"),
        (b'{"a": 1', "line 1, column 8"),
        (b"", "line 1, column 1"),
        (b"\0\0", "line 1, column 1"),
    ],
)
def test_json_that_parsers_read_differently_is_none(body, why):
    with pytest.raises(NotJson) as caught:
        read_json(body)
    assert why in str(caught.value)
    with pytest.raises(Unreachable) as told:
        answer(body, "application/json").json()
    assert why in told.value.what
    assert told.value.what.encode()  # it can be written down


def test_json_in_any_form_that_says_one_thing_is_read():
    assert read_json(b'\xef\xbb\xbf{"a": 1, "a": 1}') == {"a": 1}
    assert read_json('{"a": "ü"}'.encode("utf-16")) == {"a": "ü"}
    assert read_json(b"[" * 100 + b"]" * 100)
    assert read_json(b'"\\ud83d\\ude00"') == "😀"
    found = read_json(b'{"\\udc00": ["\\ud800x", {"b": "\\uDFFF"}]}')
    assert found == {"\ufffd": ["\ufffdx", {"b": "\ufffd"}]}
    assert json.dumps(found, ensure_ascii=False).encode()


def test_text_is_read_by_its_charset_and_never_by_a_trick():
    assert decoded("Größe".encode("latin-1"), 'text/html; charset="ISO-8859-1"') == "Größe"
    assert decoded("Größe".encode("cp1252"), "text/html; x=1; Charset=windows-1252") == "Größe"
    assert decoded("Größe".encode("utf-16"), "text/html") == "Größe"
    assert decoded("\ufeffGröße".encode(), "text/html; charset=latin-1") == "Größe"
    assert decoded("Größe".encode("utf-16-le"), "text/html; charset=utf-16le") == "Größe"
    # Whoever says otherwise than it is hides no plain word of it.
    for charset in (
        "utf-16",
        "utf-32",
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "zlib",
        "cp037",
        "?",
        "",
    ):
        assert decoded(b"kettle \xff", f"text/html; charset={charset}") == "kettle \ufffd", charset
    assert not charset_of(f"text/html; charset={'x' * 100_000}")


@pytest.mark.security
def test_what_is_remembered_of_one_answer_has_an_end_and_the_rest_is_not_shown():
    few = json.dumps({f"token{number}": f"secret-{number:06}" for number in range(MOST)}).encode()
    many = json.dumps({f"token{number}": f"hidden-{number:06}" for number in range(2000)}).encode()
    kind = (("content-type", "application/json"),)
    remember(kind, few)
    remember(kind, many)
    assert MASK.hide("secret-000099") == "[hidden]"
    assert MASK.hide("hidden-000099") == "[hidden]"
    assert MASK.hide("hidden-001999") == "hidden-001999"
    assert "hidden-" not in answer(many, "application/json").shown
    assert answer(many, "application/json").shown == "(not shown: it holds more secrets than can be hidden)"
    assert "token0" in answer(few, "application/json").shown
    long = token_hex(30_000)
    remember([("set-cookie", f"sid={long}")], b"")
    assert MASK.hide(f"sid={long[:16_384]}") == "sid=[hidden]"


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("application/json", '{"access_token": "SECRET"}'),
        ("application/json", '{"rows": [' + '"a", ' * 40_000 + '"b"], "api_key": "SECRET"}'),  # long
        ("application/json", "[" + "{}, " * 500 + '{"session": "SECRET"}]'),  # beyond the first hundred
        ("application/json", '{"a": ' * 30 + '{"jwt": "SECRET"}' + "}" * 30),  # deep
        ("application/json", '{"tokens": ["SECRET"]}'),
        ("application/json", '{"csrf": {"value": "SECRET"}}'),
        ("application/json", '{"error": "x", "token" : "SECRET'),  # cut off
        ("application/json", '{"a": 1, "a": 2, "token": "SECRET"}'),  # parsers disagree on it
        ("text/plain", ' {"token": "SECRET"}'),
        ("", '{"token": "SECRET"}'),
        ("text/html", '{"token": "SECRET"}'),  # many frameworks call everything a page
        ("", '<p><input name="csrf_token" value="SECRET">'),
        ("application/xhtml+xml", '<p><input name="csrf_token" value="SECRET"/>'),
        ("text/html", "<p>x</p>" * 40_000 + '<input name="csrf_token" value="SECRET">'),
        ("application/x-www-form-urlencoded", "a=b&access_token=SECRET&token_type=bearer"),
        ("text/plain", "access_token=SECRET&scope=a"),
    ],
)
def test_tokens_are_found_wherever_they_are_in_a_body(kind, text):
    secret = token_hex(9)
    remember((("Content-Type", kind),), text.replace("SECRET", secret).encode())
    assert MASK.hide(f"it was {secret}") == "it was [hidden]"


@pytest.mark.security
def test_a_server_error_may_hold_a_token_too(serve):
    secret = token_hex(9)
    body = json.dumps({"error": "no stock", "token": secret}).encode()
    server = serve(lambda _: (503, {"Content-Type": "application/json"}, body))
    assert Service(Target("staging", server.url)).ask("/").status == 503
    assert MASK.hide(secret) == "[hidden]"


@pytest.mark.security
def test_words_that_are_no_tokens_stay_readable():
    said = {
        "token_type": "bearer-of-tokens",
        "session": {"user": "Ada Lovelace"},
        "status": "unavailable",
        "rows": ["plainwords"],
    }
    remember((("Content-Type", "application/json"),), json.dumps(said).encode())
    remember((("Content-Type", "text/plain"),), b"the token=expectedword was refused")
    for word in ("bearer-of-tokens", "Ada Lovelace", "unavailable", "plainwords", "expectedword"):
        assert MASK.hide(word) == word
