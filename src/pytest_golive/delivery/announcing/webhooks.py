"""Sends a message to a webhook, and reads from the response whether it arrived."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.delivery.announcing.hiding import hide_webhook
from pytest_golive.errors import CannotMeasure
from pytest_golive.service.addresses.origins import NoUrl, parts_of
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import OF_TLS, Unreachable
from pytest_golive.service.limits.limit_fields import promise_of
from pytest_golive.service.target import Target

TIMEOUT: Final = 15.0  # seconds
ATTEMPTS: Final = 3
LONGEST_WAIT: Final = 30.0  # seconds; a longer wait is left to the user
TOO_MANY: Final = 429
NOT_REACHED: Final = OF_TLS | {"dns", "refused", "unreachable", "no connection", "refused here", "clear text", "no url"}
CLEAR: Final = "use the webhook's https:// address: its token must not be sent unencrypted"
GOOD: Final = range(200, 300)
MOVED: Final = (301, 302, 303, 307, 308)
CURES: Final = {
    **dict.fromkeys(MOVED, "the address is not the webhook's own, it leads elsewhere: put the final address into {}"),
    400: "the service does not accept the message: check that kind names the right service",
    401: "the token in the address is no longer valid: create a new webhook",
    403: "the token in the address is no longer valid: create a new webhook",
    404: "the webhook no longer exists: create a new one, and put its address into the variable",
    410: "the channel is archived or the webhook no longer exists: create a new one",
    413: "the message is too long: shorten the summary of the notes",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivered message.

    Attributes:
        how: the service's response, in words: "HTTP 200, message 1234".
        is_accepted: whether it was only accepted, so that it may still get lost; Teams tells no more.
    """

    how: str
    is_accepted: bool = False


def post(  # noqa: PLR0913 -- all are named
    kind: str, url: str, body: dict[str, Any], *, name: str, variable: str, wait: Callable[[float], object] = time.sleep
) -> Delivery:
    """Send one message.

    It is sent again only if the service says that it did not accept it; otherwise people could get it twice.

    Args:
        kind: "slack", "teams", "discord", "mattermost" or "json".
        url: the webhook's address, which holds the token.
        body: see `message.payload`.
        name: the audience, for messages.
        variable: the variable that holds *url*, for messages.
        wait: sleeps.

    Raises:
        CannotMeasure: it did not arrive, or it is unknown whether it did.
    """
    hide_webhook(url, variable)
    try:
        parts = parts_of(url)
    except NoUrl:
        raise CannotMeasure(f"{variable} holds no valid address of a webhook", f"correct {variable}") from None
    service = Service(Target(f"the webhook of {name}", f"{parts.scheme}://{parts.authority}", timeout=TIMEOUT))
    place = f"{url}{'&' if '?' in url else '?'}wait=true" if kind == "discord" else url
    answer = _answer(service, place, body, name, wait)
    if answer.status not in GOOD:
        cure = CURES.get(answer.status, "retry later; the service's own log may say more").format(variable)
        raise CannotMeasure(f"{name} was not notified: {parts.authority} responds with status {answer.status}", cure)
    return _confirmed(kind, answer, parts.authority, name)


def _answer(service: Service, url: str, body: dict[str, Any], name: str, wait: Callable[[float], object]) -> Answer:
    for attempt in range(ATTEMPTS):
        try:
            answer = service.ask(url, "POST", json_body=body)
        except Unreachable as error:
            if error.kind in NOT_REACHED:
                cure = "check the webhook's address, and the network between this machine and it"
                cure = CLEAR if error.kind == "clear text" else cure
                raise CannotMeasure(f"{name} was not notified: {error.what}", cure) from None
            raise CannotMeasure(
                f"it is unknown whether {name} was notified: {error.what}",
                "check the channel before you run golive announce --again",
            ) from None
        promised = promise_of(answer).seconds
        length = 2.0**attempt if promised is None else promised
        if answer.status != TOO_MANY or length > LONGEST_WAIT or attempt == ATTEMPTS - 1:
            return answer
        wait(length)
    raise AssertionError("the last attempt returns")


def _confirmed(kind: str, answer: Answer, host: str, name: str) -> Delivery:
    """The delivery that the response confirms.

    Raises:
        CannotMeasure: it is not the response of such a service.
    """
    text = answer.body.decode("utf-8", "replace").strip()
    how = f"{host} responded with status {answer.status}"
    if kind in {"slack", "mattermost"} and text != "ok":
        raise CannotMeasure(
            f"it is unknown whether {name} was notified: {how}, without the word ok", "check the channel"
        )
    if kind == "discord":
        return Delivery(f"{how}, message {_id_of(text, how, name)}")
    return Delivery(how, is_accepted=kind == "teams")


def _id_of(text: str, how: str, name: str) -> str:
    try:
        found = json.loads(text)
        return f"{int(found['id'])}"
    except (ValueError, TypeError, KeyError, RecursionError):
        what = f"it is unknown whether {name} was notified: {how}, without the message's id"
        raise CannotMeasure(what, "check the channel") from None
