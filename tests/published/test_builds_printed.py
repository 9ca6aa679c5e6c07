"""What a command prints, and what a Compose file says: each line counts, or the builds are unknown."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.published.images import in_manifest
from pytest_golive.delivery.published.outputs import in_output
from pytest_golive.errors import CannotMeasure

A, B = ("a" * 64, "b" * 64)


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        (f"sha256:{A}\nshop:latest", "shop:latest"),
        (f"sha256:{A} registry/shop:2.0 evil/x:latest evil/y:1", "registry/shop:2.0"),
        (f"shop@sha256:{A} evil/x:latest tea:1.27", "evil/x:latest"),
        (f"evil:latest shop@sha256:{A}", "evil:latest"),
        (f'{{"image": "shop:latest", "old": "sha256:{A}"}}', "shop:latest"),
        (f'[{{"image": "shop:latest", "imageID": ""}}, {{"image": "tea", "imageID": "sha256:{A}"}}]', "shop:latest"),
        (f'{{"image": "shop:1", "imageID": "sha256:{A}", "initImage": "evil:1"}}', "evil:1"),
        (f'[{{"RepoDigests": ["shop@sha256:{A}"]}}, {{"RepoTags": ["tea:1"], "RepoDigests": []}}]', "tea:1"),
    ],
)
def test_a_tag_that_a_command_prints_is_seen(text, tagged):
    assert next(name for name, digest in in_output(text, "asked") if not digest) == tagged


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"digest of yesterday's rollback: sha256:{A}\nnothing is deployed", "digest of yesterday's rollback: sha256:"),
        (f"shop@sha256:{A}\nwarning: nothing to see", "warning: nothing to see"),
        (f"sha256:{A}\nevil/x:latest running", "evil/x:latest running"),
        (f"sha256:{A}\nfake evil/x:latest", "fake evil/x:latest"),
        (f"log line {A} x", "log line aaaa"),
        (A, "aaaa"),
        (f"commit: {A}", "commit: aaaa"),
        (f"note: hello\n---\nimage: shop@sha256:{A}\n---\nnothing is deployed", "note: hello"),
        (f"image: shop@sha256:{A}\n  : {{", "image: shop@"),
        (f'{{"old": "sha256:{A}"}}', '{"old": "sha256:'),
        (f'shop@sha256:{A}\n{{"old": "sha256:{A}"}}', '{"old": "sha256:'),
        (f'["shop@sha256:{A}", "and no other"]', r'\["shop@sha256:'),
        (f'{{"image": "shop@sha256:{A}"', '{"image": "shop@'),
        (f"shop@sha256:{A}0", "shop@sha256:aaaa"),
        ("<none>@<none>", "<none>@<none>"),
        pytest.param("[" * 5000, r"\[\[\[", id="deep"),
    ],
)
def test_a_line_that_is_not_understood_proves_nothing(text, line):
    with pytest.raises(
        CannotMeasure, match=rf"asked prints a line that is not understood: {line}.*NAME@sha256:…, sha256:…"
    ):
        in_output(text, "asked")


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ("web: {build: .}", "a.yaml builds the service web, so which build runs is unknown; pin each image"),
        ("web: {<<: *base}", "a.yaml builds the service web, so"),
        ("web: {<<: [*base]}", "a.yaml builds the service web, so"),
        ("web: {extends: {file: b.yaml}}", "a.yaml leaves the image of the service web to what it extends"),
        ("web: {provider: {type: tea}}", "a.yaml leaves the service web to a provider, so what runs is unknown"),
        ("web: {}\ninclude: [c.yaml]", "a.yaml includes other Compose files"),
    ],
)
def test_a_service_of_compose_that_is_not_pinned_is_seen(services, said):
    text = f"x-base: &base {{build: .}}\nservices:\n  db: {{image: shop@sha256:{A}}}\n  {services}\n"
    with pytest.raises(CannotMeasure, match=said):
        list(in_manifest(text, "a.yaml"))
    with pytest.raises(CannotMeasure, match=said.removeprefix("a.yaml ")):
        in_output(text, "asked")


def test_a_service_of_compose_that_is_pinned_may_be_built_elsewhere():
    text = f"x: &x {{image: shop@sha256:{A}}}\nservices: {{web: {{build: ., <<: *x}}, idle: ~}}\n"
    assert list(in_manifest(text, "a.yaml")) == [("shop", A)]


def test_a_credential_is_hidden_before_a_line_is_cut():
    line = f"{'x ' * 40}https://user:{'betray' * 9}@hub.example"
    with pytest.raises(CannotMeasure, match=r"is not understood: x x ") as caught:
        in_output(line, "asked")
    assert "betray" not in caught.value.what
