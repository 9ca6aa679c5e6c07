"""Addresses that are nobody's, with real servers of two generations: as they print templates, servers and proxies."""

from __future__ import annotations

import pytest
from servers.alerting import rules_found
from servers.alertmanager import webhook

pytestmark = pytest.mark.integration


def test_what_a_server_prints_of_nobodys_addresses_is_understood(scene):
    scene.config["global"] = {"smtp_smarthost": "127.0.0.1:25", "smtp_from": "shop@shop.test"}
    scene.config["global"]["smtp_smarthost"] = "smtp.example.org:587"
    scene.receive("pager", {"email_configs": [{"to": "oncall@shop.io"}]})
    assert "its email goes by the reserved name smtp.example.org as 'smarthost'" in scene.measure().faults[0].message
    scene.config["global"]["smtp_smarthost"] = "127.0.0.1:25"
    scene.receive("pager", {"email_configs": [{"to": "{{ .CommonLabels.owner_email }}"}]})
    assert "its email has nothing as 'to' with the labels of this alert" in scene.measure().faults[0].message
    made = webhook("pager", f"{scene.sink}/pager")
    made["webhook_configs"][0]["http_config"] = {"proxy_url": "http://ann:secret@proxy.invalid:3128"}
    scene.receive("pager", made)
    assert "its webhook goes by the reserved name proxy.invalid as 'proxy_url'" in scene.measure().faults[0].message
    made["webhook_configs"][0]["http_config"] = {"proxy_url": f"http://ann:secret@{scene.sink.partition('://')[2]}"}
    scene.receive("pager", made)
    found = scene.measure()
    assert rules_found(found) == []
    assert (
        "not proven, as only Alertmanager sees it",
        "pager: whether the proxy of its webhook lets it through",
    ) in list(found.notes())
