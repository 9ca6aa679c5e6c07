"""Requests to the service with short results, so that a fault changes a result."""

from __future__ import annotations

import base64
import json

import jwt
from demo_asking import READER, header, leads, log_in, orders, products, said_of, say
from demo_measuring import measured, spans

from pytest_golive.demo.accounts import tokens


def minted(kind):
    return orders(lambda known: tokens.mint(known, kind))


def forged(**header):
    """The claims of a valid token under another header, rightly signed."""
    return orders(lambda known: jwt.encode(_claims(), known.signing_key, "HS256", header))


def _claims():
    return tokens.claims("admin", "admin")


def _altered(known):
    head, payload, signature = tokens.mint(known, "reader").split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"role": "admin"}
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{signature}"


def revoked_token(demo):
    client = {"client_id": "shop-client", "client_secret": demo.known.client_secret}
    with demo.client() as asking:
        made = asking.post("/token", data=client | {"grant_type": "client_credentials"}).json()["access_token"]
        asking.post("/revoke", data=client | {"token": made})
    return say(demo.bearer(made))


def reports(user, password):
    return lambda demo: say(demo.get("/reports", auth=(user, getattr(demo.known, password, password))))


def client_token(secret):
    def ask(demo):
        form = {"grant_type": "client_credentials", "client_id": "shop-client"}
        with demo.client() as client:
            answer = client.post("/token", data=form | {"client_secret": getattr(demo.known, secret, secret)})
        return say(answer) if answer.status_code != 200 else say(demo.bearer(answer.json()["access_token"]))

    return ask


def logged_in(password="admin_password", *, token=None):
    def ask(demo):
        with demo.client() as client:
            posted = log_in(client, demo, password, token=token)
            return f"{posted.status_code}, {say(client.get('/account'))}"

    return ask


def after_logout(demo):
    with demo.client() as client:
        log_in(client, demo)
        session = client.cookies["session"]
        out = client.post("/logout")
    return f"{out.status_code}, {say(demo.get('/account', headers={'Cookie': f'session={session}'}))}"


def cookies(demo):
    with demo.client() as client:
        login = client.get("/login").headers["set-cookie"]
        session = log_in(client, demo).headers["set-cookie"]
    return [cookie.partition("; ")[2] for cookie in (login, session)]


def stock(name=None, cut=None):
    """Request the stock with the key of this name; *cut* shortens it."""
    return lambda demo: say(
        demo.get("/stock", headers={"X-API-Key": getattr(demo.known, name, name)[:cut]} if name else {})
    )


def searches(demo):
    """How many searches the first client may make, and then the responses for it and for the second."""
    demo.shop.afresh()
    first, second = {"X-API-Key": demo.known.api_key}, {"X-API-Key": demo.known.second_api_key}
    with demo.client(headers=first) as client:
        answers = [client.get("/search") for _ in range(8)]
        accepted = sum(answer.status_code == 200 for answer in answers)
        demo.now += int(answers[-1].headers.get("Retry-After", 0))
        later = client.get("/search").status_code
        demo.shop.afresh()
        [client.get("/search") for _ in range(8)]
    return f"{accepted}, later {later}, the other {demo.get('/search', headers=second).status_code}"


def wait(demo):
    """Whether a refusal sends its client away for more than a minute."""
    demo.shop.afresh()
    with demo.client() as client:
        return int([client.get("/search") for _ in range(8)][-1].headers.get("Retry-After", 0)) > 60


def headers(demo):
    wanted = ("x-content-type-options", "x-frame-options", "content-security-policy", "referrer-policy")
    return sum(name in demo.get("/").headers for name in wanted)


def repeated(demo):
    return (token := tokens.mint(demo.known, "valid")) in str(demo.bearer(token).headers)


PROBES = {
    "products": products,
    "health": lambda demo: [leads(demo.get("/healthz")) for _ in range(3)],
    "version": lambda demo: [said_of(demo.get("/version"), "version") for _ in range(3)],
    "database": lambda demo: said_of(demo.get("/healthz"), "database"),
    "built": lambda demo: "dirty" in str(said_of(demo.get("/version"), "commit")),
    "orders, nobody": lambda demo: say(demo.get("/orders")),
    "orders, valid": minted("valid"),
    "orders, malformed": header("Bearer garbage"),
    "orders, other scheme": header("Token garbage"),
    "orders, altered": orders(_altered),
    "orders, other key": orders(lambda _: jwt.encode(_claims(), "k" * 64, "HS256")),
    "orders, none": orders(lambda _: jwt.encode(_claims(), None, "none")),
    "orders, HS512": orders(lambda known: jwt.encode(_claims(), known.signing_key * 2, "HS512")),
    "orders, crit": forged(crit=["b2"], b2=True),
    **{f"orders, {kind}": minted(kind) for kind in tokens.KINDS[2:]},
    "admin, nobody": lambda demo: say(demo.get("/admin")),
    "admin, reader": lambda demo: say(demo.bearer(tokens.mint(demo.known, "reader"), "/admin")),
    "admin, admin": lambda demo: say(demo.bearer(tokens.mint(demo.known, "valid"), "/admin")),
    "reports, nobody": lambda demo: say(demo.get("/reports")),
    "reports, right": reports(*READER),
    "reports, wrong": reports("reader", "guess"),
    "reports, unknown": reports("mallory", "guess"),
    "reports, malformed": header("Basic !", "/reports"),
    "client, right": client_token("client_secret"),
    "client, wrong": client_token("guess"),
    "client, revoked": revoked_token,
    "account, nobody": lambda demo: say(demo.get("/account")),
    "account, malformed": lambda demo: say(demo.get("/account", headers={"Cookie": "session=garbage"})),
    "log-in, right": logged_in(),
    "log-in, wrong": logged_in("guess"),
    "log-in, no csrf": logged_in(token=""),
    "log-in, other csrf": logged_in(token="a.b"),
    "log-out": after_logout,
    "cookies": cookies,
    "stock, nobody": stock(),
    "stock, right": stock("api_key"),
    "stock, second": stock("second_api_key"),
    "stock, wrong": stock("demo_" + "0" * 40),
    "stock, cut": stock("api_key", -1),
    "stock, half": stock("api_key", 20),
    "stock, revoked": stock("revoked_api_key"),
    "stock, other": stock("other_api_key"),
    "stock, in query": lambda demo: say(demo.get("/stock", params={"api_key": demo.known.api_key})),
    "searches": searches,
    "wait": wait,
    "headers": headers,
    "repeated": repeated,
    "measured": measured,
    "spans": spans,
    "catalogue": lambda demo: leads(demo.get("/catalogue")),
}
