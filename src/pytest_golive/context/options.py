"""What decides which settings count in one run: its command line, its environment, and the folder that it judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pytest_golive.context.run import Run
from pytest_golive.settings.files.reading import OWN, PYPROJECT, has_own_settings
from pytest_golive.settings.wording.messages import shown

# pytest turns --strict-markers and the like into these, also from addopts; they loosen nothing.
STRICTER = {"strict=true", "strict_config=true", "strict_markers=true"}
MOST_FOLDERS = 5


def on_the_command_line(run: Run, options: Sequence[str], environment: Mapping[str, str]) -> Iterator[str]:
    """One note for each ``--golive-allow``, ``-o`` and ``PYTEST_ADDOPTS``."""
    if run.asked.allowed:
        yield f"the command line allows {', '.join(sorted(run.asked.allowed))}"
    for option in options:
        name, _, value = option.partition("=")
        if option not in STRICTER:
            yield f"-o sets {name} = {shown(value, (name,))}"
    words = [word.partition("=")[0] for word in environment.get("PYTEST_ADDOPTS", "").split() if word.startswith("-")]
    if words:
        yield f"PYTEST_ADDOPTS adds {' '.join(words)}"


def other_projects(run: Run) -> Iterator[str]:
    """One note if folders below have settings of their own: the verdict says nothing of their limits and gates.

    Raises:
        CannotMeasure: git cannot list the files.
    """
    places = (entry.path.rpartition("/") for entry in run.repository.tracked())
    folders = sorted({folder for folder, _, name in places if folder and name in {OWN, PYPROJECT}})
    if own := [folder for folder in folders if has_own_settings(run.root / folder)]:
        more = f" and {len(own) - MOST_FOLDERS:,} more" if len(own) > MOST_FOLDERS else ""
        yield (
            f"settings and gates of projects below do not count here: {', '.join(own[:MOST_FOLDERS])}{more}; "
            "run the checklist in such a folder for a verdict over it"
        )
