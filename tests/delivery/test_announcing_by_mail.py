"""Mail, sent to a real server: it must accept all recipients."""

from __future__ import annotations

import socket

import pytest
from aiosmtpd.controller import Controller

from pytest_golive.delivery.announcing.mail import Mailbox, send
from pytest_golive.delivery.announcing.message import Message
from pytest_golive.errors import CannotMeasure

MESSAGE = Message("shop", "2.0.0", "GO", "12 changes.", ("pay() was removed",))


class Postmaster:
    """Accepts mail for everyone except mallory."""

    def __init__(self):
        self.mails = []
        self.sender = "250 OK"
        self.farewell = "221 Bye"
        self.breaks = False

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- the library's name
        if address.startswith(("mallory", "later")):
            return "550 no such user" if address.startswith("mallory") else "451 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        return self.farewell

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.breaks:
            server.transport.abort()
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def postmaster():
    handler = Postmaster()
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        free_port = one.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=free_port, ready_timeout=60)
    controller.start()
    handler.box = lambda *to, **more: Mailbox(
        **{"host": "127.0.0.1", "port": free_port, "tls": "none", "user": "", "password": "", "sender": "robot@shop.example", "to": to, **more}
    )  # fmt: skip
    yield handler
    controller.stop()


def test_mail_is_taken_for_everybody_or_the_row_is_not_green(postmaster):
    delivery = send(MESSAGE, postmaster.box("ann@shop.example", "bob@shop.example"), name="team")
    assert delivery.is_accepted
    assert delivery.how == "127.0.0.1 accepted it for 2 of 2"
    ((sender, to, text),) = postmaster.mails
    assert (sender, to) == ("robot@shop.example", ["ann@shop.example", "bob@shop.example"])
    assert "Subject: shop 2.0.0 is released" in text
    assert "- pay() was removed" in text
    for whom in (("ann@shop.example", "mallory@shop.example"), ("mallory@shop.example",)):
        with pytest.raises(CannotMeasure, match=r"rejects mallory@shop.example \(550\)"):
            send(MESSAGE, postmaster.box(*whom), name="team")


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"tls": "starttls"}, "STARTTLS"),
        ({"tls": "tls"}, "WRONG_VERSION_NUMBER|wrong version number|record layer"),
        ({"user": "ann", "password": "not-the-" + "word"}, "AUTH"),
        ({"host": "mail.example"}, "would not be encrypted"),
    ],
)
def test_mail_that_does_not_leave_is_an_error(postmaster, more, what):
    with pytest.raises(CannotMeasure, match=what) as caught:
        send(MESSAGE, postmaster.box("ann@shop.example", **more), name="team")
    assert "not-the-" not in str(caught.value)


def test_each_reply_has_its_own_cure(postmaster):
    ann, mallory, later = (f"{name}@shop.example" for name in ("ann", "mallory", "later"))
    for to, said in (
        ((mallory,), "rejects mallory@shop.example (550); correct the addresses in to"),
        ((later,), "rejects later@shop.example (451); the server cannot do it now: retry later"),
        ((later, mallory), "rejects later@shop.example (451), mallory@shop.example (550); correct the addresses in to"),
        ((ann, mallory), "not notified as a whole: 127.0.0.1 rejects mallory@shop.example (550), and accepted it for the rest"),
        ((ann, mallory), "; correct the addresses in to; to spare the rest, notify these alone"),
    ):  # fmt: skip
        with pytest.raises(CannotMeasure) as caught:
            send(MESSAGE, postmaster.box(*to), name="team")
        assert said in str(caught.value)
    for reply, cure in (
        ("451 busy\x1b[2J", "busy\\x1b[2J); the server cannot do it now"),
        ("550 who?", "(550 who?); correct sender"),
    ):
        postmaster.sender = reply
        with pytest.raises(CannotMeasure) as caught:
            send(MESSAGE, postmaster.box(ann), name="team")
        assert f"it rejects the sender robot@shop.example ({reply[:3]} " in str(caught.value)
        assert cure in str(caught.value)


def test_only_the_reply_to_the_mail_counts(postmaster):
    postmaster.farewell = "451 not so fast"
    ann, mallory = (postmaster.box(f"{name}@shop.example") for name in ("ann", "mallory"))
    assert send(MESSAGE, ann, name="team").how == "127.0.0.1 accepted it for 1 of 1"
    with pytest.raises(CannotMeasure, match=r"^team was not notified: 127.0.0.1 rejects mallory@shop.example \(550\)"):
        send(MESSAGE, mallory, name="team")
    postmaster.breaks = True
    unknown = r"^it is unknown whether team was notified: 127.0.0.1:\d+: .+; check whether the mail arrived before"
    with pytest.raises(CannotMeasure, match=unknown):
        send(MESSAGE, ann, name="team")
