"""A site on loopback with prepared responses for each path."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """Gives the prepared responses for each path, repeats the last one, and keeps the requests."""

    def __init__(self):
        site = self
        self.seen, self.answers = [], {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.seen.append(f"{self.command} {self.path}")
                answers = site.answers.get(self.path, [(404, {})])
                status, headers = answers.pop(0) if len(answers) > 1 else answers[0]
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_HEAD(self):
                self.do_GET()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def says(self, path, *answers):
        self.answers[path] = [each if isinstance(each, tuple) else (each, {}) for each in answers]
        return f"{self.url}{path}"
