"""What the gate about the main branch measures, which settings it uses, and how to fix a red row."""

from __future__ import annotations

from pytest_golive.explaining.explanation import Explanation

EXPLANATIONS: dict[str, Explanation] = {
    "merged": Explanation(
        "Whether a release branch of the remote, listed now by git ls-remote, contains the checked-out commit, or one "
        "with the same content, as squash and rebase merges create; sign-offs and ticks make no difference. Commits "
        "that this clone lacks are fetched into a private folder, so none of its refs changes. Files that differ from "
        "the commit and untracked files are findings, unless a tracked .gitignore names them. Files hidden by rules "
        "outside version control (a folder's own .gitignore, .git/info/exclude, the user's) are findings, too; only "
        "files of tools are shown as not checked: folders that begin with a dot, node_modules, __pycache__, htmlcov, "
        "virtual environments.",
        ("deployment.remote", "deployment.branches"),
        "Merge the change, and run this phase on the merged branch. Commit or remove the files that git status shows.",
        said=(
            "merge release branch to main",
            "merge to the main branch",
            "merged into main",
            "release branch merged",
        ),
    ),
}
