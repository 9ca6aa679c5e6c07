"""Instances that export what a test tells them, scraped by a source that never sleeps long."""

from __future__ import annotations

import gzip

from metric_apis import client_for

from pytest_golive.observability.sources.scraping.source import ScrapedMetrics

TEXT = {"Content-Type": "text/plain; version=0.0.4"}


class Instance:
    """Answers each scrape with the next of its texts, and then with the last again and again."""

    def __init__(self, serve, *texts) -> None:
        self.texts = list(texts)
        self.packed = False
        self.server = serve(self._answer)

    def _answer(self, request):
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        if isinstance(text, tuple):
            return text
        body = text.encode()
        if self.packed and "gzip" in request[2].get("Accept-Encoding", ""):
            return 200, {**TEXT, "Content-Encoding": "gzip"}, gzip.compress(body)
        return 200, TEXT, body


def scraped(*instances, **more):
    """The source of these instances: "a", "b", …"""
    clients = {
        name: client_for(one.server.url, "the instance", patience=0)
        for name, one in zip("abc", instances, strict=False)
    }
    return ScrapedMetrics(clients, **{"span": 0.4, "every": 0.1, **more})
