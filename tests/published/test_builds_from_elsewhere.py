"""Manifests that deploy what they do not show, and images that stand under other keys than "image"."""

from __future__ import annotations

import os

import pytest

from pytest_golive.delivery.published.artifacts import Where, builds
from pytest_golive.delivery.published.images import in_manifest
from pytest_golive.delivery.published.outputs import in_output
from pytest_golive.errors import CannotMeasure

A = "a" * 64
GOOD = f"image: shop@sha256:{A}\n"
PINNED = f"images: [{{name: shop, digest: sha256:{A}}}]\n"
KUSTOMIZE = f"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n{PINNED}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{KUSTOMIZE}resources: [../base]", "a.yaml brings in ../base, whose images are not looked at; name a command that prints the rend"),
        (f"{KUSTOMIZE}resources: ['https://me:betray@forge.example/x?ref=main']", "a.yaml brings in https://"),
        (f"{KUSTOMIZE}components: [c]", "a.yaml brings in c, whose"),
        (f"{KUSTOMIZE}patches: [{{path: p.yaml}}]", "a.yaml brings in p.yaml, whose"),
        (f"{KUSTOMIZE}helmCharts: [{{name: tea, repo: 'https://charts.example', version: 1.0.0}}]", "a.yaml brings in the chart tea, whose"),
        (f"{GOOD}---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {{source: {{chart: tea}}}}", "a.yaml deploys what its Application refers to"),
        (f"{GOOD}---\nkind: Application\nspec: {{sources: [{{path: x}}]}}", "a.yaml deploys what its Application refers to"),
        (f"{GOOD}---\nkind: ApplicationSet\nspec: {{template: {{}}}}", "a.yaml deploys what its ApplicationSet refers to"),
        (f"{GOOD}---\nkind: HelmRelease\nspec: {{chart: {{spec: {{chart: tea}}}}}}", "a.yaml deploys what its HelmRelease refers to"),
        (f"{GOOD}---\nkind: Kustomization\nspec: {{path: ./x}}", "a.yaml deploys what its Kustomization refers to"),
        (f"{GOOD}---\napiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nspec: {{repo: x}}", "a.yaml deploys what its GitRepo refers to"),
        (f"{GOOD}---\nkind: List\nitems: [{{kind: HelmRelease, spec: {{chart: {{}}}}}}]", "a.yaml deploys what its HelmRelease refers to"),
        (f"{GOOD}---\nreleases: [{{name: x, chart: tea/tea}}]", "a.yaml brings in tea/tea, whose"),
    ],
)  # fmt: skip
def test_what_a_manifest_brings_in_is_not_passed_over(text, said):
    with pytest.raises(CannotMeasure) as caught:
        list(in_manifest(text, "a.yaml"))
    assert str(caught.value).startswith(said)
    assert "betray" not in str(caught.value)
    with pytest.raises(CannotMeasure, match=said.removeprefix("a.yaml ").partition(";")[0].replace(".", "[.]")):
        in_output(text, "asked")


@pytest.mark.parametrize(
    "text",
    [
        "kind: HorizontalPodAutoscaler\nspec: {scaleTargetRef: {kind: HelmRelease, name: x}}",
        "kind: Alert\nspec: {eventSources: [{kind: Kustomization, name: '*'}]}",
        "apiVersion: app.k8s.io/v1beta1\nkind: Application\nspec: {descriptor: {type: shop}}",
        "apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nspec: {sources: [{useDefaultCAs: true}]}",
        "kind: Role\nrules: [{resources: [pods]}]",
        "releases: [1.0, 1.1]",
        "image: {pullPolicy: Always, tag: ''}",
        "kind: Kustomization\nnamePrefix: x-",
        "a: [{path: /image, value: tea}, {name: IMAGE_PULL_POLICY, value: Always}, {name: X_IMAGE, value: 'yes'}]",
        "args: [--image-quality=high, --log=a/b, '--image', png, --image=logo.png, 'image: 12:30']",
        "backgroundImage: img/x.png\nimageName: shop\nimageUrl: https://x.example/a/b:1.png\nimages: [a.png, shop]",
    ],
)
def test_what_brings_nothing_in_and_is_no_image_is_left(text):
    assert list(in_manifest(f"{GOOD}---\n{text}", "a.yaml")) == [("shop", A)]


def test_a_kustomization_may_name_what_is_looked_at_too(tmp_path):
    files = {
        "prod/kustomization.yml": f"resources: [shop.yaml, ../base]\n{PINNED}",
        "prod/shop.yaml": f"kind: Pod\nspec: {{containers: [{{{GOOD.strip()}}}]}}",
        "base/kustomization.yaml": "kind: Kustomization\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def named(*globs):
        return builds(Where("production", manifests=globs), tmp_path, os.environ, tmp_path / "log", 60).names

    assert named("prod/*.y*ml", "base/*.y*ml") == {A: "shop"}
    with pytest.raises(CannotMeasure, match=r"^prod/kustomization\.yml brings in \.\./base, whose images"):
        named("prod/*.y*ml")
    with pytest.raises(CannotMeasure, match=r"^prod/kustomization\.yml brings in shop\.yaml, whose images"):
        named("prod/kustomization.yml", "base/*.y*ml")
    (tmp_path / "prod" / "Chart.yaml").write_text(
        "apiVersion: v2\ndependencies: [{name: tea, repository: 'oci://x'}]\n"
    )
    with pytest.raises(CannotMeasure, match=r"^prod/Chart\.yaml brings in oci://x, whose images"):
        named("prod/*.y*ml", "base/*.y*ml")


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("images: ['evil:latest']", "evil:latest"),
        ("images: ['evil/x']", "evil/x"),
        ("sidecarImage: evil/x", "evil/x"),
        ("worker: {image: {tag: latest}}", "the tag latest"),
        ("imageRef: evil/x:latest", "evil/x:latest"),
        ("imageName: evil:latest", "evil:latest"),
        ("container_image_name: evil/x:latest", "evil/x:latest"),
        ("ImageUri: evil/x:latest", "evil/x:latest"),
        ("env: [{name: WORKER_IMAGE, value: 'evil/x:latest'}]", "evil/x:latest"),
        ("environment: ['WORKER_IMAGE=evil/x:latest']", "evil/x:latest"),
        ("args: ['--worker-image=evil/x:latest']", "evil/x:latest"),
        ("args: [run, --worker-image, 'evil/x:latest']", "evil/x:latest"),
        ("patches:\n- patch: |-\n    - op: replace\n      path: /spec/image\n      value: evil/x:latest\n", "evil/x:latest"),
        ("patchesStrategicMerge:\n- |-\n  spec:\n    image: evil/x:latest\n", "evil/x:latest"),
    ],
)  # fmt: skip
def test_an_image_by_tag_is_seen_under_other_keys(text, tagged):
    assert [name for name, digest in in_manifest(GOOD + text, "a.yaml") if not digest] == [tagged]


@pytest.mark.parametrize("told", [f"imageID: shop@sha256:{A}", f"RepoDigests: ['shop@sha256:{A}']"])
@pytest.mark.parametrize(
    "manifest",
    ["kind: Pod\nspec: {{containers: [{{image: evil/x:latest, {}}}]}}", "services: {{x: {{image: evil/x:latest, {}}}}}",
     "kind: List\nitems: [{{kind: Pod, spec: {{image: evil/x:latest, {}}}}}]"],
)  # fmt: skip
def test_what_a_manifest_asks_for_does_not_tell_what_runs(manifest, told):
    assert next(in_output(manifest.format(told), "asked").__iter__()) == ("evil/x:latest", "")


def test_what_a_cluster_says_of_its_pods_tells_what_runs():
    status = f"status: {{containerStatuses: [{{image: 'shop:1', imageID: 'shop@sha256:{A}'}}]}}"
    assert in_output(f"kind: List\nitems: [{{kind: Pod, {status}}}]", "asked") == [("shop", A)]
