"""Each fault of a rule turns its alert, and no other, into one that is not covered."""

from __future__ import annotations

import pytest
from faulty_rules import FAULTS, GOOD
from rules_made import NEEDED, judged, rule


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_seen(fault):
    rules = [rule(text, f"Of_{signal}") for signal, text in GOOD.items() if signal != fault.signal]
    rules.append(rule(fault.expression, "High", **fault.rule))
    found = judged(NEEDED[fault.signal], *rules, has_data=lambda _name: False)
    said = found.finding.message if found.finding is not None else found.doubt
    assert not found.is_covered
    assert fault.said in said
    assert (found.finding is not None) == fault.is_certain, said
    for signal in set(GOOD) - {fault.signal}:
        assert judged(NEEDED[signal], *rules).is_covered


def test_without_faults_each_alert_is_covered():
    rules = [rule(text, signal) for signal, text in GOOD.items()]
    for signal in GOOD:
        assert judged(NEEDED[signal], *rules).best.rule.name == signal


@pytest.mark.parametrize("signal", GOOD)
def test_a_rule_that_is_deleted_is_missed(signal):
    found = judged(NEEDED[signal], *(rule(text, one) for one, text in GOOD.items() if one != signal))
    assert found.best is None
    assert found.finding.message == (
        f"no alert for {NEEDED[signal].title}: none of 3 loaded alerting rules is about it"
    )


def test_of_several_rules_one_that_is_right_is_enough():
    wrong = GOOD["error_rate"].replace("> 0.02", "> 0.5")
    found = judged(NEEDED["error_rate"], rule(wrong, "Page"), rule(GOOD["error_rate"], "Warn"))
    assert found.best.rule.name == "Warn"


def test_of_several_that_are_wrong_each_reason_is_told():
    texts = ("> 0.5", "< 0.02", "> 2", "> 0.021")
    rules = [rule(GOOD["error_rate"].replace("> 0.02", text), f"R{n}") for n, text in enumerate(texts)]
    said = judged(NEEDED["error_rate"], *rules).finding.message
    assert "R0 (group shop): it fires at > 50 %" in said
    assert "R1 (group shop): it fires in the wrong direction" in said
    assert said.endswith("| and 1 more")
