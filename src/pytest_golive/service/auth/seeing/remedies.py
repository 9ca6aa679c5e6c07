"""What to do about a wrong outcome of an attempt: each kind has its own fix."""

from __future__ import annotations

from collections.abc import Mapping

# By a part of the attempt's name, if a client was accepted that must be rejected.
BY_NAME: Mapping[str, str] = {
    "after log-out": "end the session or the token on the server when its owner logs out: delete it there, or keep a "
    "list of ended ones until they expire",
    "lesser identity": "check the role of who is logged in before the data is read, and answer 403 to who lacks it",
    "CSRF": "reject a log-in form that comes without the token of its own page",
    "before the log-in": "create a new session id at log-in, and never take an id from the client",
    "alg: none": "accept the algorithms of your issuer only, by name, never those that the token names",
    "key confusion": "accept the algorithms of your issuer only, by name: an HMAC under a public key is none of them",
    "audience": "verify aud: a token for another service must open nothing here",
    "issuer": "verify iss in addition to the signature",
    "expired": "verify exp with each request, also where the answer is kept for a while",
    "not valid yet": "verify nbf, if the token has one",
    "revoked": "ask with each request, or within a short time, whether the token has been taken back",
    "critical extension": "reject tokens whose crit names what your verifier does not know (RFC 7515, 4.1.11)",
    "signature": "verify the signature before anything of the token is believed",
    "foreign key": "verify the signature by the keys of your issuer only",
    "its own key": "take no key from the token itself: verify by the keys of your issuer only",
}
# A service that accepts these accepts all others, too, and one fix is enough.
ANYBODY = frozenset({"no credentials", "wrong token", "wrong password", "wrong session"})
ACCEPTS = (
    "let one place decide which requests are accepted, before any data is read, and respond with 401 to all others"
)
REJECTED_WRONGLY = (
    "check these credentials in the environment, and how they are carried (scheme, header, prefix); then whether the "
    "path is open to them"
)
OTHER_STATUS = (
    "answer 401 to who is not logged in, and 403 to who lacks a right; or name what your service answers in status"
)
BY_OUTCOME: Mapping[str, str] = {
    "rejected with data": "leave the data out of what is answered to those who are rejected: decide before it is read",
    "not rejected": "respond with 401 or 403 to users without access, or redirect to the log-in page",
    "accepted without data": "name in shows what the page really contains, or check what these credentials may read",
    "repeated": "send no credential back in a header of an answer, also not for debugging",
}


def remedy(name: str, outcome: str, wanted: str) -> str:
    """What to do about the attempt *name* with this *outcome*; "" for the fix of its row."""
    if outcome in BY_OUTCOME:
        return BY_OUTCOME[outcome]
    if outcome.startswith("rejected"):
        return REJECTED_WRONGLY if wanted == "accepted" else OTHER_STATUS
    if outcome == "accepted":
        what = name.partition(": ")[2] or name
        return next((cure for part, cure in BY_NAME.items() if part in what), ACCEPTS)
    return ""
