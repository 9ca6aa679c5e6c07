"""Messages held against what each channel publishes of them: schemas, descriptions, or the names that its server reads."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from slack_sdk.models.blocks import Block

from pytest_golive.delivery.announcing.message import FORMS, Message, payload

MESSAGE = Message(
    "shop", "2.0.0", "GO, 111 of 111 rows verified", "12 changes.", ("pay() was removed",), ("https://shop.example/r",)
)
LONG = Message("shop" * 100, "2.0.0", "GO", "a" * 40_000, ("b" * 4_000,) * 3)
WAKING = Message("@here", "1", "<@&1> @everyone", "@all")
DESCRIBED = json.loads((Path(__file__).parents[1] / "data" / "discord_described.json").read_text())


def discord(part):
    return jsonschema.Draft202012Validator({**DESCRIBED, **part})


def sent(body):
    return json.dumps(body).encode()


@pytest.mark.parametrize("message", [MESSAGE, LONG], ids=["short", "long"])
def test_slack_takes_the_blocks(message):
    body = payload("slack", message)
    for block in Block.parse_all(body["blocks"]):
        block.validate_json()
    assert body["text"] == message.title
    assert all(len(block["text"]["text"]) <= 3_000 for block in body["blocks"])


def test_slack_is_told_no_commands():
    body = payload("slack", Message("shop", "1", "", "<!channel> a & b"))
    assert body["blocks"][1]["text"]["text"] == "&lt;!channel&gt; a &amp; b"


@pytest.mark.parametrize("message", [MESSAGE, LONG], ids=["short", "long"])
def test_teams_takes_the_card(message):
    (attachment,) = payload("teams", message)["attachments"]
    schema = json.loads(files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text(encoding="utf-8-sig"))
    jsonschema.Draft6Validator(schema).validate(attachment["content"])
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert len(sent(payload("teams", message))) < 28_000


@pytest.mark.parametrize("message", [MESSAGE, LONG, WAKING], ids=["short", "long", "waking"])
def test_discord_takes_the_message(message):
    body = payload("discord", message)
    discord(DESCRIBED["request"]).validate(body)
    assert len(body["content"]) <= 2_000
    assert body["allowed_mentions"] == {"parse": []}  # so nobody is mentioned, whatever the text says


def test_the_description_of_discord_rejects_what_it_would():
    for body in ({"content": "a" * 2_001}, {"text": "a"}, {"content": "a", "allowed_mentions": {"parse": ["all"]}}):
        assert not discord(DESCRIBED["request"]).is_valid(body)
    assert "wait" in DESCRIBED["query"]  # without it there is no id in the answer
    assert "id" in DESCRIBED["answer"]["required"]


@pytest.mark.parametrize("message", [MESSAGE, LONG, WAKING], ids=["short", "long", "waking"])
def test_mattermost_takes_the_message(message):
    body = payload("mattermost", message)
    # There is no published schema; its server reads these names (server/public/model/incoming_webhook.go), and a post
    # holds 16,383 characters.
    assert [*body] == ["text"]
    assert 0 < len(body["text"]) <= 16_383


def test_each_channel_has_its_form():
    assert payload("json", MESSAGE)["breaking"] == ["pay() was removed"]
    assert {*FORMS} == {"slack", "teams", "discord", "mattermost", "json"}
