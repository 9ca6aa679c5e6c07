"""What a team may write in ``[tool.golive.documentation]``: what is read, and held against what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.documentation.api import Api, Migration, OpenApi
from pytest_golive.settings.values.kinds import Argument, Duration, Globs, Path
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Documentation(SectionTable):
    """``[tool.golive.documentation]``."""

    KEY: ClassVar[str] = "documentation"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "exclude": Way.ADDED,
        "build_timeout": Way.NONE,
        "strict_build": Way.LESS,
        "readme_doctest": Way.LESS,
        "api.exclude": Way.ADDED,
        "api.include": Way.ANY,
        "api.docstrings": Way.ANY,  # words, of which 'present' is the loosest
        "api.reference": Way.LESS,
        "openapi.document": Way.ANY,
        "openapi.served": Way.LESS,
        "openapi.breaking": Way.LESS,
        "openapi.served_at": Way.ANY,
        "migration.guides": Way.ADDED,
        "migration.compatibility": Way.ANY,
    }

    exclude: Globs = Field((), description="globs of documents that are not read; counted in the evidence")
    anchors: tuple[Literal["github", "gitlab", "mkdocs", "myst", "sphinx"], ...] = Field(
        (), description="whose rules make anchors of headings; found out by looking if not given"
    )
    strict_build: bool = Field(default=True, description="whether the project's own strict build has to pass")
    build: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments of the strict build; found by looking if not given"
    )
    build_timeout: Duration = Field("10m", description="longest the strict build may take")
    readme: Path | None = Field(None, description="the README; the one at the root if not given")
    readme_doctest: bool = Field(default=False, description="whether the Python examples of the README are run")
    api: Api = Field(Api(), description="how the public API in Python is documented")
    openapi: OpenApi = Field(OpenApi(), description="the OpenAPI document, and what it is compared with")
    migration: Migration = Field(Migration(), description="where users are told what they have to change")
