"""Which secrets may go to the APIs beside a service; settings, which a change can bring with it, do not decide that."""

from __future__ import annotations

from typing import Final

from pytest_golive.codebase.cache_key import KEY_VARIABLE
from pytest_golive.errors import NotSetUp
from pytest_golive.forge.finding.tokens import VARIABLES

# Variables that hold a secret for one well-known service, which is none of these APIs.
OTHERS: Final = frozenset(
    {
        *VARIABLES,
        KEY_VARIABLE,
        "ANTHROPIC_API_KEY",
        "ARM_CLIENT_SECRET",
        "AZURE_CLIENT_SECRET",
        "CARGO_REGISTRY_TOKEN",
        "CI_DEPLOY_PASSWORD",
        "CI_JOB_JWT",
        "CI_JOB_TOKEN",
        "CI_REGISTRY_PASSWORD",
        "CI_REPOSITORY_URL",
        "CLOUDFLARE_API_TOKEN",
        "CODECOV_TOKEN",
        "DATABASE_URL",
        "DIGITALOCEAN_ACCESS_TOKEN",
        "DOCKER_PASSWORD",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_CREDENTIALS",
        "GPG_PASSPHRASE",
        "HEROKU_API_KEY",
        "HF_TOKEN",
        "KUBECONFIG",
        "NODE_AUTH_TOKEN",
        "NPM_TOKEN",
        "OPENAI_API_KEY",
        "PGPASSWORD",
        "PYPI_TOKEN",
        "SLACK_BOT_TOKEN",
        "SNYK_TOKEN",
        "SONAR_TOKEN",
        "SSH_PRIVATE_KEY",
        "STRIPE_SECRET_KEY",
        "SYSTEM_ACCESSTOKEN",
        "VAULT_TOKEN",
    }
)
# The beginnings of their names: of a cloud, of what GitHub makes for a job, and of tools that publish packages.
FAMILIES: Final = ("ACTIONS_", "AWS_", "FLIT_", "GITHUB_", "HATCH_", "POETRY_", "TWINE_", "UV_PUBLISH_")


def require_own(variable: str | None, key: str) -> None:
    """Refuse a variable that holds the secret of something else.

    Args:
        variable: its name; None for none.
        key: the setting that names it, for the message: "targets.staging.metrics.token".

    Raises:
        NotSetUp: it does.
    """
    if variable is None or not is_of_others(variable):
        return
    raise NotSetUp(
        f"{key}_env names {variable}, which holds a secret for something else, and it is sent to no other address",
        "give this API a credential of its own that may only read, in a variable with a name of its own",
    )


def is_of_others(variable: str) -> bool:
    """Whether a variable holds, by its name, a secret for another well-known service."""
    return variable in OTHERS or variable.startswith(FAMILIES)
