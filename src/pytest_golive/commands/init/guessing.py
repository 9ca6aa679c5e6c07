"""Guesses from names: critical files, security tests, release tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

# Whole words of a path: "tokenizer" is not about tokens, and "author" not about authentication.
CRITICAL = re.compile(
    "auth(entication|orization|n|z)?|oauth|login|sessions?|permissions?|passwords?|credentials?|secrets|security|"
    "crypto(graphy)?|encryption|signing|pay(ments?|roll)?|billing|checkout|invoic(es?|ing)|refunds?"
)
GUARDING = re.compile(f"{CRITICAL.pattern}|csrf|cors|injection|xss")
ASIDE = re.compile(
    r"tests?|testing|specs?|fixtures?|docs?(?:[-_].*)?|demos|examples?|samples?|tutorial|benchmarks?|scripts?|tools|migrations|locale|"
    r"static|templates|node_modules|third_party|vendor(ed)?|_vendor.*|\..*|"
    r"(?:.*[-_])?(?:tests?|testing)(?:[-_].*)?|(?:android|common|functional|integration|ios|js|jvm|native|unit)tests?"
)
SOURCE = re.compile(r"[^.].*\.(c|cc|clj|cpp|cs|dart|exs?|go|java|jsx?|kt|m|mjs|php|py|rb|rs|scala|swift|tsx?)")
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
SPECIAL = re.compile(r"[*?\[\]{}!\\\s]|[^\x20-\x7e]")
EXAMPLE = re.compile(r"(?:.*/)?(?:docs?|examples?|samples?|tutorial)/")
TEST_FILE = re.compile(r"(?:.*/)?(?:test_[^/]*|[^/]*_test)\.py|(?:.*/)?tests\.py")
OTHER_TEST_FILE = re.compile(
    r"(?:.*/)?(?:[^/]*_test\.(?:go|exs|dart|rb|cc|cpp)|[^/]*_spec\.rb|[^/]*\.(?:test|spec)\.[cm]?[jt]sx?"
    r"|[^/]*[a-z0-9]Tests?\.(?:java|kt|cs|scala|php|swift))"
)
VERSION = re.compile(r"(.*?)(?<!\d)\d++(?:[._-]\d++)++.*")


def is_source(path: str) -> bool:
    """Whether *path* is the product's code: not a test, documentation or an example."""
    *folders, name = path.split("/")
    is_aside = any(ASIDE.fullmatch(folder.lower()) for folder in folders)
    return SOURCE.fullmatch(name) is not None and not is_aside and not is_test(path) and not is_other_test(path)


def is_test(path: str) -> bool:
    """Whether *path* is a Python test file, by its name."""
    return TEST_FILE.fullmatch(path) is not None


def is_other_test(path: str) -> bool:
    """Whether *path* is a test file in another language, by its name."""
    return OTHER_TEST_FILE.fullmatch(path) is not None


def critical_globs(paths: Iterable[str], aside: Iterable[str] = ()) -> list[str]:
    """Globs for files whose names are about money, secrets or access.

    Args:
        paths: the project's files.
        aside: those that are no product of the project, such as tests; no glob matches one of them.
    """
    left = [*aside]
    known = frozenset(left)
    sources = [path for path in paths if path not in known and is_source(path) and not SPECIAL.search(path)]
    left += [path for path in paths if path not in known and SOURCE.fullmatch(path.rpartition("/")[2])
             and not is_source(path)]  # fmt: skip
    return _globs(sources, CRITICAL, frozenset(folder for path in left for folder in _folders(path)))


def guarding_tests(paths: Iterable[str]) -> list[str]:
    """Globs for test files whose names are about security."""
    tests = (path for path in paths if is_test(path) and not SPECIAL.search(path) and not EXAMPLE.match(path))
    return _globs(tests, GUARDING)


def release_globs(tags: Sequence[str]) -> list[str]:
    """A glob for the releases among *tags*, from the most frequent prefix of versions; [] if there is none."""
    prefixes = Counter(match[1] for tag in tags if (match := VERSION.fullmatch(tag)))
    usual = [prefix for prefix, _ in prefixes.most_common(1) if not SPECIAL.search(prefix)]
    return [f"{prefix}[0-9]*" for prefix in usual]


def _globs(paths: Iterable[str], words: re.Pattern[str], mixed: frozenset[str] = frozenset()) -> list[str]:
    """Each path, or the folder above it, that contains one of the words; each once.

    Args:
        paths: the files to choose from.
        words: what their names are about.
        mixed: folders that hold other files, too; of these each file is named.
    """
    return list(dict.fromkeys(glob for path in paths if (glob := _glob_of(path, words, mixed))))


def _glob_of(path: str, words: re.Pattern[str], mixed: frozenset[str]) -> str:
    parts = path.split("/")
    spoken = [number for number, folder in enumerate(parts[:-1], 1) if _speaks_of(words, folder)]
    if spoken:
        below = ("/".join(parts[:number]) for number in range(spoken[0], len(parts)))
        return next((f"{folder}/**" for folder in below if folder not in mixed), path)
    return path if _speaks_of(words, parts[-1].rpartition(".")[0]) else ""


def _folders(path: str) -> Iterator[str]:
    """The folders above a path, one after the other: "a", "a/b"."""
    parts = path.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts)))


def _speaks_of(words: re.Pattern[str], text: str) -> bool:
    return any(words.fullmatch(word.lower()) for word in WORD.findall(text))
