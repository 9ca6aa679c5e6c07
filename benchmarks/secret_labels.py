"""How right the secrets gate is on a corpus whose secrets somebody has labelled.

    python -m benchmarks.secret_labels FOLDER LABELS.csv [--second-engine]

FOLDER holds the files. LABELS.csv has no head; its columns are a path in FOLDER, the first and the last line of a
value, T for a secret (F and X for what only looks like one), and, as the last column, the kind of secret. That is what
CredData (github.com/Samsung/CredData) says of its files in meta/*.csv; take the files of each repository from the
commit that its snapshot.json names, and put random letters in the place of the secrets by its obfuscate_creds.py.

Recall is the labelled secrets on one of whose lines something was reported; precision is the lines reported that hold a
labelled secret, so what nobody has labelled counts as wrong. Both are told once more without what only names something
(an UUID, a bucket, an application's public id), which CredData labels as T, too.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.secret_engines import Places, credsweeper, detect_secrets
from pytest_golive.codebase.secrets.scanning import SecretScan, scan_secrets

NAMES = {"UUID", "AWS S3 Bucket", "Firebase Domain", "Tencent WeChat API App ID"}
LEVELS = ("high", "medium", "low")
Label = tuple[str, range, str]  # path, lines, kind


def labels(file: Path) -> list[Label]:
    """The secrets that somebody has labelled."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.reader(text) if row[3] == "T"]
    return [(row[0], range(int(row[1]), int(row[2]) + 1), row[-1]) for row in rows]


def told(title: str, found: Places, secrets: list[Label]) -> None:
    """Print one line of the table."""
    known: dict[tuple[str, int], set[str]] = defaultdict(set)
    for path, lines, kind in secrets:
        for line in lines:
            known[path, line].add(kind)
    cells = []
    for names in (set(), NAMES):
        wanted = [one for one in secrets if one[2] not in names]
        counted = {place for place in found if not (known.get(place) and known[place] <= names)}
        hit = sum(any((path, line) in found for line in lines) for path, lines, _ in wanted)
        right = sum(place in known for place in counted)
        precision, recall = right / max(1, len(counted)), hit / max(1, len(wanted))
        balance = 2 * precision * recall / max(1e-9, precision + recall)
        cells.append(f"{precision:10.3f}{recall:8.3f}{balance:8.3f}")
    print(f"{title:34}{len(found):8,}{cells[0]}  |{cells[1]}")


def ours(root: Path, *engines: str) -> dict[str, Places]:
    """What the gate finds, by the least confidence."""
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    scan: SecretScan = scan_secrets(root, paths, engines=engines)
    return {least: {(one.path, one.line) for one in scan.blocking(least)} for least in LEVELS}


def main() -> None:
    """Search the corpus with each engine and print how right they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--second-engine", action="store_true", help="with CredSweeper, and CredSweeper alone")
    given = parser.parse_args()
    root, secrets = given.folder.resolve(), labels(given.labels)
    print(f"{len(secrets):,} labelled secrets, {sum(one[2] not in NAMES for one in secrets):,} without names")
    print(f"{'':34}{'lines':>8}{'precision':>10}{'recall':>8}{'F1':>8}  |   the same without names")
    told("detect-secrets, all it reports", detect_secrets(root)[0], secrets)
    for least, found in ours(root, "detect-secrets").items():
        told(f"the gate, {least} and above", found, secrets)
    if given.second_engine:
        for least, found in ours(root, "detect-secrets", "credsweeper").items():
            told(f"with CredSweeper, {least} and above", found, secrets)
        program = os.environ.get("CREDSWEEPER") or shutil.which("credsweeper", path=Path(sys.executable).parent)
        told("CredSweeper alone, all it reports", credsweeper(program or "credsweeper", root), secrets)


if __name__ == "__main__":
    main()
