"""Sends a message by mail, and reads from the server's replies who gets it."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final, Literal

from pytest_golive.delivery.announcing.message import Message
from pytest_golive.delivery.announcing.webhooks import Delivery
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import quotable
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import on_one_line
from pytest_golive.service.addresses.hosts import address_of

TIMEOUT: Final = 30.0  # seconds for each step
PERMANENT: Final = 500
LONGEST: Final = 200  # characters of a reply
LATER: Final = "the server cannot do it now: retry later"
SETTINGS: Final = "correct the server's settings and retry"
Tls = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """How mail is sent.

    Attributes:
        host: the server's host.
        port: the server's port.
        tls: "starttls", "tls" from the first byte, or "none", which is allowed only for a server on this machine.
        user: the user who logs in; "" for no log-in.
        password: the user's password.
        sender: the sender's address.
        to: the recipients' addresses.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: str
    sender: str
    to: tuple[str, ...]


def mail_of(message: Message, box: Mailbox) -> EmailMessage:
    """The mail as it is sent."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = box.sender
    mail["To"] = ", ".join(box.to)
    mail["Date"] = formatdate(localtime=False, usegmt=True)
    mail["Message-ID"] = make_msgid(domain=box.sender.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join(message.parts) + "\n")
    return mail


def send(message: Message, box: Mailbox, *, name: str) -> Delivery:
    """Send *message* by mail.

    Raises:
        CannotMeasure: the server does not accept it, or not for all recipients; or it is unknown whether it does.
    """
    if box.password:
        MASK.add(box.password)
    if box.tls == "none" and not _is_here(box.host):
        raise CannotMeasure(
            f"{name} was not notified: mail to {box.host} would not be encrypted", 'set tls = "starttls" or "tls"'
        )
    mail = mail_of(message, box)
    try:
        refused = _sent(mail, box, name)
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPSenderRefused as error:
        said = f"it rejects the sender {error.sender} ({_reply(error)})"
        raise _failed(name, box, said, _cure(error.smtp_code, "correct sender")) from None
    except smtplib.SMTPAuthenticationError as error:
        is_wrong = error.smtp_code >= PERMANENT
        said = f"it {'rejects the password' if is_wrong else 'cannot log anybody in now'} ({error.smtp_code})"
        cure = _cure(error.smtp_code, "correct the variables that user_env and password_env name")
        raise _failed(name, box, said, cure) from None
    except smtplib.SMTPResponseException as error:
        raise _failed(name, box, _reply(error), _cure(error.smtp_code, SETTINGS)) from None
    except (smtplib.SMTPException, OSError, ValueError, OverflowError) as error:  # an invalid port or address
        raise _failed(name, box, str(error) or type(error).__name__, SETTINGS) from None
    if refused:
        raise _refused(name, box, refused)
    return Delivery(f"{box.host} accepted it for {len(box.to)} of {len(box.to)}", is_accepted=True)


def _is_here(host: str) -> bool:
    address = address_of(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _sent(mail: EmailMessage, box: Mailbox, name: str) -> dict[str, tuple[int, bytes]]:
    context = ssl.create_default_context()
    if box.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(box.host, box.port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(box.host, box.port, timeout=TIMEOUT)
    try:
        if box.tls == "starttls":
            server.starttls(context=context)
        if box.user:
            server.login(box.user, box.password)
        return _handed_over(server, mail, box, name)
    finally:
        with contextlib.suppress(OSError):  # whatever it replies to the farewell, the mail has its reply
            server.quit()
        server.close()


def _handed_over(server: smtplib.SMTP, mail: EmailMessage, box: Mailbox, name: str) -> dict[str, tuple[int, bytes]]:
    """The recipients that the server rejects, with its replies."""
    try:
        return server.send_message(mail)
    except OSError as error:
        if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
            raise  # the server's reply
        what = f"it is unknown whether {name} was notified: {box.host}:{box.port}: {error or type(error).__name__}"
        cure = "check whether the mail arrived before you run golive announce --again"
        raise CannotMeasure(what, cure) from None


def _reply(error: smtplib.SMTPResponseException) -> str:
    """What the server replied: status and text."""
    text = error.smtp_error
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{error.smtp_code} {quotable(on_one_line(words))[:LONGEST]}".strip()


def _cure(status: int, cure: str) -> str:
    """A reply of 400 to 499 is about this moment, not about the message."""
    return cure if status >= PERMANENT else LATER


def _refused(name: str, box: Mailbox, refused: dict[str, tuple[int, bytes]]) -> CannotMeasure:
    """What to say of recipients that the server rejects; the others have the message."""
    recipients = ", ".join(f"{address} ({status})" for address, (status, _) in sorted(refused.items()))
    cure = _cure(max(status for status, _ in refused.values()), "correct the addresses in to")
    if refused.keys() >= set(box.to):
        return CannotMeasure(f"{name} was not notified: {box.host} rejects {recipients}", cure)
    what = f"{name} was not notified as a whole: {box.host} rejects {recipients}, and accepted it for the rest"
    return CannotMeasure(what, f"{cure}; to spare the rest, notify these alone by an audience of their own")


def _failed(name: str, box: Mailbox, why: str, cure: str) -> CannotMeasure:
    return CannotMeasure(f"{name} was not notified: {box.host}:{box.port}: {why}", cure)
