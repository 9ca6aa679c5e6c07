"""What the gate about builds measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "same_artifact": Explanation(
        "The SHA-256 digests of the builds that go to production; staging must run each of them. They are printed by "
        "a command, named in manifests (image: NAME@sha256:…), or computed from files. An image that is named only by "
        "a tag is an error, because a tag can move; so is a line of the command that names no build.",
        (
            "deployment.artifact.staging.command",
            "deployment.artifact.staging.manifests",
            "deployment.artifact.staging.files",
            "deployment.artifact.production.command",
            "deployment.artifact.production.manifests",
            "deployment.artifact.production.files",
            "deployment.artifact.timeout",
        ),
        "Build once, and deploy by digest: the image or file that ran on staging goes to production unchanged; only "
        "the configuration differs.",
        said=(
            "same artifact deployed to staging and production",
            "same build promoted to production",
            "build once deploy many",
        ),
    ),
}
