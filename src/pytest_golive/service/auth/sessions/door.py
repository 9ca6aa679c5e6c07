"""Where people log in, and the form that they fill in there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.sessions.cookies import Cookies


@dataclass(frozen=True, slots=True)
class Door:
    """Where and how people log in.

    Attributes:
        login: path of the form, or of what takes JSON.
        logout: path that ends the session; "" if not known.
        logout_method: that ends it.
        username_field: the form's name for the user.
        password_field: the form's name for the password.
        csrf_field: the form's name for its token; "" to find it.
        takes_json: whether JSON is sent instead of a form.
        renews: whether a session id must change at log-in; if not, a kept one is only told.
        replay_refused: whether a copy of a cookie that is the session itself must be rejected after the log-out.
    """

    login: str = "/login"
    logout: str = ""
    logout_method: str = "POST"
    username_field: str = "username"
    password_field: str = "password"  # noqa: S105 -- a name, no password  # nosec B105
    csrf_field: str = ""
    takes_json: bool = False
    renews: bool = False
    replay_refused: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that is ready to be filled in.

    Attributes:
        action: where it is sent to, whole.
        fields: what it comes with.
        headers: what scripts of the page would add.
        token_field: the field of the token against CSRF; "" if there is none.
        cookies: of the visitor.
    """

    action: str
    fields: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    token_field: str
    cookies: Cookies

    @property
    def has_token(self) -> bool:
        """Whether anything stands against CSRF."""
        return bool(self.token_field or self.headers)

    def without_token(self) -> Opened:
        """The same form, as another site would send it."""
        left = {name: value for name, value in self.fields.items() if name != self.token_field}
        return replace(self, fields=left, headers={})

    def with_wrong_token(self, token: str) -> Opened:
        """The same form with a token that somebody made up."""
        MASK.add(token)
        fields = dict(self.fields) | ({self.token_field: token} if self.token_field else {})
        return replace(self, fields=fields, headers=dict.fromkeys(self.headers, token))
