"""The settings in ``[tool.golive.documentation]``: which documents are read, and what they are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.documentation.api import Api, Migration, OpenApi
from pytest_golive.settings.documentation.links import Links
from pytest_golive.settings.values.kinds import Argument, Duration, Folder, Globs, OneOrMore, Path, Pattern, Text
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way

Role = Literal["standard", "summary", "architecture", "standards", "changelog", "roadmap", "readme", "deployment"]


class Documentation(SectionTable):
    """``[tool.golive.documentation]``."""

    KEY: ClassVar[str] = "documentation"
    SHOWN: ClassVar[tuple[str, ...]] = ("exclude", "strict_build")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "documents": Way.REMOVED,
        "covers*": Way.REMOVED,
        "changelog": Way.REMOVED,
        "versions*": Way.GONE,
        "worth_a_look": Way.ANY,  # words, of which 'show' is looser
        "summary_depth": Way.LESS,
        "summary_complete": Way.LESS,
        "summary_vocabulary": Way.ADDED,
        "*exclude": Way.ADDED,
        "build_timeout": Way.NONE,
        "strict_build": Way.LESS,
        "links.follow": Way.LESS,
        "links.private": Way.LESS,
        "links.judged": Way.LESS,
        "links.keep": Way.MORE,
        "links.timeout": Way.LESS,
        "readme_examples": Way.LESS,
        "api.exclude": Way.ADDED,
        "api.include": Way.ANY,
        "api.public": Way.ANY,  # words, of which 'declared' is looser
        "api.docstrings": Way.ANY,  # words, of which 'present' is the loosest
        "api.reference": Way.LESS,
        "openapi.document": Way.ANY,
        "openapi.services*": Way.ANY,
        "openapi.served": Way.LESS,
        "openapi.breaking": Way.LESS,
        "openapi.served_at": Way.ANY,
        "migration.guides": Way.ADDED,
        "migration.compatibility": Way.ANY,
    }

    exclude: Globs = Field((), description="globs of documents that are not read; the evidence counts them")
    anchors: tuple[Literal["github", "gitlab", "mkdocs", "myst", "sphinx"], ...] = Field(
        (), description="whose rules make anchors of headings; found out by looking if not given"
    )
    strict_build: bool = Field(default=True, description="whether the project's own strict build must pass")
    build: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments of the strict build; found by looking if not given"
    )
    build_timeout: Duration = Field("10m", description="timeout of the strict build")
    readme: Path | None = Field(None, description="path of the README; the one at the root if not given")
    readme_examples: bool = Field(
        default=False, description="whether the sessions that the README shows (lines with '>>>') are run as doctests"
    )
    links: Links = Field(Links.model_construct(), description="how links to other sites are checked")
    api: Api = Field(Api.model_construct(), description="how the public API in Python is documented")
    openapi: OpenApi = Field(
        OpenApi.model_construct(), description="the OpenAPI document, and what it is compared with"
    )
    migration: Migration = Field(Migration.model_construct(), description="where users read what they must change")
    documents: Annotated[tuple[Role, ...], OneOrMore] = Field(
        (), description="documents that each release needs, by purpose; 'standard' stands for all of them"
    )
    covers: dict[Path, Globs] = Field(
        default_factory=dict, description="further documents, each with the globs of the files that it covers"
    )
    covered: Literal["interface", "content"] = Field(
        "interface",
        description="what counts as a change of a covered file: what others can use of it, or any statement",
    )
    worth_a_look: Literal["show", "fail"] = Field(
        "show",
        description="what documents_updated does with weaker signs that a document is out of date (a method's name, a "
        "call, a list, a default), api_documentation_current with what may be meant so, and documents_sound with what "
        "only a build can judge: show and count them, or fail",
    )
    places: dict[Role, Path] = Field(
        default_factory=dict, description="paths of these documents, by purpose; found by name if not given"
    )
    roadmap_phase: Text | None = Field(
        None, description="the roadmap's name for the phase of this release; its version if not given"
    )
    changelog: Annotated[Globs, OneOrMore] = Field(
        (),
        description="globs of the changelogs; found by name, or as towncrier, scriv and changesets say, if not given",
    )
    changelog_dates: bool | None = Field(
        None, description="whether each version needs a date; if not given, as most of the earlier ones have it"
    )
    changelog_fragments: Folder | None = Field(
        None, description="folder of pieces that a release must gather; found for towncrier, scriv and changesets"
    )
    versions: dict[Path, Pattern] = Field(
        default_factory=dict, description="further places that name the version: a regular expression whose group is it"
    )
    summary_depth: int = Field(2, ge=1, le=9, description="levels of folders that the codebase summary must name")
    summary_complete: bool = Field(
        default=False, description="whether it has to name every part, and not only where it lists most of a folder's"
    )
    summary_exclude: Globs = Field((), description="globs of parts that the codebase summary need not name")
    summary_vocabulary: tuple[Text, ...] = Field(
        (), description="names in the codebase summary that are not this project's"
    )

    @property
    def placed(self) -> dict[str, str]:
        """The paths of documents, by purpose."""
        return {str(role): path for role, path in self.places.items()}
