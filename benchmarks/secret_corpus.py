"""Kinds of secrets and of look-alikes, drawn by a seeded generator for ``secret_engines.py``.

No secret stands in this file: each is put together from pieces when it is drawn.
"""

from __future__ import annotations

import base64
import string
import uuid
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

ALNUM = string.digits + string.ascii_uppercase + string.ascii_lowercase  # the order of base 62
DIGITS, BASE32, HEX, SAFE = "123456789", string.ascii_uppercase + "234567", "0123456789abcdef", ALNUM + "-_"
WORDS = ("winter", "falcon", "copper", "harbor", "meadow", "tiger", "silver", "sunset", "cricket", "marble", "thunder")
Maker = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of secret or decoy is called, under which names it stands, how it is made and how written."""

    name: str
    names: str
    make: Maker
    forms: str = "assigned"


def some(random: Random, count: int, letters: str = ALNUM) -> str:
    """That many letters."""
    return "".join(random.choices(letters, k=count))


def number(random: Random, digits: int) -> str:
    """A number of that many digits."""
    return some(random, digits, DIGITS)


def coded(random: Random, count: int) -> str:
    """That many random bytes in base 64."""
    return base64.b64encode(random.randbytes(count)).decode()


def word(random: Random) -> str:
    """An everyday word."""
    return random.choice(WORDS)


def summed(prefix: str, random: Random) -> str:
    """A token that ends in its own checksum, as those of GitHub and npm do."""
    body, digits = some(random, 30), ""
    rest = zlib.crc32(body.encode())
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = ALNUM[digit] + digits
    return prefix + body + digits


def web_token(random: Random) -> str:
    """A JSON web token."""
    parts = (b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"%d"}' % random.getrandbits(64), random.randbytes(32))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def block(label: str, start: str, end: str = "") -> Maker:
    """A key between its marks, with the DER bytes of its type around 32 random ones."""

    def make(random: Random) -> str:
        text = base64.b64encode(bytes.fromhex(start + some(random, 64, HEX) + end)).decode()
        lines = (f"-----BEGIN {label}-----", text[:64], text[64:], f"-----END {label}-----")
        return "\n".join(filter(None, lines))

    return make


def generated(random: Random) -> str:
    """A password as a generator makes them, without quotes and what a shell or YAML would not take."""
    letters = ALNUM + "!#%*+-_.:?@^~"
    return some(random, 1, string.ascii_letters) + some(random, random.randint(11, 19), letters)


def azure(random: Random) -> str:
    """A connection string of a storage account."""
    key = f"{some(random, 76)}+ASt{some(random, 6)}=="
    return f"DefaultEndpointsProtocol=https;AccountName={word(random)};Account" + f"Key={key}"


def discord(random: Random) -> str:
    """A bot's token, which begins with its number."""
    return base64.b64encode(number(random, 18).encode()).decode() + f".{some(random, 6)}.{some(random, 27)}"


def address(random: Random) -> str:
    """An address with name and password."""
    scheme = random.choice(("postgres", "amqp", "https"))
    return f"{scheme}://{word(random)}:{some(random, 12)}@{word(random)}.internal/main"


def command(random: Random) -> str:
    """A command that is given a secret."""
    bearer = 'curl -H "Author' + f'ization: Bearer {some(random, 40)}" https://{word(random)}.internal/'
    login, name = f"mysql -u root -p{generated(random)} main", word(random)
    return random.choice((bearer, login, f"curl -u {name}:{generated(random)} https://{name}.internal/"))


def drawing(random: Random) -> str:
    """Markup full of numbers and letters."""
    picture = f'<img src="data:image/png;base64,iVBORw0KGgo{some(random, 80)}">'
    path = f'<path d="M{random.random():.3f} {random.random():.3f}c-{random.random():.2f} 1.1-2 2-2 2z"/>'
    return random.choice((picture, path, f'<rect fill="#{some(random, 6, HEX)}"/>'))


def plain(random: Random) -> str:
    """A number, a date, a version or an address within a network."""
    date = f"20{number(random, 2)}-0{number(random, 1)}-1{number(random, 1)}T10:00:00Z"
    version = f"v{number(random, 1)}.{number(random, 2)}.{number(random, 1)}"
    return random.choice((number(random, 5), date, version, f"10.0.{number(random, 2)}.{number(random, 2)}"))


def one_of(*texts: str) -> Maker:
    """One of *texts*: {w} is a word, {n} a number and ~ nothing at all; it parts what would look like a secret here."""
    return lambda r: r.choice(texts).replace("~", "").replace("{w}", word(r)).replace("{n}", number(r, 2))


NAMED = "password db_password admin_pwd smtp_passwd user_pass secret client_secret"
KEYS = "api_key apikey access_token auth_token service_key signing_secret"
EITHER = f"{NAMED} {KEYS}"
EC_START, EC_END, ED_START = "30310201 010420", "a00a0608 2a8648ce 3d030107", "302a3005 06032b65 70032100"
SECRETS = (
    Kind("AWS key id", "aws_access_key_id key_id", lambda r: "AK" + "IA" + some(r, 16, BASE32)),
    Kind("AWS secret key", "aws_secret_access_key aws_secret", lambda r: coded(r, 30)),
    Kind("GitHub token", "github_token token value", lambda r: summed(r.choice(("ghp", "gho", "ghs")) + "_", r)),
    Kind("GitHub fine-grained token", "github_token pat", lambda r: "github_" + f"pat_{some(r, 22)}_{some(r, 59)}"),
    Kind("GitLab token", "gitlab_token token value", lambda r: "glp" + "at-" + some(r, 20, SAFE)),
    Kind("Slack token", "slack_token bot", lambda r: "xo" + f"xb-{number(r, 12)}-{number(r, 13)}-{some(r, 24)}"),
    Kind("Stripe key", "stripe_key stripe_api_key billing", lambda r: "sk_" + "live_" + some(r, r.choice((24, 99)))),
    Kind("SendGrid key", "sendgrid_api_key mailer", lambda r: "S" + f"G.{some(r, 22)}.{some(r, 43, SAFE)}"),
    Kind("npm token", "npm_token registry", lambda r: summed("npm" + "_", r)),
    Kind("PyPI token", "pypi_token upload", lambda r: "pypi" + "-AgEIcHlwaS5vcmc" + some(r, 150, SAFE)),
    Kind("JSON web token", "token jwt session", web_token),
    Kind("private key", "private_key tls", block("EC PRI" + "VATE KEY", EC_START, EC_END), "block"),
    Kind("Azure storage key", "azure_storage connection", azure),
    Kind("Google API key", "google_api_key maps", lambda r: "AI" + "za" + some(r, 35, SAFE)),
    Kind("OpenAI key", "openai_api_key model", lambda r: f"sk-proj-{some(r, 74)}T3Blbk" + f"FJ{some(r, 74)}"),
    Kind("Telegram token", "telegram_token bot", lambda r: number(r, 10) + ":A" + f"A{some(r, 33, SAFE)}"),
    Kind("Twilio token", "twilio_auth_token auth_token", lambda r: some(r, 32, HEX)),
    Kind("Discord token", "discord_token bot", discord),
    Kind("password, word and digits", NAMED, lambda r: word(r) + number(r, r.randint(1, 4))),
    Kind("password, mixed", NAMED, lambda r: f"{word(r).title()}{r.choice('!#%@')}{word(r)}{number(r, 2)}"),
    Kind("password, generated", NAMED, generated),
    Kind("passphrase", NAMED, lambda r: "-".join(word(r) for _ in range(4))),
    Kind("key, letters and digits", KEYS, lambda r: some(r, r.choice((24, 32, 40)))),
    Kind("key, hexadecimal", "secret_key encryption_key hmac_secret", lambda r: some(r, r.choice((32, 64)), HEX)),
    Kind("key, base 64", "secret_key encryption_key cookie_secret", lambda r: coded(r, 32)),
    Kind("key under a plain name", "salt value seed", lambda r: r.choice((some(r, 40, HEX), coded(r, 33)))),
    Kind("address with password", "database_url broker dsn", address),
    Kind("in a command", "x", command, "called"),
)
PLACEHOLDERS = ("<your-token>", "xxxxxxxxxxxx", "{w}-EXAMPLE-{n}", "replace_with_{w}_token", "dummy{n}", "********")
VARIABLES = ("${{w}_PASSWORD}", "{{ {w}_pass }}", "%({w}_key)s", "$({w}_TOKEN)", "@{w}.key@", "${{ secrets.{w}_KEY }}")
CALLS = ('os.environ["{w}_PASSWORD"]', "getpass.getpass()", 'config.get("{w}", "token")', 'vault.read("{w}/{n}")')
ADDRESSES = (
    "postgres:/~/user:password@host/{w}",
    "https:/~/user:pass@example.com",
    "ftp:/~/me:secret@host/{n}",
)
CONSTANTS = ("pass~word", "se~cret", "test{n}", "foo~bar", "1234~5678", "hunter{n}", "s3cr~3t", "test-token")
TEXTS = ("Enter the {w} password", "The {w} key has expired.", "No API key for {w}: ask {w}", "Forgotten password?")
NAMES = (
    "user_{w}_password",
    "{w}.auth.TokenBackend",
    "X-{w}-Key",
    "/etc/{w}/server.key",
    "/{w}/reset/",
    "{w}-db-login",
)
DOCUMENTED = ("AK~IAIOSFODNN7EX~AMPLE", "wJal~rXUtnFEMI/K7MDENG/bPxRfi~CYEXAMPLEKEY", "sk_test_{w}EXAMPLE{n}")
TITLED = "password_label secret_help api_key_error passwd_message"
NAMING = "password_field secret_name token_class api_key_header private_key_file"
DECOYS = (
    Kind("placeholder", EITHER, one_of("change~me", "your-{w}-key", "INSERT_{w}_HERE", "to-be-set", *PLACEHOLDERS)),
    Kind("template variable", EITHER, one_of(*VARIABLES)),
    Kind("looked up", EITHER, one_of(*CALLS, "settings.{w}_SECRET", "self.{w}_key"), "expressed"),
    Kind("UUID", "token_id client_id api_key_id", lambda r: str(uuid.UUID(int=r.getrandbits(128), version=4))),
    Kind("git revision", "rev commit sha ref", lambda r: some(r, 40, HEX)),
    Kind("digest in a lock file", "x", lambda r: some(r, 64, HEX), "locked"),
    Kind("address of an example", "database_url broker url", one_of(*ADDRESSES, "https:/~/{w}:${PASSWORD}@host/")),
    Kind("picture or path data", "x", drawing, "styled"),
    Kind("public key", "public_key verify", block("PUBLIC KEY", ED_START), "block"),
    Kind("constant of a test", EITHER, one_of(*CONSTANTS, "password{n}")),
    Kind("text for people", TITLED, one_of(*TEXTS, "Password must have {n} characters")),
    Kind("name or path", NAMING, one_of(*NAMES, "django.contrib.{w}.Validator")),
    Kind("documented example", "aws_access_key_id aws_secret_access_key api_key", one_of(*DOCUMENTED)),
    Kind("number, date, version", "token_ttl password_min api_key_version secret_rotated", plain),
)
