"""Settings that each scheme of ``auth`` requires, and settings that it does not use."""

from __future__ import annotations

from collections.abc import Collection, Iterator

# "x|y" means one of them.
NEEDED = {
    "basic": ("username|username_env", "password_env|password_command"),
    "bearer": ("token_env|token_command",),
    "token": ("token_env|token_command",),
    "session": ("username|username_env", "password_env|password_command"),
    "oauth2": ("token_url", "client_id|client_id_env", "client_secret_env|client_secret_command"),
    "oidc": ("issuer", "client_id|client_id_env", "client_secret_env|client_secret_command"),
}
# Without it the second identity would not be tried.
OF_LESSER = {
    **{scheme: NEEDED[scheme] for scheme in ("basic", "bearer", "token", "session")},
    **dict.fromkeys(("oauth2", "oidc"), ("token_env|token_command|client_id|client_id_env",)),
}
HELD, GIVEN = ("bearer", "token"), ("oauth2", "oidc")
TOKENS = (*HELD, *GIVEN)
# Other schemes would silently ignore these.
MEANT_FOR = {
    "header": TOKENS,
    "prefix": TOKENS,
    "expired_token_env": TOKENS,
    "revoked_token_env": TOKENS,
    "wrong_audience_token_env": TOKENS,
    "wrong_issuer_token_env": TOKENS,
    "not_yet_valid_token_env": TOKENS,
    "unknown_crit_token_env": TOKENS,
    "revocation_url": TOKENS,
    "logout_token_env": HELD,
    "logout_token_command": HELD,
    "logout": (*TOKENS, "session"),
    "replay": ("session",),
}


def complaints(scheme: str, given: Collection[str], lesser: Collection[str] | None) -> Iterator[str]:
    """What is wrong with the settings of one way of logging in, each with its fix.

    Args:
        scheme: of the log-in.
        given: names of the settings in its table.
        lesser: the same for its lesser identity; None if it has none.
    """
    for either in NEEDED[scheme]:
        if not set(either.split("|")) & set(given):
            yield f"scheme {scheme!r} needs {either.replace('|', ' or ')}"
    for either in OF_LESSER[scheme] if lesser is not None else ():
        if not set(either.split("|")) & set(lesser or ()):
            yield f"scheme {scheme!r} needs {either.replace('|', ' or ')} in lesser, or nobody is tried"
    for name, schemes in MEANT_FOR.items():
        if name in given and scheme not in schemes:
            yield f"scheme {scheme!r} has no use for {name}; remove it, it is for {', '.join(schemes)}"
    yield from _log_out_complaints(scheme, given)


def _log_out_complaints(scheme: str, given: Collection[str]) -> Iterator[str]:
    leaves = "logout" in given or "revocation_url" in given
    second = "logout_token_env" in given or "logout_token_command" in given
    if "logout" in given and "revocation_url" in given:
        yield "logout and revocation_url are two ways to log out; keep the one that your clients use"
    if second and not leaves:
        yield "logout_token needs logout or revocation_url, which says how that token is logged out"
    if scheme in HELD and leaves and not (second or "token_command" in given):
        yield (
            "logout needs a second valid token, for the one that is logged out is of no use to the other gates: "
            "name logout_token_env, such as 'STAGING_LOGOUT_TOKEN', or logout_token_command"
        )
