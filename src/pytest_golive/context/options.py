"""Options on the command line and in the environment of one run that may change the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pytest_golive.context.run import Run
from pytest_golive.settings.wording.messages import shown

# pytest turns --strict-markers and the like into these, also from addopts; they loosen nothing.
STRICTER = {"strict=true", "strict_config=true", "strict_markers=true"}


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
