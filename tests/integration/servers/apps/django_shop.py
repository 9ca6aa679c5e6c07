"""A shop in one file of stock Django: its log-in form, its sessions, its CSRF protection, its permissions."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

SECURE = os.environ.get("SHOP_SCHEME") == "https"
LOGIN = """<!doctype html><form method="post" action="{% url 'login' %}">{% csrf_token %}{{ form.as_p }}
<input type="hidden" name="next" value="{{ next }}"><button>Log in</button></form>"""
settings.configure(
    SECRET_KEY=os.environ["SHOP_SIGNING"],
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN})]},
        }
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["SHOP_DATABASE"]}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # quick; the strength is not what is tried
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    LOGIN_REDIRECT_URL="/orders",
    LOGOUT_REDIRECT_URL="/accounts/login/",
    SESSION_COOKIE_SECURE=SECURE,
    CSRF_COOKIE_SECURE=SECURE,
    SECURE_HSTS_SECONDS=31536000 if SECURE else 0,
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.decorators import login_required, permission_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.auth.views import LoginView, LogoutView  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

ORDERS = {"orders": [{"id": 1001, "name": "kettle"}]}


def fault(name: str) -> bool:
    """Whether the fault is switched on just now."""
    return name in Path(os.environ["SHOP_FAULTS"]).read_text().split()


def healthz(request: HttpRequest) -> HttpResponse:
    release = {"X-Version": "1.1.9" if fault("old_version") else "1.2.0"}
    return JsonResponse({"status": "ok"}, status=503 if fault("unhealthy") else 200, headers=release)


def version(request: HttpRequest) -> HttpResponse:
    return HttpResponse("1.2.0", content_type="text/plain")


def orders(request: HttpRequest) -> HttpResponse:
    if fault("open"):
        return JsonResponse(ORDERS)
    return login_required(lambda _: JsonResponse(ORDERS))(request)


@login_required
def admin(request: HttpRequest) -> HttpResponse:
    def users(_: HttpRequest) -> HttpResponse:
        return JsonResponse({"users": ["alice", "root"]})

    if fault("no_roles"):
        return users(request)
    return permission_required("auth.view_user", raise_exception=True)(users)(request)


class LogOut(LogoutView):
    """Django's own log-out, or a page that only says good-bye."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if fault("logout_does_nothing"):
            return HttpResponse("bye")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


urlpatterns = [
    path("healthz", healthz),
    path("version", version),
    path("orders", orders),
    path("admin", admin),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("accounts/logout/", LogOut.as_view(), name="logout"),
]
call_command("migrate", verbosity=0)
if not User.objects.filter(username="alice").exists():
    User.objects.create_user("alice", password=os.environ["SHOP_ALICE"])
    User.objects.create_superuser("root", password=os.environ["SHOP_ROOT"])
application = get_wsgi_application()
