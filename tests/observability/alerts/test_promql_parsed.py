"""Expressions that are parsed, those that only a server can parse, and those that nobody should."""

from __future__ import annotations

import pytest
from rules_made import NEEDED, judged, recording, rule

from pytest_golive.observability.alerts.meaning.matching import share_of
from pytest_golive.observability.alerts.promql.of_server import from_server
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Match, Node, NotUnderstood, Number
from pytest_golive.observability.alerts.strictness.comparing import Service

RATIO = 'sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.02'


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("up > 5m", "up > 300"),
        ("-up", "-1 * up"),
        ('{__name__="up",job=~"a|b"}', 'up{job=~"a|b"}'),
        ("rate(a[$__rate_interval])", "rate(a)"),
        ("sum(a) by (b)", "sum by (b) (a)"),
        ("max_over_time(a[1h:5m])", "max_over_time((a)[3600s:300s])"),
        ('label_replace(a, "b", "$1", "c", "d")', 'label_replace(a, "b", "$1", "c", "d")'),
    ],
)
def test_it_is_parsed(text, meant):
    assert str(parse(text)) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("up >", "it cannot be parsed"),
        ("", "it cannot be parsed"),
        ("up > {{ .Values.x }}", "it is a template"),
        ("(" * 200 + "up" + ")" * 200, "nested deeper"),
        ("a + " * 6_000 + "a", "it is longer than"),
        ("a+" * 9_000 + "a", "it has more than 1,000 operators"),
        ("-" * 150 + "a", "nested deeper"),
        ('a{b="c" or d="e"}', "alternatives"),
    ],
)
def test_it_is_refused(text, said):
    with pytest.raises(NotUnderstood, match=said):
        parse(text)


def test_the_server_is_asked_for_what_our_parser_refuses():
    asked = []

    def ask(text: str) -> Node:
        asked.append(text)
        return Number(1.0)

    assert parse("up > 1", ask) == parse("up > 1")
    assert parse("up > 1_000", ask) == Number(1.0)
    assert asked == ["up > 1_000"]


@pytest.mark.parametrize(
    "tree", [None, [], {}, {"type": "new"}, {"type": "call"}, {"type": "numberLiteral", "val": "x"}]
)
def test_a_tree_of_another_shape_is_not_understood(tree):
    with pytest.raises(NotUnderstood):
        from_server(tree)


def test_a_rule_that_nobody_can_parse_is_not_proven_if_it_may_be_the_one():
    assert "it cannot be parsed" in judged(NEEDED["error_rate"], rule("smoothed http_errors_total ??")).doubt
    assert judged(NEEDED["memory"], rule("smoothed http_errors_total ??")).best is None


def test_recording_rules_in_a_circle_are_not_understood():
    rules = [recording("a:errors:ratio", "b:errors:ratio"), recording("b:errors:ratio", "a:errors:ratio")]
    assert "is recorded from itself" in judged(NEEDED["error_rate"], *rules, rule("a:errors:ratio > 0.02")).doubt


def test_recordings_that_multiply_come_to_an_end():
    """Each adds the next one three times: to read all would take 3^8 steps."""
    chain = [recording(f"a:errors:r{n}", " + ".join([f"a:errors:r{n + 1}"] * 3)) for n in range(8)]
    last = recording("a:errors:r8", 'sum(rate(http_requests_total{code=~"5.."}[5m]))')
    needed = rule("a:errors:r0 / sum(rate(http_requests_total[5m])) > 0.02")
    found = judged(NEEDED["error_rate"], *chain, last, needed)
    assert "it reads recorded series more than 500 times" in found.doubt


def test_a_series_that_is_recorded_elsewhere_is_not_proven():
    found = judged(NEEDED["error_rate"], rule("a:http_errors:ratio > 0.02"), has_data=lambda _name: True)
    assert "has data, but no rule of this server records it" in found.doubt


def test_a_recording_rule_that_is_ill_makes_its_alert_ill():
    ill = rule(RATIO.removesuffix(" > 0.02"), "a:errors:ratio", records=True, health="err", error="too many samples")
    said = judged(NEEDED["error_rate"], ill, rule("a:errors:ratio > 0.02")).finding.message
    assert "the recording rule a:errors:ratio cannot be evaluated: too many samples" in said


def test_a_window_without_two_samples_never_fires():
    found = judged(NEEDED["error_rate"], rule(RATIO.replace("5m", "1m")), service=Service(scrape_interval=60.0))
    assert "a window of 1m holds no two samples, scraped each 1m" in found.finding.message


def test_what_a_matcher_leaves_out_is_asked_of_the_server():
    text = RATIO.replace("total{", 'total{handler=~"/a|/b",').replace("total[", 'total{handler=~"/a|/b"}[')
    for answer, is_covered in ((True, True), (False, False), (None, False)):
        service = Service(covers=lambda _series, _matches, answer=answer: answer)
        assert judged(NEEDED["error_rate"], rule(text), service=service).is_covered is is_covered


@pytest.mark.parametrize(
    ("label", "op", "value", "share"),
    [
        *(("code", "=~", "5..", "errors"), ("code", "=~", "[45]..", "errors"), ("code", "!~", "2..|3..", "errors")),
        *(("code", "!~", "5..", "success"), ("code", "=~", "2..", "success"), ("code", "=", "503", "some errors")),
        *(("code", "=~", "4..", "no errors"), ("code", "=~", ".+", "all"), ("error", "=", "true", "errors")),
        *(("success", "=", "false", "errors"), ("grpc_code", "!=", "OK", "errors"), ("handler", "=", "/a", "all")),
    ],
)
def test_which_requests_a_status_selects(label, op, value, share):
    assert share_of([Match(label, op, value)]) == share


def test_a_status_that_nobody_knows_is_not_understood():
    with pytest.raises(NotUnderstood, match="it is not known which requests"):
        share_of([Match("code", "=", "blue")])
