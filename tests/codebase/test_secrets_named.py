"""Values next to names such as "password" are found in every notation; values that only look like secrets are not."""

from __future__ import annotations

import json

import pytest

from pytest_golive.codebase.secrets.narrowing.text import Text
from pytest_golive.codebase.secrets.rules.carried import carried
from pytest_golive.codebase.secrets.rules.named import named

# Put together at run time, so that this file is no finding itself.
WORD, SECRET = "pass" + "word", "sec" + "ret"
VALUE = "kV7qZr2" + "LwX9tMb4e"
SEED = "SU" + "ACMOZ3LK5QJX7Y2WBTN4VHRD6EGPFS" + "ACMOZ3LK5QJX7Y2WBTN4VHRD6E"
BASIC = "bWU6a1Y3cVpy" + "Mkx3WDl0TWI0ZQ=="


def found(path, *lines):
    text = Text([f"{line}\n" for line in lines])
    return {(one.line_number, one.secret_value) for one in (*named(text, path), *carried(text, path))}


FORMS = {
    "or": ("a.py", f'{WORD} = os.environ.get("DB_{WORD.upper()}") or "{VALUE}"'),
    "default": ("a.py", f"x = os.getenv('DB_{WORD.upper()}', '{VALUE}')"),
    "index": ("a.py", f'config["{WORD}"] = "{VALUE}"'),
    "argument": ("a.py", f'link = connect(host, {WORD}="{VALUE}")'),
    "annotated": ("a.py", f'{WORD}: str = "{VALUE}"'),
    "bytes": ("a.py", f'api_key = b"{VALUE}"'),
    "compared": ("a.py", f'assert user.{WORD} == "{VALUE}"'),
    "process.env": ("a.js", f"const {WORD} = process.env.DB_{WORD.upper()} || '{VALUE}';"),
    "nullish": ("a.ts", f"apiKey: process.env.API_KEY ?? '{VALUE}',"),
    "template": ("a.js", f"const {WORD} = `{VALUE}`;"),
    "hash rocket": ("a.rb", f':{WORD} => "{VALUE}"'),
    "go field": ("a.go", f'Auth{{{WORD.title()}: "{VALUE}"}}'),
    "go variable": ("a.go", f'var {WORD} string = "{VALUE}"'),
    "go short": ("a.go", f'{WORD} := "{VALUE}"'),
    "rust": ("a.rs", f'{WORD}: Some("{VALUE}".to_string()),'),
    "java setter": ("A.java", f'source.set{WORD.title()}("{VALUE}");'),
    "php constant": ("a.php", f"define('DB_{WORD.upper()}', '{VALUE}');"),
    "env example": (".env.example", f"DB_{WORD.upper()}={VALUE}"),
    "docker": ("Dockerfile", f"ENV DB_{WORD.upper()}={VALUE}"),
    "docker old": ("Dockerfile", f"ENV DB_{WORD.upper()} {VALUE}"),
    "docker argument": ("Dockerfile", f'ARG API_TOKEN="{VALUE}"'),
    "shell": ("run.sh", f"export DB_{WORD.upper()}={VALUE}"),
    "option": ("run.sh", f"serve --{WORD} {VALUE} --port 80"),
    "compose": ("compose.yaml", f"      - DB_{WORD.upper()}={VALUE}"),
    "properties": ("a.properties", f"spring.datasource.{WORD}={VALUE}"),
    "ini": ("a.ini", f"{WORD} = {VALUE}"),
    "comment": ("a.yaml", f"# {WORD}: {VALUE}"),
    "xml element": ("a.xml", f"<{WORD}>{VALUE}</{WORD}>"),
    "xml attribute": ("a.xml", f'<property name="{WORD}" value="{VALUE}"/>'),
    "connection string": ("appsettings.json", f'"Db": "Server=db;User Id=sa;{WORD.title()}={VALUE};"'),
    "connection in code": ("a.cs", f'var c = "Server=db;User Id=sa;{WORD.title()}={VALUE};";'),
    "query": ("a.py", f'url = "/callback?access_token={VALUE}&x=1"'),
    "json": ("a.json", f'"client_{SECRET}": "{VALUE}"'),
    "json in a string": ("a.yaml", f'blob: \'{{"{WORD}": "{VALUE}"}}\''),
    "json escaped": ("a.java", f'String s = "{{\\"{WORD}\\":\\"{VALUE}\\"}}";'),
    "sql": ("a.sql", f"CREATE USER me IDENTIFIED BY '{VALUE}';"),
    "notebook": ("a.ipynb", f'    "{WORD} = \\"{VALUE}\\"\\n",'),
    "pgpass": (".pgpass", f"db.shop.org:5432:*:me:{VALUE}"),
    "netrc": (".netrc", f"machine shop.org login me {WORD} {VALUE}"),
    "curl": ("deploy.sh", f"curl -sS -u me:{VALUE} https://shop.org"),
    "bearer": ("a.py", f'headers = {{"Authorization": "Bearer {VALUE}"}}'),
    "basic": ("cassette.yaml", f"    - Basic {BASIC}"),
    "url": ("a.py", f'DSN = "postgres://me:{VALUE}@localhost:5432/shop"'),
    "letters": ("a.py", f'{WORD} = "' + "qxzvkj" + 'wpqh"'),
    "short": ("a.yaml", f"{WORD}: Zq" + "7!kP"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_value_is_found_in_whatever_form_it_stands(form):
    path, line = FORMS[form]
    hits = found(path, "first = 1", line)
    assert {number for number, _ in hits} == {2}
    assert all(value in line for _, value in hits)


def test_a_private_json_web_key():
    key = {"kty": "EC", "crv": "P-256", "x": VALUE * 2, "d": VALUE * 2}
    assert found("jwk.json", json.dumps(key)) == {(1, VALUE * 2)}
    assert found("jwk.json", json.dumps({**key, "d": ""})) == set()


def test_each_of_several_on_a_line_and_each_line():
    line = f'{{"{WORD}": "{VALUE}", "token": "{VALUE}a1"}}'
    assert found("a.json", line, line) == {(number, VALUE + end) for number in (1, 2) for end in ("", "a1")}


def test_a_placeholder_hides_nothing_else():
    lines = ("db:", f"  {WORD}: changeme", f"  - {WORD}: {VALUE}", "  blob: |", f"    token={VALUE}")
    assert {number for number, _ in found("a.yaml", *lines)} == {3, 5}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.go", f'{WORD} := os.Getenv("DB_{WORD.upper()}")'),
        ("a.go", f'return errors.New("{WORD} not available")'),
        ("a.go", f'CheckUser{WORD.title()}("john", "doe")'),
        ("a.rb", f'{SECRET}_key_base = ENV.fetch("{SECRET.upper()}_KEY_BASE")'),
        ("a.py", f'{WORD} = get_{WORD}(user, "x")'),
        ("a.py", f"{WORD} = settings.{WORD.upper()}_1"),
        ("a.py", f'{WORD} = forms.CharField(label="{WORD.title()}")'),
        ("a.py", f'fields = ("name", "{WORD}", "first_name")'),
        ("a.py", "# you may pass timeout2 to the function, or bypass abc12xyz"),
        ("a.py", '"""The key of a token is to be kept: rotate it every 90 days."""'),
        ("a.py", f"encrypted_key = '{VALUE}{VALUE}'"),
        ("a.py", f"public_key = '{VALUE}{VALUE}'"),
        ("a.py", f'{WORD}_hash = "{VALUE}"'),
        ("a.py", f'{WORD} = "$2b$12$' + VALUE + '"'),
        ("a.py", f'{WORD}_field = "id_{WORD}2"'),
        ("a.py", 'token_url = "https://shop.org/oauth2/token"'),
        ("a.yaml", f"{WORD}: ENC[AES256_GCM,data:{VALUE},type:str]"),
        ("a.yaml", f"{WORD}: AgB{VALUE * 6}"),
        (".env", f'API_KEY="encrypted:{VALUE}{VALUE}"'),
        ("a.html", f'<script src="/auth/token.js" integrity="sha384-{VALUE}"></script>'),
        ("values.yaml", f"checksum/{SECRET}: {VALUE}"),
        ("a.yaml", f"{SECRET}Name: shop-v2"),
        ("a.yaml", f"{WORD}: ${{DB_{WORD.upper()}}}"),
        ("a.yaml", f"{WORD}: {{{{ .Values.{WORD}1 }}}}"),
        ("a.yaml", f"{WORD}: <your-{WORD}-1>"),
        ("a.yaml", f"{WORD}_file: /run/{SECRET}s/db1"),
        ("a.yaml", f'Etag: W/"{VALUE}"'),
        ("yarn.lock", f"token@{VALUE}: {SECRET}={VALUE}"),
        (".secrets.baseline", f'"hashed_{SECRET}": "{VALUE}"'),
        ("a.md", "Authorization: Bearer <token>"),
        ("a.md", "Authorization: Bearer authentication-tokens"),
        ("a.py", f'DSN = "postgres://me:{WORD}@localhost/shop"'),
        ("a.py", f'DSN = "postgres://me:{VALUE}@db.example.com/shop"'),
        ("catalog.yml", "credentials: opik_credentials"),
        ("a.py", "load(credentials=opik_credentials)"),
        ("app/migrations/0002_b.py", 'dependencies = [("auth", "0001_initial")]'),
        ("app/migrations/0002_b.py", '("auth", "0008_alter_user_username_max_length"),'),
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_none(path, line):
    assert found(path, line) == set()


@pytest.mark.parametrize(
    "piece", [f"{WORD}=", "key: ", "token ", "://a:", "Basic ", "auth(", "keyauth", "'pass\\\\", "x" * 9]
)
def test_a_long_line_is_searched(piece):
    assert found("a.txt", piece * (200_000 // len(piece))) == set()


def test_a_value_of_many_dotted_words_is_judged():
    """The end of a word is matched in only one way; with two ways for each letter the match would never end."""
    assert found("a.py", f"{WORD} = '" + "abcdefgh." * 40 + "!'") == set()


def test_a_name_ends_within_reach_of_its_telling_word():
    assert found("a.txt", f"{WORD}{'_main' * 8}: {VALUE}") == {(1, VALUE)}
    assert found("a.txt", f"{WORD}{'_main' * 11}: {VALUE}") == set()
