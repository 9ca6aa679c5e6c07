"""Badges: pictures that speak of a package, a repository or a workflow must speak of this one's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pytest_golive.documents.reading.document import Document, Link
from pytest_golive.documents.readme.project import Project, normal

PACKAGE = re.compile(
    r"(?:img\.shields\.io/(?:(?:pypi|npm|crates)/[\w-]+|conda/[\w-]+/[\w-]+)/|badge\.fury\.io/(?:py|js)/|pepy\.tech/badge/"
    r"|static\.pepy\.tech/badge/)([\w.@-]+?)(?:\.svg|\.png|[/?#]|$)"
)
DOCS = re.compile(r"readthedocs\.org/projects/([\w-]+)")
SITE = re.compile(r"//([\w-]+)\.(?:readthedocs\.(?:io|org)|rtfd\.(?:io|org))")
REPOSITORY = re.compile(
    r"(?:github\.com/|img\.shields\.io/(?:coveralls/(?:github/)?|codecov/c/(?:token/[\w-]+/)?(?:github|gh)/)|codecov\.io/gh/"
    r"|app\.codecov\.io/gh/|results\.pre-commit\.ci/badge/github/|coveralls\.io/repos/(?:github/)?|travis-ci\.(?:org|com)/|circleci\.com/gh/)"
    r"([\w.-]+)/([\w.-]+?)(?:\.svg|\.git|[/?#]|$)"
)
WORKFLOW = re.compile(r"github\.com/[\w.-]+/[\w.-]+/(?:actions/)?workflows/([^/?#]+?\.ya?ml)")
BADGE = re.compile(r"badge|shields\.io|\.svg", re.IGNORECASE)
SHIELD = re.compile(r"img\.shields\.io/github/")


def faults(document: Document, project: Project) -> Iterator[tuple[int, str]]:
    """Badges at the head of *document* that point elsewhere: line and words."""
    for link in badges_of(document):
        if message := _one(link, project) or _site(link, document, project):
            yield link.line, message


def badges_of(document: Document) -> Iterator[Link]:
    """The badges at the head of *document*, before its first section."""
    end = next((heading.line for heading in document.headings if heading.level > 1), 1 << 30)
    shown = {link.target for link in document.links if link.kind == "substitution" and link.line < end}
    defined = {anchor.line for anchor in document.anchors if anchor.kind == "substitution" and anchor.name in shown}
    for link in document.links:
        is_at_head = link.line < end or link.line in defined  # "|docs|" stands there, and at the foot what it is
        if link.kind == "image" and is_at_head and "://" in link.target and BADGE.search(link.target):
            yield link


def _one(link: Link, project: Project) -> str:
    url = unquote(link.target)
    if (found := PACKAGE.search(url)) and project.name:
        is_ours = _plain(found[1]) in {*map(_plain, _names(project)), *map(_plain, project.neighbours)}
        return "" if is_ours else f"the badge is that of {found[1]}, and this is {project.name}"
    if (found := WORKFLOW.search(url)) and f".github/workflows/{found[1]}" not in project.library.tracked:
        return f"the badge is that of the workflow {found[1]}, and .github/workflows/{found[1]} is not tracked"
    found = None if SHIELD.search(url) else REPOSITORY.search(url)
    if found and project.repositories:
        pair = found[1].lower(), found[2].lower()
        there = ", ".join(sorted("/".join(repository) for repository in project.repositories))
        return "" if pair in project.repositories else f"the badge is that of {'/'.join(pair)}, and this is {there}"
    return ""


def _site(link: Link, document: Document, project: Project) -> str:
    """The badge of another project's site, beside a link to the site of this one; a site may have any name."""
    found = DOCS.search(unquote(link.target))
    sites = {_plain(site[1]) for each in document.links if (site := SITE.search(each.target))}
    if not found or _plain(found[1]) in sites or sites.isdisjoint(map(_plain, _names(project))):
        return ""
    return f"the badge is that of {found[1]}, and this is {project.name}"


def _plain(name: str) -> str:
    """A name by its letters and digits: zope.component may be zopecomponent elsewhere."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _names(project: Project) -> set[str]:
    return {project.name, *(normal(name) for _, name in project.repositories)}
