"""What frames hold, and what differs between a dashboard and its file."""

from __future__ import annotations

import copy

import pytest
from faked_grafana import NAN, dashboard, frame, panel

from pytest_golive.observability.dashboards.api.frames import error_of, held
from pytest_golive.observability.dashboards.comparing import differences

VARIABLE = {"name": "zone", "type": "custom", "query": "a,b", "multi": True, "current": {"value": ["a", "b"]}}


@pytest.mark.parametrize(
    ("frames", "content"),
    [
        ([], "nothing"),
        ([frame()], "nothing"),
        ([frame(None, None)], "nothing"),
        ([NAN], "not a number"),
        ([NAN, frame(0)], "data"),
        ([frame(0.0)], "data"),
        ([frame("line", kind="string")], "data"),
        ([frame(kind="string")], "nothing"),
        ([{}], "nothing"),
        ([{"schema": {"fields": [{"type": "number"}]}, "data": {"values": "x"}}], "nothing"),
        ([{"schema": 5, "data": []}, 7], "nothing"),
    ],
)
def test_what_frames_hold(frames, content):
    assert held({"frames": frames}) == content


def test_errors_stand_in_results_and_in_notices():
    notice = {
        "schema": {"meta": {"notices": [{"severity": "error", "text": "cut"}, {"severity": "info", "text": "x"}]}}
    }
    assert [
        error_of(one) for one in ({}, {"error": "a\nb"}, {"status": 500}, {"frames": [notice]}, {"status": 200})
    ] == [*("", "a b", "status 500", "cut", "")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body.update(id=9, version=77, schemaVersion=1, iteration=5), []),
        (lambda body: body["templating"]["list"][0].update(current={"value": "b"}, options=[{"value": "b"}]), []),
        (lambda body: body.update(annotations={"list": [{"name": "x", "builtIn": 1}]}, links=[], tags=None), []),
        (lambda body: body["panels"][0].update(pluginVersion="13"), []),
        (lambda body: body["panels"][0].update(datasource={"uid": "chosen"}), []),
        (
            lambda body: body.update(title="Shops"),
            ["the dashboard: title is 'Shop' in the file, and 'Shops' in Grafana"],
        ),
        (
            lambda body: body["panels"][0]["targets"].append({}),
            [
                "panel 'Requests' (1): targets is a list with 1 members in the file, and a list with 2 members in Grafana"
            ],
        ),
        (
            lambda body: body["templating"]["list"][0].update(query="a"),
            ["variable zone: query is 'a,b' in the file, and 'a' in Grafana"],
        ),
        (lambda body: body["panels"].clear(), ["panel 'Requests' (1) is in the file, and not in Grafana"]),
        (
            lambda body: body.update(editable=False),
            ["the dashboard: editable is missing in the file, and False in Grafana"],
        ),
    ],
)
def test_what_differs_is_told_by_panel_and_field(change, said):
    kept = dashboard(variables=[VARIABLE], __inputs=[{"name": "DS_PROM", "type": "datasource"}])
    kept["panels"][0]["datasource"]["uid"] = "${DS_PROM}"
    kept["panels"][0]["datasource"].pop("type")
    deployed = copy.deepcopy(kept)
    change(deployed)
    assert list(differences(kept, deployed)) == said


def test_many_differences_are_cut():
    kept = dashboard(*(panel(n, f"P{n}") for n in range(80)))
    found = differences(kept, dashboard())
    assert (len(found), found[-1]) == (51, "and 31 more")
