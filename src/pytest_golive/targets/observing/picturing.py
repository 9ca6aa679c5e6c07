"""The picture of a watch beside its samples, for JUnit and for readers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import is_free_for, replace_file, told
from pytest_golive.observability.watch.journal.replaying import replayed
from pytest_golive.observability.watch.pictures.drawing import svg
from pytest_golive.observability.watch.result import Watched


def picture_of(watched: Watched, deployed: float | None = None, baseline: Mapping[str, float] | None = None) -> str:
    """Draw all samples of *watched* beside their file.

    Args:
        watched: a watch that has ended.
        deployed: when the release was deployed, in seconds since 1970; None if nobody knows.
        baseline: the value of each signal before the release, as far as it is known.

    Returns:
        The absolute path of the picture; "" for a watch without a file.

    Raises:
        CannotMeasure: the samples cannot be read, or the picture cannot be written.
    """
    return drawn(Path(watched.file), Path(watched.file).with_suffix(".svg"), deployed, baseline) if watched.file else ""


def drawn(file: Path, picture: Path, deployed: float | None = None, baseline: Mapping[str, float] | None = None) -> str:
    """Draw the samples in *file* into *picture*; as `picture_of`."""
    stored, samples = replayed(file)
    text = svg(samples, title=f"watch of {stored.about.target}", deployed=deployed, baseline=baseline)
    try:
        if not is_free_for(picture, b"<svg"):
            raise CannotMeasure(f"{picture} is not a picture, so it is left as it is", "name another file, or move it")
        replace_file(picture, text.encode())
    except OSError as error:
        raise CannotMeasure(*told(picture, error)) from None
    return str(picture.absolute())
