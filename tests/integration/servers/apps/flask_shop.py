"""A shop of stock Flask parts: Flask-Login, Flask-WTF, Flask-Limiter. Faults and credentials come from the environment."""

from __future__ import annotations

import os
import time
from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, render_template_string, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

USERS = {"alice": os.environ["SHOP_ALICE"], "root": os.environ["SHOP_ROOT"]}
ORDERS = {"orders": [{"id": 1001, "name": "kettle"}]}
PAGE = """<!doctype html><title>Anmelden</title>
{% for m in form.errors %}<p class=error>Falsch</p>{% endfor %}
<form method="post">{{ form.hidden_tag() }}{{ form.username() }}{{ form.password() }}<button>Los</button></form>"""
SECURE = os.environ.get("SHOP_SCHEME") == "https"

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ["SHOP_SIGNING"],
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_SECURE=SECURE,
    RATELIMIT_HEADERS_ENABLED=True,
    RATELIMIT_HEADER_RETRY_AFTER_VALUE=os.environ.get("SHOP_RETRY_AFTER", "delta-seconds"),
)
SERVER_SIDE = os.environ.get("SHOP_SESSIONS") == "server"
if SERVER_SIDE:
    from cachelib import SimpleCache
    from flask_session import Session

    app.config.update(SESSION_TYPE="cachelib", SESSION_CACHELIB=SimpleCache())
    Session(app)
CSRFProtect(app)
limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
login = LoginManager(app)
login.login_view = "log_in"


def fault(name: str) -> bool:
    """Whether the fault is switched on just now."""
    return name in Path(os.environ["SHOP_FAULTS"]).read_text().split()


class User(UserMixin):
    """A user is a name."""

    def __init__(self, name: str) -> None:
        self.id = name


class LogIn(FlaskForm):
    """The stock form."""

    username = StringField(validators=[DataRequired()])
    password = PasswordField(validators=[DataRequired()])


@login.user_loader
def load(name: str) -> User | None:
    """From the session."""
    return User(name) if name in USERS else None


@app.get("/healthz")
def healthz() -> Response:
    if fault("unhealthy"):
        abort(503)
    return jsonify(status="ok")


@app.get("/version")
def version() -> Response:
    return jsonify(version="1.1.9" if fault("old_version") else "1.2.0")


@app.get("/products")
def products() -> Response:
    if fault("broken_endpoint"):
        abort(500)
    return jsonify([{"name": "kettle", "price": 3900}])


@app.route("/login", methods=["GET", "POST"])
def log_in() -> Response | str | tuple[str, int]:
    form = LogIn()
    if form.validate_on_submit():
        right = USERS.get(form.username.data) == form.password.data
        if right or fault("any_password"):
            if SERVER_SIDE and not fault("fixation"):
                app.session_interface.regenerate(session)  # Flask-Session leaves that to the log-in
            login_user(User(form.username.data if form.username.data in USERS else "alice"))
            return redirect("/orders")
        form.form_errors.append("wrong")
    return render_template_string(PAGE, form=form)


@app.route("/logout", methods=["GET", "POST"])
def log_out() -> Response:
    if not fault("logout_does_nothing"):
        logout_user()
    return redirect("/login")


@app.get("/orders")
def orders() -> Response:
    """Protected; three ways to get it wrong."""
    if not current_user.is_authenticated and not fault("open"):
        answer = login.unauthorized()
        if fault("redirect_with_data"):
            answer.set_data(jsonify(ORDERS).get_data())
        return answer
    return jsonify(ORDERS)


@app.get("/admin")
@login_required
def admin() -> Response:
    if current_user.id != "root" and not fault("no_roles"):
        abort(403)
    return jsonify(users=sorted(USERS))


@app.get("/search")
@limiter.limit("5 per 3 seconds", exempt_when=lambda: fault("limiter_off"))
def search() -> Response:
    return jsonify(found=0)


@app.after_request
def dress(answer: Response) -> Response:
    """Add the headers that a security scan requires."""
    if not fault("no_headers"):
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'"
        if SECURE:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    if answer.status_code == 429 and fault("retry_lies"):
        answer.headers["Retry-After"] = "0"
    if request.path == "/healthz" and fault("slow"):
        time.sleep(3)
    return answer
