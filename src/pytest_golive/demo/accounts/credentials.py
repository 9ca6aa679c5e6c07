"""The users and clients of the service, with their secrets: new for each run, and never shown."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, fields

ADMIN = "admin"
READER = "reader"
CLIENT = "shop-client"
ROLES = {ADMIN: "admin", READER: "reader"}
CLIENT_ROLE = "reader"


@dataclass(frozen=True, repr=False)
class Credentials:
    """All secrets of one run. Neither ``repr`` nor an error ever shows one."""

    admin_password: str
    reader_password: str
    client_id: str
    client_secret: str
    signing_key: str
    """Shared secret of HS256: whoever has it can make tokens."""
    revoked_jti: str
    """``jti`` of the one token that was revoked before the service started."""
    api_key: str
    second_api_key: str
    """Another client's key, as valid as the first."""
    revoked_api_key: str
    other_api_key: str
    """A key of another environment: well-formed, and not for this one."""
    control_token: str
    """Opens ``/-/faults``, where the service has it."""

    def __repr__(self) -> str:
        """A description without any value."""
        return f"<{type(self).__name__}: {len(fields(self))} values, hidden>"

    @classmethod
    def fresh(cls) -> Credentials:
        """Random new credentials."""
        made = {field.name: secrets.token_urlsafe(32) for field in fields(cls)}
        keys = {name: f"demo_{secrets.token_hex(20)}" for name in made if name.endswith("api_key")}
        keys["other_api_key"] = keys["other_api_key"].replace("demo_", "live_")
        return cls(**(made | keys | {"client_id": CLIENT}))

    def to_json(self) -> str:
        """As one line of JSON: an object of texts, by the names of the fields."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Credentials:
        """Parse what :meth:`to_json` wrote.

        Raises:
            ValueError: it is anything else; the message quotes nothing of it.
        """
        try:
            read = json.loads(text)
        except ValueError:
            raise ValueError("credentials are not JSON") from None
        names = {field.name for field in fields(cls)}
        if not isinstance(read, dict) or set(read) != names:
            raise ValueError(f"credentials must be a JSON object with exactly {', '.join(sorted(names))}")
        if not all(isinstance(value, str) and value for value in read.values()):
            raise ValueError("credentials must be texts, and none may be empty")
        return cls(**read)

    def password(self, user: str) -> str | None:
        """The password of a user, or the secret of a client; None if unknown."""
        known = {ADMIN: self.admin_password, READER: self.reader_password, self.client_id: self.client_secret}
        return known.get(user)

    def valid_keys(self) -> dict[str, str]:
        """The accepted API keys, and their clients."""
        return {self.api_key: "first", self.second_api_key: "second"}
