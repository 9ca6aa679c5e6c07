"""The builds of staging and of production, by their digests."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from pytest_golive.delivery.published.artifacts import Builds, Where, builds, untried
from pytest_golive.errors import CannotMeasure

A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def named(tmp_path):
    """The builds that a naming scheme finds in a folder."""

    def find(there=(), **way):
        for name, text in dict(there).items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return builds(Where("staging", **way), tmp_path, os.environ, tmp_path / "log", 60).names

    return find


def printing(text):
    return (sys.executable, "-c", f"print({text!r})")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"docker-pullable://registry.example:5000/shop@sha256:{A} registry.example/fake@sha256:{B}",
         {A: "registry.example:5000/shop", B: "registry.example/fake"}),
        (f"{A}  dist/shop.whl\n{B} *dist/tea.whl\n", {A: "shop.whl", B: "tea.whl"}),
        (f'["sha256:{A}"]', {A: ""}),
        (f"docker://sha256:{A}\n\n  shop:1.2@sha256:{B}  \n", {A: "", B: "shop:1.2"}),
        (f'"shop@sha256:{A}"\n["tea@sha256:{B}"]', {A: "shop", B: "tea"}),
        (f'{{"image": "shop@sha256:{A}"}}\n{{"image": "tea@sha256:{B}"}}', {A: "shop", B: "tea"}),
        (f'{{"items": [{{"image": "shop:1", "imageID": "docker-pullable://shop@sha256:{A}"}}]}}', {A: "shop"}),
        (f'[{{"RepoTags": ["shop:1"], "RepoDigests": ["shop@sha256:{A}"]}}, {{"Image": "sha256:{B}"}}]', {A: "shop", B: ""}),
        (f"# Source: shop\n---\nimage: shop@sha256:{A}\n---\n# nothing\n", {A: "shop"}),
    ],
)  # fmt: skip
def test_a_command_prints_digests(named, text, names):
    found = named(command=printing(text))
    assert found == names


def test_manifests_name_images(named):
    compose = (
        f"services:\n  shop:\n    image: 'registry.example/shop:1.2.0@sha256:{A}'\n  # image: registry.example/old:1\n"
    )
    pods = f'containers:\n- image: "tea@sha256:{B}"  # pinned\n  name: tea\n  checksum: {C}\n'
    found = named({"deploy/compose.yaml": compose, "deploy/pods.yaml": pods}, manifests=("deploy/*.yaml",))
    assert found == {A: "registry.example/shop:1.2.0", B: "tea"}


def test_files_are_the_builds(named):
    found = named({"dist/shop.whl": b"\0wheel", "dist/empty": b""}, files=("dist/*",))
    assert found == {hashlib.sha256(b"\0wheel").hexdigest(): "shop.whl", hashlib.sha256(b"").hexdigest(): "empty"}


@pytest.mark.parametrize(
    ("files", "way", "said"),
    [
        ({}, {"command": printing("registry.example/shop:1.2.0\n")}, "names registry.example/shop:1.2.0 without a digest, so the build is unknown; name the image by its digest"),
        ({}, {"command": printing("v1.2.0 " + "a" * 40)}, "prints a line that is not understood: v1.2.0 aaaa"),
        ({}, {"command": printing("")}, r"staging: `\S+ -c print.*` names no digest"),
        ({}, {"command": (sys.executable, "-c", "raise SystemExit('no cluster')")}, "failed with exit status 1, so the builds on staging are unknown; it last said: no cluster"),
        ({}, {"command": ("no-such-program",)}, "`no-such-program` does not start"),
        ({"a.yaml": "image: shop:1.2.0\n"}, {"manifests": ("*.yaml",)}, "a.yaml names shop:1.2.0 without a digest"),
        ({"a.yaml": f"image: shop@sha256:{A}\nnext:\n  image: tea\n"}, {"manifests": ("*.yaml",)}, "a.yaml names tea without a digest"),
        ({"a.yaml": ""}, {"manifests": ("*.yaml",)}, "staging: .*yaml names no digest"),
        ({"a.yaml": b"\xff\0\xfe" * 9}, {"manifests": ("*.yaml",)}, "a.yaml is not valid YAML: "),
        ({"a.yaml": b"#" * (5 << 20)}, {"manifests": ("*.yaml",)}, "a.yaml is larger than 4 MiB"),
        ({}, {"manifests": ("*.yml",)}, r"no file matches \*.yml, which \[tool.golive.deployment.artifact\] names for staging"),
        ({}, {"files": ("dist/*",)}, r"no file matches dist/\*"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(named, files, way, said):
    with pytest.raises(CannotMeasure, match=said):
        named(files, **way)


GOOD = f"image: shop@sha256:{A}\n"


@pytest.mark.parametrize("text", ["include: [c.yaml]", "name: shop\nx-own: {}\ninclude:\n- path: c.yaml"])
def test_a_file_that_only_includes_others_is_not_passed_over(named, text):
    with pytest.raises(CannotMeasure, match=r"a\.yaml includes other Compose files, whose images are not looked at"):
        named({"a.yaml": text, "b.yaml": GOOD}, manifests=("*.yaml",))
    other = f"kind: Filter\ninclude: [c]\nspec: {{include: [c]}}\n{GOOD}"  # no Compose file
    assert named({"a.yaml": other, "b.yaml": GOOD}, manifests=("*.yaml",)) == {A: "shop"}


@pytest.mark.parametrize(
    "text",
    [
        f"- {{image: evil/x@sha256:{B}}}",
        f"a: [{{n: 1, image : 'evil/x@sha256:{B}'}}]",
        f'{{"spec": {{\n\t"image": "evil/x@sha256:{B}"}}}}',
        f"? image\n: evil/x@sha256:{B}",
        f'"im\\u0061ge": evil/x@sha256:{B}',
        f"images:\n- name: tea\n  newName: evil/x\n  digest: sha256:{B}",
        f"image:\n  repository: evil/x\n  tag: '1'\n  digest: sha256:{B}",
        f"jobImage: evil/x@sha256:{B}",
        f"a: !own {{image: shop@sha256:{A}, image: evil/x@sha256:{B}}}",
    ],
)
def test_an_image_is_seen_however_the_manifest_is_written(named, text):
    found = named({"a.yaml": text, "b.yaml": GOOD}, manifests=("*.yaml",))
    assert found == {A: "shop", B: "evil/x"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('containers: [{image: "evil/x:latest"}]', "evil/x:latest"),
        ("- name: x\n  image : evil:latest", "evil:latest"),
        ("image: {repository: evil/x, tag: latest, digest: sha256:12}", "evil/x:latest"),
        ("images: [{name: shop, newTag: latest}]", "shop:latest"),
        ("images: [evil/x:latest]", "evil/x:latest"),
        ("containerImage: evil:latest", "evil:latest"),
        ("image: evil@sha256:$DIGEST", r"evil@sha256:\$DIGEST"),
    ],
)
def test_an_image_by_tag_is_seen_however_the_manifest_is_written(named, text, said):
    with pytest.raises(CannotMeasure, match=rf"a\.yaml names {said} without a digest"):
        named({"a.yaml": text, "b.yaml": GOOD}, manifests=("*.yaml",))


def test_an_alias_is_followed_once_and_what_is_no_image_is_left(named):
    bomb = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    text = f"{bomb}image: ~\nimages: [a.png]\nbackground-image: url(x)\nimages_: {{a: 1}}\n"
    assert named({"a.yaml": text, "b.yaml": GOOD}, manifests=("*.yaml",)) == {A: "shop"}
    with pytest.raises(CannotMeasure, match=r"a\.yaml is not valid YAML: .*"):
        named({"a.yaml": "image: {{ .Values.image }}: x"}, manifests=("*.yaml",))


def test_manifests_of_the_other_suffix_are_not_left_out(named):
    files = {"prod/a.yaml": GOOD, "prod/b.yml": "image: evil:latest"}
    with pytest.raises(
        CannotMeasure, match=r"prod/b\.yml beside prod/\*\.yaml is not looked at; name prod/\*\.y\*ml, or"
    ):
        named(files, manifests=("prod/*.yaml",))
    with pytest.raises(CannotMeasure, match=r"prod/b\.yml names evil:latest without a digest"):
        named(manifests=("prod/*.yaml", "prod/*.yml"))
    assert named(manifests=("prod/a.yaml",)) == {A: "shop"}


def test_what_a_command_complains_of_does_not_run(named):
    code = f"import sys; print('shop@sha256:{A}'); sys.exit(print('cannot pull sha256:{B}', file=sys.stderr))"
    assert named(command=(sys.executable, "-c", code)) == {A: "shop"}


def test_what_goes_to_production_must_run_on_staging():
    staging = Builds({A: "shop", C: "fake"})
    assert untried(staging, Builds({A: "shop"})) == ()
    (found,) = untried(staging, Builds({A: "shop", B: "shop"}))
    assert found.message == "shop (sha256:bbbbbbbbbbbb) goes to production, but staging does not run it"
    one, both = frozenset([Path("b")]), frozenset([Path("a"), Path("b")])
    with pytest.raises(CannotMeasure, match="all files of production: b are also files of staging: a, b, so nothing"):
        untried(Builds({A: ""}, "staging: a, b", both), Builds({A: ""}, "production: b", one))
    (found,) = untried(staging, Builds({B: ""}))
    assert found.message.startswith("sha256:bbbbbbbbbbbb goes to production")
