"""A shop that accepts tokens, for tests of a team's tokens and of log-outs."""

from __future__ import annotations

DATA = b'{"orders": [{"id": 4711, "product": "Teapot"}]}'


class Shop:
    """Accepts the tokens in *valid*, carried as *carrier* does; *forgets* whether a log-out ends them."""

    def __init__(self, *valid, carrier, log_out=204, forgets=True):
        self.valid, self.carrier, self.log_out, self.forgets = set(valid), carrier, log_out, forgets

    def __call__(self, request):
        method, path, headers, _ = request
        word = f"{self.carrier.prefix} " if self.carrier.prefix else ""
        given = headers.get(self.carrier.header, "")
        sent = given.removeprefix(word) if given.startswith(word) else ""
        if path == "/logout" and method == "POST":
            if self.forgets:
                self.valid.discard(sent)
            return self.log_out, {}, b""
        if path != "/orders":
            return 404, {}, b"nothing is here"
        return (200, {}, DATA) if sent in self.valid else (401, {}, b'{"error": "who are you?"}')
