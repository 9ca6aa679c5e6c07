"""A shop of stock Django REST Framework: its tokens under the word "Token", its permission classes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["SHOP_SIGNING"],
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework.authtoken",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SHOP_DATABASE"]}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # quick; the strength is not what is tried
    REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import TokenAuthentication  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402
from rest_framework.authtoken.views import obtain_auth_token  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed  # noqa: E402
from rest_framework.permissions import AllowAny, BasePermission, IsAdminUser, IsAuthenticated  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView, exception_handler  # noqa: E402

ORDERS = {"orders": [{"id": 1001, "name": "kettle"}]}
USERS = {"users": ["alice", "root"], "role": "admin"}


def fault(name: str) -> bool:
    """Whether the fault is switched on just now."""
    return name in Path(os.environ["SHOP_FAULTS"]).read_text().split()


class Tokens(TokenAuthentication):
    """The framework's own, or one that does not check whether the user is still active."""

    def authenticate_credentials(self, key: str) -> Any:
        found = Token.objects.select_related("user").filter(key=key).first() if fault("inactive") else None
        return (found.user, found) if found else super().authenticate_credentials(key)


class Admins(IsAdminUser):
    """The default view, or one that requires no role, or one that treats everyone as logged out."""

    message = "administrators only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        if fault("no_roles"):
            return bool(request.user.is_authenticated)
        is_admin = super().has_permission(request, view)
        if not is_admin and fault("forbidden_is_401"):
            raise AuthenticationFailed(self.message)
        return bool(is_admin)


class View(APIView):
    """For who has a token."""

    authentication_classes = (Tokens,)

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if fault("open") else [IsAuthenticated()]

    def get_exception_handler(self) -> Any:
        def answer(error: Exception, context: dict[str, Any]) -> Response:
            made: Response = exception_handler(error, context)
            if fault("refusal_with_data"):
                made.data = {**made.data, **ORDERS}
            return made

        return answer


class Orders(View):
    def get(self, request: Request) -> Response:
        return Response(ORDERS)


class Users(View):
    def get_permissions(self) -> list[Any]:
        return [*super().get_permissions(), Admins()]

    def get(self, request: Request) -> Response:
        return Response(USERS)


class LogOut(View):
    def post(self, request: Request) -> Response:
        if not fault("logout_does_nothing"):
            request.auth.delete()
        return Response(status=204)


class Open(APIView):
    """Open to everyone."""

    authentication_classes = ()
    says: Any = None

    def get(self, request: Request) -> Response:
        return Response(self.says)


class Keyed(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.headers.get("X-API-Key") == os.environ["SHOP_KEY"]


class Stock(Open):
    permission_classes = (Keyed,)


urlpatterns = [
    path("healthz", Open.as_view(says={"status": "ok"})),
    path("version", Open.as_view(says={"version": "1.2.0"})),
    path("products", Open.as_view(says=[{"name": "kettle", "price": 3900}])),
    path("stock", Stock.as_view(says={"stock": [{"name": "kettle", "pieces": 7}]})),
    path("orders", Orders.as_view()),
    path("users", Users.as_view()),
    path("admin", Users.as_view()),
    path("token", obtain_auth_token),
    path("logout", LogOut.as_view()),
]
call_command("migrate", verbosity=0)
if not User.objects.exists():
    for name, variable in (("root", "SHOP_ADMIN_TOKEN"), ("alice", "SHOP_TOKEN"), ("mallory", "SHOP_REVOKED_TOKEN")):
        user = User.objects.create_user(name, is_staff=name == "root", is_active=name != "mallory")
        Token.objects.create(user=user, key=os.environ[variable])
    User.objects.create_user("carol", password=os.environ["SHOP_ALICE"], is_staff=True)
application = get_wsgi_application()
