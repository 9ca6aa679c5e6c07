"""Settings about APIs, below ``[tool.golive.documentation]``: how they are documented and kept compatible."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pytest_golive.settings.values.kinds import Globs, Path, UrlPath, Word
from pytest_golive.settings.values.table import Table


class Api(Table):
    """``[tool.golive.documentation.api]``: the public API in Python."""

    include: Globs = Field(
        (),
        description="globs of the modules that users import; if not given, found by looking, but for a service none",
    )
    exclude: Globs = Field((), description="globs of modules that do not belong to the public API")
    public: Literal["names", "declared"] = Field(
        "names",
        description="what counts as public: names without an underscore; or declared, what an __all__ lists or a "
        "package at the top imports from its own modules",
    )
    docstrings: Literal["present", "matching", "complete"] = Field(
        "matching",
        description="what docstrings have to be: there; true to the signature; or with every parameter, return and "
        "exception, too",
    )
    reference: bool = Field(
        default=True,
        description="whether what the packages offer has to stand in the reference pages, if there are any",
    )


class OpenApi(Table):
    """``[tool.golive.documentation.openapi]``: the OpenAPI document of a service."""

    document: Path | None = Field(None, description="the committed document; found by its name if not given")
    services: dict[Path, Word] = Field(
        default_factory=dict,
        description="the documents of several services, each with the name of the target that serves it, instead of "
        "document",
    )
    served: bool = Field(default=True, description="whether the target must serve the same document")
    served_at: UrlPath | None = Field(
        None, description="path at which the target serves it; the usual ones are tried if not given"
    )
    breaking: bool = Field(
        default=True, description="whether its breaking changes since the last release are looked for, by oasdiff"
    )


class Migration(Table):
    """``[tool.golive.documentation.migration]``: where users read what they must change."""

    guides: Globs = Field((), description="globs of migration guides and changelogs; found by their names if not given")
    compatibility: Literal["semver", "deprecation", "none"] = Field(
        "semver",
        description="what a version promises: semver; deprecation, where a minor one may take away what was announced; "
        "or none",
    )
