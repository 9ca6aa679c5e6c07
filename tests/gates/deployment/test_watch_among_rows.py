"""The watch among other rows: with workers it is held once, and it comes after what deploys and the smoke rows."""

from __future__ import annotations

from measured_services import customers
from test_stable_after_deploy import GATES, SETTINGS, WATCH, samples_of


def test_with_workers_it_is_held_once(measured, shop, services):
    said = SETTINGS.format(duration="3s", gates=", ".join(map(repr, GATES)), more="")
    measured(said, own_requests=0, scrape_for="600ms", scrape_every="200ms")
    with customers(services[0]):
        result = shop.judge(WATCH, "-n", "2")
    result.stdout.fnmatch_lines(["*  PASS *Stable for 3 seconds after the deployment*"])
    lines = samples_of(shop)
    assert [line["golive"] for line in lines if "golive" in line] == ["watch"]
    numbers = [line["sample"] for line in lines if "sample" in line]
    assert numbers == list(range(1, len(numbers) + 1))


def test_its_row_comes_after_what_deploys_and_after_the_smoke_rows(shop, pytester):
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-m", "smoke or deploy", "--collect-only", "-q")
    rows = [line for line in result.outlines if line.startswith("golive/")]
    place = rows.index(f"golive/{WATCH}")
    for name in ("deployment::zero_downtime", "smoke::healthy", "smoke::version", "smoke::critical_endpoints"):
        assert rows.index(f"golive/{name}") < place, rows
