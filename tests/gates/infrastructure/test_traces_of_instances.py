"""The gate about traces sees all instances: by their addresses, or by the names in the spans of several requests."""

from __future__ import annotations

import pytest
from faked_backends import FakedBackend
from traced_shops import Pair

GATE = "infrastructure::traces_flow"


def judged(shop, pair, backend, *, target="", traces="", wait="1500ms", word=""):
    """What the report says, without its line breaks."""
    shop.settings(
        f'[tool.golive.targets.staging]\nurl = "{pair.url}"\n{target}\n'
        f'[tool.golive.targets.staging.traces]\nurl = "{backend.url}"\nservices = ["shop", "orders"]\n'
        f'path = "/orders"\nwait = "{wait}"\n{traces}\n'
    )
    return report(shop, word)


def report(shop, word):
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines([f"*  {word} *"])
    text = " ".join(result.stdout.str().split())
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize("kind", ["tempo", "jaeger", "zipkin"])
def test_instances_that_answered_are_named(shop, serve, kind):
    backend = FakedBackend(serve, kind)
    pair = Pair(serve, backend.take)
    pair.instances = ["shop-a", "shop-b"]
    text = judged(shop, pair, backend, wait="60s", word="PASS")
    assert "requests: 8, each with a trace of its own" in text
    assert "instances that answered: 2: shop-a, shop-b" in text


def test_one_of_two_instances_behind_one_address_exports_nothing(shop, serve):
    backend = FakedBackend(serve, "jaeger")
    pair = Pair(serve, backend.take)
    pair.instances, pair.silent = ["shop-a", "shop-b"], {"shop-b"}
    text = judged(shop, pair, backend, word="FAIL")
    assert "services without a span: 1, must be at most 0" in text
    assert "shop has no span in it (it has spans of orders), although it received the request" in text


def test_fewer_instances_are_seen_than_there_are(shop, serve):
    backend = FakedBackend(serve, "jaeger")
    pair = Pair(serve, backend.take)
    pair.instances = ["shop-a", "shop-b"]
    text = judged(shop, pair, backend, traces="[tool.golive.targets.staging.metrics]", target="instances = 3\n"
                  "version_samples = 3", wait="60s", word="ERROR")  # fmt: skip
    assert "the service has 3 instances, and the spans of 24 requests name 2 of them" in text


@pytest.mark.parametrize("table", ["traces", "metrics"])
def test_each_address_is_asked(shop, serve, table):
    backend = FakedBackend(serve, "jaeger")
    pair, other = Pair(serve, backend.take), Pair(serve, backend.take)
    named = f'instances = ["{pair.url}", "{other.url}"]'
    more = named if table == "traces" else f"[tool.golive.targets.staging.metrics]\n{named}"
    text = judged(shop, pair, backend, traces=more, wait="5s", word="PASS")
    assert "requests: 2, each to an instance of its own" in text
    without_context = 4
    assert (pair.requests.count("/orders"), other.requests.count("/orders")) == (1 + without_context, 1)

    other.faults = {"exporter off"}
    text = report(shop, "FAIL")
    assert "traces found of the requests: 1, must be at least 2" in text
    assert f"{other.url}/orders: trace " in text.replace("GET ", "")


def test_each_instance_must_have_an_address(shop, serve):
    backend = FakedBackend(serve, "jaeger")
    pair = Pair(serve, backend.take)
    more = f'instances = ["{pair.url}"]'
    text = judged(shop, pair, backend, target="instances = 2", traces=more, word="NOT SET UP")
    assert "has 2 instances, and the settings name the addresses of 1" in text


def test_a_path_that_only_the_name_of_the_operation_says(shop, serve):
    backend = FakedBackend(serve, "jaeger")

    def bare(spans):
        for span in spans:
            span.attributes.clear()
        backend.take(spans)

    text = judged(shop, Pair(serve, bare), backend, wait="60s", word="PASS")
    assert "its path: only in the name of the operation, 'GET /orders': no attribute of the span (url.path)" in text
