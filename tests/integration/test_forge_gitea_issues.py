"""Issues and releases on a real Gitea: critical bugs that are open, and the notes of a tag's release."""

from __future__ import annotations

import time

import pytest

from pytest_golive.delivery.git.repository import Repository as Clone
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.bugs.judging import measure
from pytest_golive.forge.opening import Wanted, open_forge
from pytest_golive.forge.releases.publishing import published
from pytest_golive.settings.post_deploy import LABELS

pytestmark = pytest.mark.integration


def test_open_issues_with_a_critical_label_count_since_a_moment(gitea, tmp_path, git):
    shop = gitea.repository("tracked")
    forge = open_forge(Clone.open(shop.clone(tmp_path / "clone", git)), Wanted(patience=30.0), {})

    def look(since=0.0):
        found = measure(forge.issues, "shop", LABELS, since, "the release's commit")
        return [one.title for one in found.new], [one.title for one in found.older]

    with pytest.raises(NotSetUp, match="no label that means critical"):
        look()
    label = shop.ask("POST", "/labels", {"name": "Critical", "color": "#ff0000"})["id"]
    docs = shop.ask("POST", "/labels", {"name": "docs", "color": "#00ff00"})["id"]
    assert look() == ([], [])
    lost = shop.ask("POST", "/issues", {"title": "Orders vanish", "labels": [label]})["number"]
    shop.ask("POST", "/issues", {"title": "A typing error", "labels": [docs]})
    assert look() == (["Orders vanish"], [])
    later = time.time() + 2
    assert look(later) == ([], ["Orders vanish"])
    shop.ask("PATCH", f"/issues/{lost}", {"state": "closed"})
    assert look() == ([], [])
    while time.time() < later:
        time.sleep(0.2)  # Gitea tells moments in whole seconds
    shop.ask("PATCH", f"/issues/{lost}", {"state": "open"})
    assert look(later - 1) == (["Orders vanish"], [])


def test_a_tags_release_is_read_unless_it_is_a_draft_or_a_prerelease(gitea, tmp_path, git):
    shop = gitea.repository("released")
    clone = Clone.open(shop.clone(tmp_path / "clone", git))

    def look(tag, token="ben"):
        forge = open_forge(clone, Wanted(patience=30.0), {"GITEA_TOKEN": gitea.tokens[token]} if token else {})
        return published(forge.releases, tag, "the shop")

    with pytest.raises(CannotMeasure, match="the shop has no release for v1"):
        look("v1")
    draft = shop.ask("POST", "/releases", {"tag_name": "v1", "body": "All new.\n\n- Pay.", "draft": True})
    with pytest.raises(CannotMeasure, match="the release v1 in the shop is a draft"):
        look("v1")
    with pytest.raises(CannotMeasure, match="the shop has no release for v1"):
        look("v1", token="")
    shop.ask("PATCH", f"/releases/{draft['id']}", {"draft": False, "prerelease": True})
    with pytest.raises(CannotMeasure, match="is marked as a pre-release"):
        look("v1", token="")
    shop.ask("PATCH", f"/releases/{draft['id']}", {"prerelease": False})
    assert look("v1", token="").text == "All new.\n\n- Pay."
    shop.ask("POST", "/releases", {"tag_name": "pay/v2.0.0-rc.1", "body": "Soon.", "prerelease": True})
    assert look("pay/v2.0.0-rc.1").text == "Soon."
