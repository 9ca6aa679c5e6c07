"""What the gates about readiness for a rollback measure."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "previous_release_available": Explanation(
        "The tag of the release before: whether it is in this clone and on the remote, as the same object, with all "
        "its files here. Its artefact, if the settings name one: files, images by their digests in manifests, or what "
        "a command prints. The command of a rollback: each placeholder has a value, and the program exists and may be "
        "executed. The row runs no rollback. Before the first release there is nothing to go back to: the row is not "
        "set up until the settings say what happens then.",
        (
            "rollback.command",
            "rollback.artifact.command",
            "rollback.artifact.manifests",
            "rollback.artifact.files",
            "rollback.artifact_timeout",
            "rollback.first_release",
            "deployment.remote",
            "previous_release",
        ),
        "Push the tag, bring the artefact back, or correct the command; golive rollback shows it filled in.",
        said=(
            "previous release available",
            "previous version is available",
            "rollback plan ready",
            "rollback procedure is ready",
        ),
    ),
    "migrations_reversible": Explanation(
        "The migrations of a database that are new or have changed since the release before, by reading files of "
        "Alembic, Django and Flyway: a downgrade() that is missing, does nothing or raises an error; RunPython "
        "without reverse_code, RunSQL without reverse_sql; a V file without its U file. What deletes tables, columns "
        "or rows loses data and counts, too. Nothing of the project is imported, and UPDATE does not count. An "
        "operation that is not understood is an error. Other tools are not recognised: then the settings must say it.",
        (
            "rollback.migrations.reversible",
            "rollback.migrations.reason",
            "rollback.migrations.exceptions",
            "rollback.first_release",
            "exclude",
        ),
        "Write the way back; delete columns and tables one release after nobody uses them; or name an exception with "
        "its reason.",
        said=(
            "database migrations are reversible",
            "migrations can be rolled back",
            "migrations reversible",
            "database rollback scripts tested",
        ),
    ),
    "rehearsed": Explanation(
        "The newest record of a rehearsal of exactly this release, in golive-records/rehearsals: deployed, data "
        "written, rolled back, data and version verified, rolled forward, verified again. It must have passed whole, "
        "on a target that is not production, with the commands that the settings have now, back to the release before, "
        "and not too long ago. A record that cannot be read is an error.",
        (
            "rollback.rehearsal_days",
            "rollback.command",
            "deployment.command",
            "rollback.first_release",
            "signing.signed_records",
        ),
        "Rehearse the rollback on staging, and commit the record.",
        said=(
            "rollback tested",
            "rollback plan tested",
            "rollback procedure tested",
            "rollback rehearsed",
            "rollback was rehearsed on staging",
        ),
    ),
}
