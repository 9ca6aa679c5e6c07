"""A shop of stock Django REST framework: its token header (``Token …``), its permissions, and API keys."""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ["SHOP_SIGNING"],
    REST_FRAMEWORK={
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import BaseAuthentication, get_authorization_header  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed  # noqa: E402
from rest_framework.permissions import BasePermission  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

ROLES = {os.environ["SHOP_TOKEN"]: "buyer", os.environ["SHOP_ADMIN_TOKEN"]: "admin"}


class Visitor:
    """Somebody with a role."""

    is_authenticated = True

    def __init__(self, role: str) -> None:
        self.role = role


class Token(BaseAuthentication):
    """As `rest_framework.authentication.TokenAuthentication`, without its table in a database."""

    def authenticate(self, request: Any) -> tuple[Visitor, None] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "token":
            return None
        if len(words) != 2 or words[1] not in ROLES:
            raise AuthenticationFailed
        return Visitor(ROLES[words[1]]), None

    def authenticate_header(self, request: Any) -> str:
        return "Token"


class Known(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return bool(request.user)


class Admin(BasePermission):
    message = "administrators only"

    def has_permission(self, request: Any, view: Any) -> bool:
        return getattr(request.user, "role", "") == "admin"


class Keyed(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        return request.headers.get("X-API-Key") == os.environ["SHOP_KEY"]


def page(said: Any, *permissions: Any, known: bool = False) -> Any:
    """A view that says one thing to those who may hear it."""

    class View(APIView):
        authentication_classes = (Token,) if known else ()
        permission_classes = permissions

        def get(self, request: Any) -> Response:
            return Response(said)

    return View.as_view()


urlpatterns = [
    path("healthz", page({"status": "ok"})),
    path("version", page({"version": "1.2.0"})),
    path("products", page([{"name": "kettle", "price": 3900}])),
    path("orders", page({"orders": [{"id": 1001, "name": "kettle"}]}, Known, known=True)),
    path("admin", page({"users": ["alice", "root"]}, Admin, known=True)),
    path("stock", page({"stock": [{"name": "kettle", "pieces": 7}]}, Keyed)),
]
application = get_wsgi_application()
