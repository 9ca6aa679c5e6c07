"""XML of others is read as it is, or refused with the reason."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit import safe_xml
from pytest_golive.testrun.junit.safe_xml import read_xml, stream_xml

pytestmark = pytest.mark.security


class Events:
    """Keeps what it is told."""

    def __init__(self):
        self.told = []

    def start(self, tag, attributes):
        self.told.append((tag, attributes))

    def end(self, tag):
        self.told.append(tag)

    def data(self, text):
        self.told.append([text])


@pytest.fixture
def events(report):
    def events(text):
        target = Events()
        stream_xml(report(text), "coverage report", target)
        return target.told

    return events


def deep(number):
    return "<a>" * number + "</a>" * number


def test_tags_come_without_their_namespaces_and_text_as_it_is(events):
    text = '<a xmlns="urn:x" xmlns:p="urn:y"><p:b c="d">one &amp; <![CDATA[<two>]]></p:b></a>'
    assert events(text) == [("a", {}), ("b", {"c": "d"}), ["one & <two>"], "b", "a"]


def test_a_tree_is_built_of_it_if_it_is_not_too_large(report, monkeypatch, events):
    text = f'<a b="c"><d>{"x" * 80}</d></a>'
    tree = read_xml(report(text), "coverage report")
    assert (tree.tag, tree.attrib, tree[0].tag, tree[0].text) == ("a", {"b": "c"}, "d", "x" * 80)
    monkeypatch.setattr(safe_xml, "LARGEST", len(text))
    assert read_xml(report(text), "coverage report").tag == "a"
    with pytest.raises(CannotMeasure, match=rf"it has {len(text) + 1} bytes, and {len(text)} are allowed"):
        read_xml(report(f"{text} "), "coverage report")
    assert events(f"{text} ")[0] == ("a", {"b": "c"})


def test_elements_may_be_nested_as_deep_as_is_allowed(events):
    assert len(events(deep(100))) == 200
    with pytest.raises(CannotMeasure, match="nested more than 100 deep"):
        events(deep(101))
    assert len(events(f"<r>{deep(99) * 3}</r>")) == 2 + 3 * 198
    with pytest.raises(CannotMeasure, match="nested more than 100 deep"):
        events(f"<r>{'<b/>' * 50}{deep(100)}</r>")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "shift_jis"])
def test_what_comes_in_pieces_is_whole(events, monkeypatch, encoding):
    monkeypatch.setattr(safe_xml, "PIECE", 7)
    word = "カ" if encoding == "shift_jis" else "é"
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>{word * 20}</a>'.encode(encoding)
    told = events(text)
    assert "".join(part for one in told if isinstance(one, list) for part in one) == word * 20


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<?xml version="1.0" encoding="utf-8"?><a>\xff</a>', "it is not well-formed XML: "),
        (b'<?xml version="1.0" encoding="shift_jis"?><a/>\x83', "'shift_jis' codec can't decode"),
        (b'<?xml version="1.0" encoding="shift_jis"?><a>', "it is not well-formed XML: no element found"),
        (b"<a>", "it is not well-formed XML: no element found"),
        (b'<?xml version="1.0" encoding="u' + b"9" * 400 + b'"?><a/>', "its encoding is unknown"),
        (b"", "it is empty"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "it declares entities, which no report needs"),
    ],
)
def test_what_is_broken_is_refused_with_the_reason(events, data, said):
    with pytest.raises(CannotMeasure) as caught:
        events(data)
    assert caught.value.what.startswith("the coverage report /")
    assert f"report.xml cannot be read: {said}" in caught.value.what


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError(13, "Permission denied"), "Permission denied"), (TimeoutError(), "TimeoutError")],
)
def test_an_error_without_words_has_its_name(report, monkeypatch, error, said):
    def refuse(*_):
        raise error

    monkeypatch.setattr(Events, "start", refuse)
    with pytest.raises(CannotMeasure, match=f"cannot be read: {said};"):
        stream_xml(report("<a/>"), "report", Events())
