"""Requests to the demo, and short descriptions of its responses."""

from __future__ import annotations

import json

import httpx2

DATA = ("confidential", "turnover", "4711", '"stock"')
ADMIN, READER = ("admin", "admin_password"), ("reader", "reader_password")


def say(answer):
    """``401``, or ``200 data``."""
    return f"{answer.status_code} data" if any(word in answer.text for word in DATA) else str(answer.status_code)


def products(demo):
    try:
        with demo.client() as client, client.stream("GET", "/products", timeout=httpx2.Timeout(30, read=3)) as answer:
            if answer.status_code != 200:
                where = answer.headers.get("location", "")
                return f"{answer.status_code} {where}".strip()
            body = b""
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > 1_000_000:
                    packed = answer.headers.get("content-encoding", "plain")
                    return f"long, {packed}"
                if len(body) > 2 and not body.strip():
                    return "dripping"
        return f"{json.loads(body)['count']} products"
    except httpx2.ReadTimeout:
        return "silence"
    except ValueError:
        return "no JSON"


def leads(answer):
    """The status, and where a redirect or a page leads."""
    where = answer.headers.get("location", "") or answer.text.partition("; url=")[2].partition('"')[0]
    where = where.replace(answer.request.headers["host"], "shop.test")
    return f"{answer.status_code} {where}" if where else answer.status_code


def said_of(answer, key):
    """The value of *key* in its JSON; the redirect's target if it has no JSON."""
    return answer.json()[key] if "json" in answer.headers.get("content-type", "") else leads(answer)


def orders(make):
    """Request the orders with the token that *make* returns."""
    return lambda demo: say(demo.bearer(make(demo.known)))


def header(value, path="/orders"):
    return lambda demo: say(demo.get(path, headers={"Authorization": value}))


def log_in(client, demo, password="admin_password", *, token=None):
    csrf = client.get("/login").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"username": "admin", "password": getattr(demo.known, password, password)}
    return client.post("/login", data=form | {"csrf_token": csrf if token is None else token})
