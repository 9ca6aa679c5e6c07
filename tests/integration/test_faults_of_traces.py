"""Each fault of traces turns its gate red, and no other: two real services, a real Jaeger, and the rows that ask it."""

from __future__ import annotations

import pytest
from servers.traced import DemoShop
from servers.watching import running

pytestmark = pytest.mark.integration
ROWS = ("golive/infrastructure::traces_flow", "golive/monitoring::trace_success")
# What is whole is found soon; of what never comes, nobody can say it before the end.
PATIENCE, BRIEFLY = "120s", "8s"
FEW = 30


@pytest.fixture(scope="module")
def kiosk(jaeger, tmp_path_factory):
    """A service that asks another one, by names that no other test has."""
    folder = tmp_path_factory.mktemp("kiosk")
    with (
        running(DemoShop(folder / "store", jaeger.otlp, service="store")) as store,
        running(DemoShop(folder / "kiosk", jaeger.otlp, service="kiosk", stock=store)) as made,
    ):
        for _ in range(FEW):
            assert made.send("GET", "/products").status_code == 200
        yield made


@pytest.fixture
def judged(checklist, jaeger, kiosk):
    """The rows of a kiosk with these faults."""

    def judge(*faults, wait=BRIEFLY):
        traces = {"url": jaeger.url, "services": ["kiosk", "store"], "path": "/availability", "wait": wait}
        checklist.aim((), url=kiosk.url, traces=traces, wait="60s", timeout="60s", connect_timeout="60s")
        kiosk.faults(*faults)
        try:
            return checklist.run(*ROWS)
        finally:
            kiosk.faults()

    return judge


def test_a_sound_chain_is_green(judged):
    rows = judged(wait=PATIENCE)
    assert rows.those("passed") == {"traces_flow", "trace_success"}, rows.said


# Each kind of result once: a span is missing, the whole trace is, or it is not whole. More faults: test_traces_followed_live.py.
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("traces_off", "kiosk has no span in it"),
        ("traces_unsampled", "OTEL_TRACES_SAMPLER"),
        ("span_lost", "its parent"),
    ],
)
def test_a_fault_of_traces_is_found_by_its_gate(judged, fault, said):
    rows = judged(fault)
    assert rows.those("failed") == {"traces_flow"}, rows.said
    assert said in rows.messages["traces_flow"]
    assert rows.those("passed") == {"trace_success"}, rows.said


def test_traces_of_work_that_failed_are_counted(checklist, jaeger, tmp_path):
    """A service of its own, as its failed traces stay in Jaeger."""
    with running(DemoShop(tmp_path / "stall", jaeger.otlp, service="stall")) as stall:
        stall.faults("errors")
        assert [stall.send("GET", "/products").status_code for _ in range(FEW)].count(500) == FEW // 5
        traces = {"url": jaeger.url, "services": ["stall"], "path": "/availability", "wait": PATIENCE}
        checklist.aim((), url=stall.url, traces=traces, wait="60s", timeout="60s", connect_timeout="60s")
        rows = checklist.run(ROWS[1])
    assert rows.those("failed") == {"trace_success"}, rows.said
    assert " traces, such as " in rows.messages["trace_success"]
