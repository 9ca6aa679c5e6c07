"""Pages that answer 200 and are not the runbook, and those that are, though they speak of 404."""

from __future__ import annotations

import pytest

from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.reaching.runbooks import Runbooks
from pytest_golive.observability.alerts.routing.labels import Labels

PAGES = {
    "/gone": b"<html><title>404 Not Found</title><h1>Page not found</h1></html>",
    "/soft": b"<title>Sorry, this page could not be found. | Wiki</title>",
    "/headed": b"<title>Wiki</title><h1 class='x'>Oops! We can&#39;t find that page</h1>",
    "/home": b"<html><h1>Shop</h1></html>",
    "/": b"<html><h1>Shop</h1></html>",
    "/errors": b"<title>Many 404 answers - Runbooks</title><h1>Shop answers 404 Not Found too often</h1>",
    "/runbooks/errors/": b"<h1>Errors</h1>",
}
MOVED = {"/old": "/home", "/older": "/", "/runbooks/errors": "/runbooks/errors/"}


def answered(request):
    if to := MOVED.get(request[1]):
        return 302, {"Location": to}, b""
    return 200, {"Content-Type": "text/html"}, PAGES[request[1]]


@pytest.fixture
def wiki(serve):
    return serve(answered)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", "it answers 200 with a page that is headed '404 Not Found'"),
        ("/soft", "it answers 200 with a page that is headed 'Sorry, this page could not be found. | Wiki'"),
        ("/headed", "it answers 200 with a page that is headed"),
        ("/old", "it leads to a home page, http://127.0.0.1:"),
        ("/older", "it leads to a home page, http://127.0.0.1:"),
        ("/errors", ""),
        ("/runbooks/errors", ""),
        ("/", ""),
    ],
)
def test_a_page_that_is_another_one_is_no_runbook(wiki, path, said):
    alert = Alert("ShopErrors", Labels.of({}), {"runbook_url": f"{wiki.url}{path}"})
    _, finding, doubt = Runbooks(lambda _path: None).judge(alert)
    assert doubt is None
    assert (said in finding.message) if said else finding is None
