"""The configuration that git gets from us, so that it reads the given folder, with the same results for every user."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

# Variables about the machine: which folders are trusted, and how to reach the server of a partial clone. Git's other
# variables are removed, since they change what git reports about the repository.
KEPT: Final = (
    "GIT_ASKPASS",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
    "GIT_HTTP_",
    "GIT_PROXY_",
    "GIT_SSH",
    "GIT_SSL_",
)
ENVIRONMENT: Final = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# Overrides configuration of the user, the machine or the repository that would change what we read.
CONFIGURATION: Final = {
    "color.ui": "false",
    "color.branch": "false",
    "color.diff": "false",
    "color.interactive": "false",
    "color.status": "false",
    "core.attributesFile": os.devnull,
    "core.checkStat": "default",
    "core.commitGraph": "false",
    "core.fsmonitor": "false",
    "core.quotePath": "false",
    "core.trustctime": "true",
    "core.untrackedCache": "false",
    "diff.algorithm": "myers",
    "diff.colorMoved": "no",
    "diff.external": "",
    "diff.ignoreSubmodules": "untracked",
    "diff.indentHeuristic": "true",
    "diff.interHunkContext": "0",
    "diff.mnemonicPrefix": "false",
    "diff.noprefix": "false",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "diff.renames": "false",
    "diff.submodule": "short",
    "diff.suppressBlankEmpty": "false",
    "diff.wsErrorHighlight": "none",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "status.branch": "false",
    "status.renames": "false",
    "status.short": "false",
    "status.showStash": "false",
    "status.submoduleSummary": "false",
    "submodule.recurse": "false",
}
OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *(word for name, value in CONFIGURATION.items() for word in ("-c", f"{name}={value}")),
)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of git, from *given*, the environment of this process."""
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return {**kept, **_trusted_folders(given), **ENVIRONMENT}


def _trusted_folders(given: Mapping[str, str]) -> dict[str, str]:
    """``safe.directory`` where variables set it, as containers in CI do; no other configuration from variables."""
    count = given.get("GIT_CONFIG_COUNT", "")
    pairs = [
        (given.get(f"GIT_CONFIG_KEY_{number}", ""), given.get(f"GIT_CONFIG_VALUE_{number}", ""))
        for number in range(min(int(count), 1000) if count.isdecimal() else 0)
    ]
    folders = [value for key, value in pairs if key.lower() == "safe.directory"]
    if not folders:
        return {}
    named = {f"GIT_CONFIG_VALUE_{number}": folder for number, folder in enumerate(folders)}
    keys = {f"GIT_CONFIG_KEY_{number}": "safe.directory" for number in range(len(folders))}
    return {"GIT_CONFIG_COUNT": str(len(folders)), **keys, **named}
