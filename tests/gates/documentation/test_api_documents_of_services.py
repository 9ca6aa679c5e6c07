"""The same gate, comparing OpenAPI documents with services."""

from __future__ import annotations

import json

from documented import API, OPENAPI


def test_api_documentation_current_holds_the_document_against_the_service(documented, served):
    documented.passes(API, "*differences between the OpenAPI document and the service: 0, must be at most 0*")


def test_api_documentation_current_is_breached_path_by_path(documented, served):
    now = json.loads(json.dumps(OPENAPI))
    now["paths"]["/orders/{id}"]["get"]["responses"]["404"]["description"] = "no such order"
    now["paths"]["/refunds"] = {"post": {"responses": {}}}
    served.answers["/openapi.json"] = (200, now)
    documented.breaches(
        API,
        "*docs/openapi.json: GET /orders/{id} responses.404.description: committed 'none', served 'no such order'*",
        "*docs/openapi.json: POST /refunds: the target serves it, and it is not committed*",
    )


def test_api_documentation_current_cannot_measure_a_page_instead_of_a_document(documented, served):
    documented.settings('[tool.golive.documentation.openapi]\nserved_at = "/docs"\n')
    served.answers["/docs"] = (200, b"<!doctype html><title>Swagger UI</title>")
    documented.cannot_measure(API, "*GET http://127.0.0.1:*/docs is an HTML page*", "*served_at =*")


def test_api_documentation_current_cannot_measure_a_document_that_is_served_nowhere(documented, served):
    del served.answers["/openapi.json"]
    documented.cannot_measure(API, "*staging serves no OpenAPI document at /openapi.json*", "*served_at =*")


def test_api_documentation_current_wants_a_target_for_a_document(documented):
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    documented.cannot_measure(API, "*docs/openapi.json cannot be compared with the served document*", word="NOT SET UP")


def test_api_documentation_current_says_that_nobody_compares_the_document(documented):
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    documented.settings("[tool.golive.documentation.openapi]\nserved = false\n")
    documented.passes(API, "*not covered: docs/openapi.json is not compared with the served document*")


def test_api_documentation_current_cannot_choose_among_documents(documented, live):
    documented.write("a/openapi.json", json.dumps(OPENAPI))
    documented.write("b/openapi.json", json.dumps(OPENAPI))
    documented.cannot_measure(API, "*there are several OpenAPI documents: a/openapi.json, b/openapi.json*")


def two_services(project, live, other):
    project.write("orders/openapi.json", json.dumps(OPENAPI))
    mails = {**OPENAPI, "paths": {"/mails": {"post": {"responses": {"202": {"description": "sent"}}}}}}
    project.write("mails/openapi.yaml", json.dumps(mails))
    live.answers["/openapi.json"] = (200, OPENAPI)
    project.settings(
        f'[tool.golive.targets.mails]\nurl = "{other.url}"\n[tool.golive.documentation.openapi.services]\n'
        '"orders/openapi.json" = "staging"\n"mails/openapi.yaml" = "mails"\n'
    )
    return mails


def test_api_documentation_current_holds_each_document_against_its_own_service(documented, live, serve):
    answers = {}
    other = serve(lambda request: answers.get(request[1], (404, {}, b"")))
    mails = two_services(documented, live, other)
    answers["/openapi.json"] = (200, {}, json.dumps(mails).encode())
    documented.passes(
        API,
        "*OpenAPI document and its service: orders/openapi.json: 0, must be at most 0*",
        "*OpenAPI document and its service: mails/openapi.yaml: 0, must be at most 0*",
    )
    answers["/openapi.json"] = (200, {}, json.dumps(OPENAPI).encode())
    documented.breaches(
        API,
        "*service: orders/openapi.json: 0, must be at most 0*",
        "*mails/openapi.yaml: POST /mails: it is committed, and the target does not serve it*",
    )


def test_api_documentation_current_wants_the_target_of_each_service(documented, live):
    documented.write("mails/openapi.yaml", json.dumps(OPENAPI))
    documented.write("web/openapi.yaml", json.dumps(OPENAPI))
    documented.settings('[tool.golive.documentation.openapi.services]\n"mails/openapi.yaml" = "mails"\n')
    documented.cannot_measure(
        API, "*mails/openapi.yaml cannot be compared with the served document*describe no target*", word="NOT SET UP"
    )
    documented.settings("[tool.golive.documentation.openapi]\nserved = false\n")
    documented.passes(API, "*OpenAPI documents that the settings do not name: web/openapi.yaml*")


def test_api_documentation_current_judges_nothing_where_nobody_compares_the_only_api(shop):
    shop.write("openapi.json", json.dumps(OPENAPI))
    shop.settings('kind = "service"\n[tool.golive.documentation.openapi]\nserved = false\n')
    shop.cannot_measure(
        API, "*nobody compares the OpenAPI document with a service, and there is no*", word="NOT SET UP"
    )


def test_api_documentation_current_reads_a_document_that_nobody_compares(documented):
    documented.write("docs/openapi.json", "<!doctype html>")
    documented.settings("[tool.golive.documentation.openapi]\nserved = false\n")
    documented.cannot_measure(API, "*docs/openapi.json is an HTML page*")
