"""The gate about secrets: it passes, is breached, cannot measure; no secret is ever shown."""

from __future__ import annotations

import pytest

SECRETS, CODE = "security::no_exposed_secrets", "security::no_vulnerable_code"
# Put together at run time, so that this file is no finding itself.
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
WORD = "pass" + "word"
CANARY = "zK9w" + "Qp3xLm7Tn2Rv8Yb4"


def test_no_exposed_secrets_passes(shop):
    shop.passes(SECRETS, "*exposed secrets: 0*")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/shop/aws.py", f"key = '{KEY}'\n"),
        ("deploy.yml", f"aws_key: {KEY}\n"),
        ("src/shop/db.py", f"{WORD} = '{CANARY}'\n"),
        ("key.pem", "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "MIIEqX7z" * 10 + "\n"),
    ],
)
def test_no_exposed_secrets_is_breached(shop, path, text):
    shop.write(path, text)
    shop.breaches(SECRETS, "*exposed secrets: *must be at most 0*", f"     {path}:1: *")


@pytest.mark.security
@pytest.mark.parametrize("args", [(), ("--showlocals", "--tb=long"), ("-n", "2"), ("-vv", "-rA", "--log-level=DEBUG")])
def test_the_secret_itself_is_never_shown(shop, args):
    shop.write("src/shop/aws.py", f"key = '{KEY}'\n{WORD} = '{CANARY}'\n")
    result = shop.judge(SECRETS, "--junitxml=report.xml", "-o", "junit_logging=all", *args)
    assert result.ret == 1
    written = [
        path for path in shop.path.rglob("*") if path.is_file() and ".git" not in path.relative_to(shop.path).parts
    ]
    said = result.stdout.str() + result.stderr.str()
    said += "".join(path.read_bytes().decode("latin-1") for path in written if path.name != "aws.py")
    assert "aws.py" in said
    assert KEY not in said
    assert CANARY not in said


def test_no_exposed_secrets_honours_and_counts_what_is_allowed(shop):
    shop.write("src/shop/aws.py", f"key = '{KEY}'  # pragma: allowlist secret\n")
    shop.passes(SECRETS, "*exposed secrets: 0*")
    shop.judge(SECRETS).stdout.fnmatch_lines(["*1 allowlisted inline*"])


def test_no_exposed_secrets_leaves_out_what_is_excluded(shop):
    shop.write("tests/data/aws.py", f"key = '{KEY}'\n")
    shop.settings('[tool.golive.security]\nexclude = ["tests/data/**"]\n')
    shop.passes(SECRETS)


def test_no_exposed_secrets_cannot_measure_without_files(pytester, git):
    git(pytester.path, "init", "--quiet")
    result = pytester.runpytest_subprocess("-p", "no:randomly", f"golive/{SECRETS}")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*ERROR*", "NO-GO*"])


def test_no_exposed_secrets_looks_into_the_history(shop, git):
    git(shop.path, "tag", "v1.0.0")
    shop.write("src/shop/aws.py", f"key = '{KEY}'\n")
    shop.commit()
    shop.write("src/shop/aws.py", "key = None\n")
    shop.breaches(
        SECRETS,
        "*exposed secrets: 0, *",
        "*secrets in the history: 1, must be at most 0 (2 commits since v1.0.0 at ???????)*",
        "*src/shop/aws.py: AWS Access Key (high confidence) was added by commit *",
    )


def test_no_exposed_secrets_does_not_look_into_the_history_if_it_is_told_so(shop):
    shop.settings("[tool.golive.security]\nhistory = false\n")
    shop.write("src/shop/aws.py", f"key = '{KEY}'\n")
    shop.commit()
    shop.write("src/shop/aws.py", "key = None\n")
    shop.passes(SECRETS)


def test_no_exposed_secrets_cannot_measure_too_long_a_history(shop):
    shop.settings("[tool.golive.security]\nhistory_commits = 1\n")
    shop.commit()
    shop.cannot_measure(SECRETS, "*commits since the beginning, more than history_commits = 1*")


def test_a_guess_is_counted_but_blocks_only_on_request(shop):
    shop.write("src/shop/db.py", f"{WORD} = 'changeme'\n")
    shop.passes(SECRETS, "*exposed secrets: 0*1 more that do not block*")
    shop.settings('[tool.golive.security]\nsecrets_confidence = "low"\n')
    shop.breaches(SECRETS, "*src/shop/db.py:1: Secret Keyword (low confidence)*")


def test_another_engine_has_to_be_installed(shop, monkeypatch):
    from importlib import metadata

    from pytest_golive.codebase.secrets import engines

    real = engines.version_of

    def version_of(name):
        if name == "credsweeper":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(engines, "version_of", version_of)
    shop.settings('[tool.golive.security]\nsecrets_engines = ["detect-secrets", "credsweeper"]\n')
    shop.cannot_measure(SECRETS, "*credsweeper is not installed*", "*pip install credsweeper*")
