"""From the settings to an API beside the service: address, credentials, tenant, certificates; and to the source of metrics."""

from __future__ import annotations

import base64
from types import SimpleNamespace

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp, SettingsError
from pytest_golive.masking.known import MASK
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.scraping.source import ScrapedMetrics
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import settings_in, target_in
from pytest_golive.targets.live import Live
from pytest_golive.targets.reaching.apis import api_of
from pytest_golive.targets.reaching.metric_sources import metrics_of

TOKEN, PASSWORD = "word-of-the-token", "word-of-the-clerk"
ENVIRONMENT = {"PROM_TOKEN": TOKEN, "PROM_USER": "clerk", "PROM_PASSWORD": PASSWORD}
URL = "https://prom.example/prometheus"
BASIC = {"username_env": "PROM_USER", "password_env": "PROM_PASSWORD"}


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A run and a target with these metrics."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)

    def opened(metrics, **more):
        table = target_in(
            {"url": "http://127.0.0.1:9", **({"metrics": metrics} if metrics is not None else {}), **more}, "shop"
        )
        target = Target("shop", "http://127.0.0.1:9", by_settings=frozenset({"write"}), ca_file=tmp_path / "own.pem")
        return SimpleNamespace(root=tmp_path), Live(target, table, ENVIRONMENT, tmp_path)

    yield opened
    MASK.reset()


def api_for(opened, **metrics):
    run, live = opened({"url": URL, **metrics})
    return api_of(run, live, live.table.metrics, "metrics", "Prometheus")


def test_a_token_goes_into_its_header(opened):
    api = api_for(opened, token_env="PROM_TOKEN", tenant="shop", headers={"X-Extra": "1"}, timeout="7s", max_body=9)
    assert dict(api.credentials) == {"Authorization": f"Bearer {TOKEN}"}
    assert (api.headers, api.tenant) == ({"X-Extra": "1", "X-Scope-OrgID": "shop"}, "shop")
    assert (api.url, api.credential, api.timeout, api.max_body, api.target) == (URL, "PROM_TOKEN", 7.0, 9, "shop")
    assert api.named == "Prometheus at prom.example/prometheus"
    assert api.by_settings == {"write"}
    assert MASK.hide(f"it says {TOKEN}") == "it says [hidden]"
    other = api_for(
        opened, token_env="PROM_TOKEN", token_header="X-Api-Key", token_prefix="", tenant_header="THANOS-TENANT"
    )
    assert (dict(other.credentials), other.headers) == ({"X-Api-Key": TOKEN}, {})


@pytest.mark.parametrize(
    "more",
    [
        {"token_env": "AWS_SECRET_ACCESS_KEY"},
        {"token_env": "GITHUB_TOKEN"},
        {"token_env": "GITLAB_TOKEN"},
        {"token_env": "CI_JOB_TOKEN"},
        {"token_env": "NPM_TOKEN", "token_header": "X-Api-Key"},
        {**BASIC, "password_env": "TWINE_PASSWORD"},
        {**BASIC, "username_env": "AWS_SECRET_ACCESS_KEY"},
    ],
)
def test_a_secret_for_something_else_is_not_sent(opened, monkeypatch, more):
    named = next(name for name in more.values() if name not in {*ENVIRONMENT, "X-Api-Key"})
    monkeypatch.setenv(named, "word-of-others")
    with pytest.raises(NotSetUp, match=f"_env names {named}, which holds a secret for something else") as caught:
        api_for(opened, **more)
    assert "word-of-others" not in str(caught.value)


def test_user_and_password_go_into_theirs(opened):
    api = api_for(opened, **BASIC)
    pair = base64.b64encode(f"clerk:{PASSWORD}".encode()).decode()
    assert dict(api.credentials) == {"Authorization": f"Basic {pair}"}
    assert api.credential == "PROM_USER and PROM_PASSWORD"
    both = api_for(opened, **BASIC, token_env="PROM_TOKEN", token_header="X-Key", token_prefix="")
    assert set(both.credentials) == {"Authorization", "X-Key"}


def test_a_command_prints_the_token(opened):
    api = api_for(opened, token_command=["printf", "word-of-a-vault"])
    assert (dict(api.credentials), api.credential) == ({"Authorization": "Bearer word-of-a-vault"}, "token_command")


def test_certificates_are_files_of_the_project(opened, tmp_path):
    for name in ("ca.pem", "client.pem"):
        (tmp_path / name).touch()
    api = api_for(opened, ca_file="ca.pem", client_certificate={"cert_file": "client.pem"})
    assert (api.ca_file, api.client_certificate.certificate) == (tmp_path / "ca.pem", tmp_path / "client.pem")
    with pytest.raises(CannotMeasure, match=r"missing\.pem is not there"):
        api_for(opened, ca_file="missing.pem")


def test_an_unset_variable_is_no_empty_credential(opened):
    with pytest.raises(NotSetUp, match="OTHER is not set") as caught:
        api_for(opened, token_env="OTHER")
    assert "targets.shop.metrics.token" in caught.value.what
    run, live = opened({"url_env": "PROM_URL"})
    with pytest.raises(NotSetUp, match="PROM_URL is not set"):
        metrics_of(run, live)
    run, live = opened({})
    with pytest.raises(NotSetUp, match="does not say where Grafana is"):
        api_of(run, live, live.table.metrics, "metrics", "Grafana")


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (f'url = "{URL}"\nurl_env = "X"', "url and url_env"),
        ('token_env = "A"\ntoken_command = ["b"]', "token_env and token_command"),
        ('username_env = "A"', "together"),
        ('token_env = "A"\nusername_env = "B"\npassword_env = "C"', "for the same header"),
        ('url = "https://me:word@prom.example"', "must not contain credentials"),
        ('headers = { Authorization = "x" }', "carries a credential"),
        ('token_env = "word-of-the-token"', "never the secret itself"),
        ('window = "soon"', "is not a duration"),
        ('path = "metrics"', "begins with one"),
    ],
)
def test_settings_that_contradict_or_hold_secrets_are_refused(table, fault):
    with pytest.raises(SettingsError) as caught:
        settings_in(f'[targets.shop]\nurl = "http://127.0.0.1:9"\n[targets.shop.metrics]\n{table}\n', "golive.toml")
    assert fault in str(caught.value)
    assert "me:word" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_the_variables_with_secrets_are_known(opened):
    certificate = {"cert_file": "c.pem", "passphrase_env": "PASS"}
    table = {"url_env": "PROM_URL", **BASIC, "client_certificate": certificate}
    live = opened(table)[1]
    assert {"PROM_PASSWORD", "PASS"} <= set(live.table.variables())
    assert not {"PROM_USER", "PROM_URL"} & set(live.table.variables())


def test_with_an_address_a_server_is_asked_for_the_labels_of_the_service(opened):
    source = metrics_of(*opened({"url": URL, "selector": {"job": "shop"}}))
    assert isinstance(source, PrometheusMetrics)
    assert [str(one) for one in source.matchers] == ['job="shop"']


def test_without_one_instances_are_scraped(opened):
    addresses = ["https://10.0.0.7:8000", "https://10.0.0.8:8000"]
    source = metrics_of(*opened({"instances": addresses, "path": "/m", "token_env": "PROM_TOKEN", "scrape_for": "8s"}))
    assert isinstance(source, ScrapedMetrics)
    assert source.said == "own scrapes of 2 instances: 10.0.0.7:8000, 10.0.0.8:8000"


def test_the_target_itself_is_scraped_as_it_is_reached(opened, tmp_path):
    source = metrics_of(*opened({}))
    (client,) = source._clients.values()
    assert (client.api.url, client.api.ca_file) == ("http://127.0.0.1:9", tmp_path / "own.pem")


def test_several_instances_behind_one_address_cannot_be_scraped(opened):
    with pytest.raises(NotSetUp, match="3 instances behind one address"):
        metrics_of(*opened({}, instances=3))
    with pytest.raises(NotSetUp, match="does not say where its metrics are") as caught:
        metrics_of(*opened(None))
    assert "[tool.golive.targets.shop.metrics] url" in caught.value.cure
