"""What is neither shown nor sent: the token of a webhook, control characters, mentions, commands to CI."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.announcing.hiding import hide_webhook
from pytest_golive.delivery.announcing.message import Message, hidden, payload
from pytest_golive.delivery.announcing.receipts import Receipt, announced
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import uncommanding

TOKEN = "x0" + "b-team-of-ann"
EVIL = "a\x1b[2Jb\x1b]0;c\x07d\u202ee\u2028f\rg"
TAMED = "a\\x1b[2Jb\\x1b]0;c\\x07d\\u202ee\\u2028f\\rg"


@pytest.fixture(autouse=True)
def _forgotten():
    yield
    MASK.reset()


@pytest.mark.security
@pytest.mark.parametrize(
    "url",
    [
        f"https://Hooks.Example/services/T0/{TOKEN}",
        f"https://hooks.example/workflows/manual?api-version=2016-06-01&sig={TOKEN}",
        f"https://robot:{TOKEN}@hooks.example/services/incoming",
        f"no address {TOKEN}",
    ],
)
def test_of_an_address_the_token_is_hidden_and_no_word(url):
    hide_webhook(url, "HOOK")
    assert TOKEN not in MASK.hide(f"see {url}")
    words = "services, workflows and incoming of https://hooks.example/ by api-version 2016-06-01"
    assert MASK.hide(words) == words
    assert MASK.without_credentials({"HOOK": url, "HOME": "/"}) == {"HOME": "/"}


@pytest.mark.security
def test_a_message_holds_no_control_characters_and_keeps_its_lines():
    message = hidden(Message(EVIL, EVIL, EVIL, f"one\r\n\ttwo \u00e4\u00a0{EVIL}", (EVIL,), (EVIL,)))
    assert message == Message(TAMED, TAMED, TAMED, f"one\n\ttwo \u00e4\u00a0{TAMED}", (TAMED,), (TAMED,))


@pytest.mark.security
def test_mattermost_mentions_nobody_and_keeps_links():
    text = payload("mattermost", Message("@shop", "1", "", "@all and @channel", ("@here",), ("https://a.example/@b",)))
    assert [word for word in text["text"].split() if "@" in word] == [
        "@\u200bshop", "@\u200ball", "@\u200bchannel", "@\u200bhere", "https://a.example/@b",
    ]  # fmt: skip
    assert payload("slack", Message("<!here>", "1", "", ""))["text"] == "&lt;!here&gt; 1 is released"


@pytest.mark.security
def test_what_a_receipt_says_stays_on_one_line():
    sent = "2026-11-26T10:00:00+00:00"
    receipt = Receipt("team", "slack", "1", "a" * 40, sent, "ok\n::error::\x1b[2J", False)
    found = announced({"team": "slack"}, [receipt], ("a" * 40,), "told")
    assert found.told == (("team", f"slack, {sent}: ok ::error::\\x1b[2J"),)


@pytest.mark.security
def test_no_line_commands_ci():
    shown = uncommanding("a::b\n::stop-commands::x\n \t ::error::\n##[error]x ### [1] ##[group]")
    assert shown == "a::b\n:\u200b:stop-commands::x\n \t :\u200b:error::\n##\u200b[error]x ### [1] ##\u200b[group]"
