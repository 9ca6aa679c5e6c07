"""The configuration that we give to git, so that it reads the given folder with the same results for every user."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
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
# Overrides configuration of the user, the machine or the repository that would change the results.
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
    # Elsewhere file systems may have no links, or take two spellings of a name for one.
    **({"core.ignoreCase": "false", "core.symlinks": "true"} if sys.platform == "linux" else {}),
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
# By setting of git, the programs that check signatures, the first that is there.
VERIFIERS: Final = {
    "gpg.program": ("gpg", "gpg2"),
    "gpg.openpgp.program": ("gpg", "gpg2"),
    "gpg.ssh.program": ("ssh-keygen",),
    "gpg.x509.program": ("gpgsm",),
}
NO_VERIFIER: Final = "/nonexistent/verifier"  # git finds no signature valid
LITERAL: Final = "--literal-pathspecs"
OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    LITERAL,
    *(word for name, value in CONFIGURATION.items() for word in ("-c", f"{name}={value}")),
)


# Configuration in variables, with which CI systems pass credentials and addresses; only for commands on a remote.
GIVEN: Final = ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")


def environment(given: Mapping[str, str], *, is_reaching: bool = False) -> dict[str, str]:
    """The environment of git, from *given*, the environment of this process.

    Args:
        given: variables.
        is_reaching: whether git connects to a remote.
    """
    if is_reaching:
        kept = {
            name: value
            for name, value in given.items()
            if not name.startswith("GIT_") or name.startswith((*KEPT, *GIVEN))
        }
        return {"SSH_ASKPASS_REQUIRE": "never", **kept, **ENVIRONMENT}
    kept = {name: value for name, value in given.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return {**kept, **_trusted_folders(given), **ENVIRONMENT}


def _trusted_folders(given: Mapping[str, str]) -> dict[str, str]:
    """``safe.directory`` from variables, as containers in CI set it; no other configuration from variables."""
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


def verifiers(path: str) -> tuple[str, ...]:
    """Options by which git checks signatures with the programs on *path*, and not with others that a clone configures.

    Relative entries of *path* are ignored, or the project could supply the programs.
    """
    absolute = os.pathsep.join(entry for entry in path.split(os.pathsep) if Path(entry).is_absolute())
    found = {
        name: next(filter(None, (shutil.which(program, path=absolute) for program in programs)), NO_VERIFIER)
        for name, programs in VERIFIERS.items()
    }
    return tuple(word for name, program in found.items() for word in ("-c", f"{name}={program}"))
