"""Hides the secret part of a webhook's address: all that follows its host."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.origins import NoUrl, parts_of

SHORTEST: Final = 8  # a shorter part is no token
LONG: Final = 20  # so long a part is a token, not a word
TOKEN: Final = re.compile(r"(?=[^A-Z0-9]*[A-Z0-9])(?=[^a-zA-Z]*[a-zA-Z])")


def hide_webhook(url: str, variable: str) -> None:
    """Hide what follows the host in *url*, as a whole and each part that may be the token.

    The host stays visible, and so do words such as "services", which occur elsewhere. *variable*, which holds the
    address, is withheld from child processes.
    """
    try:
        parts = parts_of(url)
    except NoUrl:
        MASK.watch([variable], {variable: url})
        return
    for secret in (parts.rest, parts.user):
        for piece in (secret, *re.split(r"[/?&=#:]", secret)):
            if len(piece) >= SHORTEST and (piece == parts.rest or len(piece) >= LONG or TOKEN.match(piece)):
                MASK.add(piece)
    MASK.watch([variable], {})
