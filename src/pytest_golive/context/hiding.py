"""Hides the secrets whose variables the settings name, and the tokens of forges, before anything else happens."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pytest_golive.codebase.cache_key import KEY_VARIABLE
from pytest_golive.delivery.announcing.hiding import hide_webhook
from pytest_golive.errors import GoliveError, SettingsError
from pytest_golive.forge.finding.tokens import VARIABLES
from pytest_golive.masking.known import MASK
from pytest_golive.settings.infrastructure.forge import Forge
from pytest_golive.settings.loading import find_project, load_settings
from pytest_golive.settings.model import Settings
from pytest_golive.settings.release import AnnouncementsTable


def hide_secrets(settings: Settings, environment: Mapping[str, str]) -> None:
    """Forget what an earlier run hid; hide what *environment* holds, and withhold it from child processes."""
    MASK.reset()
    MASK.watch([KEY_VARIABLE], environment)  # anyone with the key can forge the cache
    for table in settings.targets.values():
        MASK.watch(table.variables(), environment)
    MASK.watch((*VARIABLES, *settings.of(Forge).variables()), environment)
    for audience in settings.of(AnnouncementsTable).audiences.values():
        if audience.url_env:
            hide_webhook(environment.get(audience.url_env, ""), audience.url_env)
        if audience.password_env:
            MASK.watch([audience.password_env], environment)


def hide_known(folder: Path) -> None:
    """Hide from now on what a run of the project around *folder* would hide.

    Where its settings have faults, that is what they hide by default; the command tells the faults.
    """
    try:
        settings = load_settings(find_project(folder)).settings
    except SettingsError:
        settings = Settings()
    hide_secrets(settings, os.environ)


def refuse_secrets(what: str, fields: Mapping[str, str]) -> None:
    """Refuse to write *what*, "the waiver", if one of its *fields* holds a credential.

    Raises:
        GoliveError: one does; the message names the fields, but not what is in them.
    """
    if held := [name for name, text in fields.items() if MASK.hide(text) != text]:
        what = f"{what} would hold a credential, in {' and '.join(held)}"
        raise GoliveError(what, "leave it out there; nothing was written")
