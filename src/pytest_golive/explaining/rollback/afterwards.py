"""What the gates about a rollback that happened measure."""

from __future__ import annotations

from pytest_golive.explaining.explanation import REACHING, Explanation

DUE = (
    " Due once a rollback of this release is recorded: by the journal of the target, or by occasions in the settings; "
    "run it on the release that was rolled back."
)
EXPLANATIONS: dict[str, Explanation] = {
    "team_notified": Explanation(
        "The receipts of golive announce --rolled-back: whether each audience in rollback.notify was told of the "
        "rollback of exactly this release, and not before it. Names that are no audiences are told by people, who sign "
        f"a row.{DUE}",
        ("rollback.notify", "rollback.notified_row", "announcements.audiences.NAME.kind", "occasions"),
        "golive announce --rolled-back REASON shows the text, with --send it notifies and writes the receipts; commit "
        "them.",
        said=("notify team", "team notified of the rollback", "stakeholders are told of the rollback"),
    ),
    "reverted": Explanation(
        "The tag or branch that production came back to: its files are those of the release before, and it is on the "
        "remote as it is here. A note names the branches that still hold the release, from which the next deployment "
        f"would bring it back.{DUE}",
        ("rollback.back_to", "deployment.remote", "deployment.branches", "previous_release", "occasions"),
        "Let production come back to the tag before, or to a branch of golive rollback --prepare; push that branch.",
        said=("revert to previous tag", "reverted to the previous tag", "code is reverted"),
    ),
    "previous_version_serving": Explanation(
        "Whether the target reports the version or commit of the release before in every response, from as many "
        "instances as the settings say, whether it is healthy, and whether its endpoints work. The time to recover, if "
        f"the journal knows it.{DUE}",
        (
            *REACHING,
            "targets.NAME.instances",
            "targets.NAME.version_samples",
            "targets.NAME.endpoints.path",
            "occasions",
        ),
        "Roll back the instances that serve something else, or take them out of the load balancer.",
        said=(
            "deploy previous version",
            "verify rollback success",
            "previous version is serving",
            "rollback verified",
        ),
    ),
    "post_mortem_written": Explanation(
        "The document about the rollback: it is tracked, names this version above its sections, has a date that is "
        "neither before the rollback nor in the future, and each of its sections says something of its own. Comments "
        f"and placeholders are nothing.{DUE}",
        ("rollback.post_mortem", "rollback.post_mortem_sections", "signing.aside", "occasions"),
        "golive post-mortem starts the document from the journal and other facts: complete it, and commit it; name it "
        "in signing.aside, so that it does not change the release.",
        said=("post-mortem analysis", "post-mortem written", "incident review written"),
    ),
}
