"""What secret scanners find of secrets whose places are known, and which look-alikes they report.

    python -m benchmarks.secret_engines [--seed N] [--keep FOLDER] [TREE …]

Secrets and decoys are planted in Python files of the trees (without one: our own) and in configuration files, in a
temporary folder. Then ``detect-secrets scan --no-verify`` searches it and, where CredSweeper is installed beside it
or $CREDSWEEPER names its program, CredSweeper without and with its model. A table is printed: for each kind, how many
were planted and how many each found. "specific" is what detect-secrets finds without its three guessing detectors;
"high", "medium" and "low" are what our gate finds of that confidence and above. Precision is the secrets among all that
was planted and reported.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.secret_corpus import DECOYS, SECRETS, Kind
from pytest_golive.codebase.secrets.scanning import scan_secrets

GUESSED = {"Base64 High Entropy String", "Hex High Entropy String", "Secret Keyword"}
AROUND = 60  # lines of a real file on either side
EACH_SECRET, EACH_DECOY = 20, 30
Places = set[tuple[str, int]]
# Where a value stands: the file's name, what comes before it, its own line or lines, and what follows.
FORMS = {
    "assigned": (
        ("app.py", "", '{name} = "{value}"', ""),
        ("client.py", "", "{name}: str = '{value}'", ""),
        ("session.py", "", 'session = connect(host, {name}="{value}")', ""),
        ("settings.py", "", '    "{name}": "{value}",', ""),
        ("defaults.py", "", '{name} = os.environ.get("{NAME}", "{value}")', ""),
        ("client.js", "const http = require('http');", "const {name} = '{value}';", "module.exports = http;"),
        ("config.js", "module.exports = {\n  retries: 3,", '  {name}: "{value}",', "};"),
        ("values.yaml", "service:\n  replicas: 2", "  {name}: {value}", "  port: 8080"),
        ("quoted.yml", "service:\n  replicas: 2", '  {name}: "{value}"', "  port: 8080"),
        ("compose.yml", "services:\n  web:\n    environment:", "      - {NAME}={value}", "      - WORKERS=4"),
        ("folded.yaml", "service:", "  {name}: >-\n    {value}", "  port: 8080"),
        ("app.ini", "[service]\nworkers = 4", "{name} = {value}", "timeout = 30"),
        (".env", "WORKERS=4", "{NAME}={value}", "TIMEOUT=30"),
        ("run.sh", "#!/bin/sh\nset -eu", 'export {NAME}="{value}"', 'exec serve "$@"'),
        ("config.json", '{\n  "workers": 4,', '  "{name}": "{value}",', '  "timeout": 30\n}'),
        ("app.xml", "<service>\n  <workers>4</workers>", "  <{name}>{value}</{name}>", "</service>"),
        ("web.xml", "<service>\n  <workers>4</workers>", '  <add key="{name}" value="{value}" />', "</service>"),
        ("app.properties", "service.workers=4", "service.{name}={value}", "service.timeout=30"),
        ("Client.java", "class Client {", '    private static final String {NAME} = "{value}";', "}"),
        ("pyproject.toml", "[tool.service]\nworkers = 4", '{name} = "{value}"', "timeout = 30"),
    ),
    "called": (
        ("api.py", "", "# {value}", ""),
        ("deploy.sh", "#!/bin/sh", "{value}", ""),
        ("NOTES.md", "# Notes", "    {value}", ""),
    ),
    "block": (
        ("{name}.pem", "", "{value}", ""),
        ("keys.py", "", '{name} = """{value}"""', ""),
        ("keys.yaml", "service:\n  {name}: |", "{indented}", "  port: 8080"),
        ("keys.json", '{\n  "workers": 4,', '  "{name}": {dumped},', '  "timeout": 30\n}'),
    ),
    "locked": (
        ("requirements.txt", "flask==3.1.0 \\", "    --hash=sha256:{value}", ""),
        ("poetry.lock", "files = [", '    {file = "flask-3.1.0.tar.gz", hash = "sha256:{value}"},', "]"),
        ("package-lock.json", '{"left-pad": {', '  "integrity": "sha512-{encoded}"', "}}"),
        ("ci.yml", "image:\n  name: python", "  digest: sha256:{value}", "  tag: slim"),
    ),
    "styled": (
        ("page.html", "<html>", "{value}", "</html>"),
        ("icons.js", "", "export const icon = '{value}';", ""),
    ),
    "expressed": (
        ("app.py", "", "{name} = {value}", ""),
        ("load.py", "", "    return connect(host, {name}={value})", ""),
    ),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A secret or a decoy, and the lines on which it stands."""

    kind: Kind
    path: str
    lines: range

    def among(self, places: Places) -> bool:
        """Whether it is in one of *places*."""
        return any((self.path, line) in places for line in self.lines)


def plant(root: Path, hosts: Sequence[Path], random: Random, kind: Kind, count: int) -> Planted:
    """Write one file with one secret or decoy."""
    number, forms = (*SECRETS, *DECOYS).index(kind), FORMS[kind.forms]
    file, before, line, after = forms[(count + number) % len(forms)]
    name, value = random.choice(kind.names.split()), kind.make(random)
    pieces = {"{name}": name, "{NAME}": name.upper(), "{dumped}": json.dumps(value)}
    pieces["{indented}"] = "\n".join("    " + part for part in value.split("\n"))
    pieces["{encoded}"] = base64.b64encode(bytes.fromhex(value)).decode() if kind.forms == "locked" else ""
    for piece, text in (*pieces.items(), ("{value}", value)):
        file, before, line = file.replace(piece, text), before.replace(piece, text), line.replace(piece, text)
    if file.endswith(".py"):
        real = random.choice(hosts).read_text("utf-8").splitlines()
        place = random.randint(0, len(real))
        before, after = "\n".join(real[max(0, place - AROUND) : place]), "\n".join(real[place : place + AROUND])
    path = root / f"k{number:02}" / f"n{count:02}" / file
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(filter(None, (before, line, after))) + "\n", "utf-8")
    first = before.count("\n") + 2 if before else 1
    return Planted(kind, path.relative_to(root).as_posix(), range(first, first + line.count("\n") + 1))


def build(root: Path, hosts: Sequence[Path], seed: int) -> list[Planted]:
    """The whole corpus under *root*, the same for the same *seed* and *hosts*."""
    random = Random(seed)
    kinds = [(kind, EACH_SECRET) for kind in SECRETS] + [(kind, EACH_DECOY) for kind in DECOYS]
    return [plant(root, hosts, random, kind, count) for kind, each in kinds for count in range(each)]


def said(command: Iterable[str], root: Path) -> bytes:
    """What a tool prints."""
    environment = {**os.environ, "PYTHONUTF8": "1", "ORT_DISABLE_TELEMETRY": "1"}
    return subprocess.run(tuple(command), cwd=root, capture_output=True, check=True, env=environment).stdout


def detect_secrets(root: Path) -> tuple[Places, Places]:
    """What all of its detectors find, and what those find that do not guess."""
    command = (sys.executable, "-m", "detect_secrets", "scan", "--no-verify", "--all-files", ".")
    results = json.loads(said(command, root))["results"]
    hits = [
        (os.path.normpath(path), hit["line_number"], hit["type"]) for path, found in results.items() for hit in found
    ]
    return {hit[:2] for hit in hits}, {hit[:2] for hit in hits if hit[2] not in GUESSED}


def ours(root: Path) -> dict[str, Places]:
    """What our gate finds, by the least confidence."""
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    scan = scan_secrets(root, paths)
    return {least: {(f.path, f.line) for f in scan.blocking(least)} for least in ("high", "medium", "low")}


def credsweeper(program: str, root: Path, *options: str) -> Places:
    """What it finds, of all it would read; its report holds digests only, and lies in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name, "report.json")
        quiet = ("--hashed", "--no-stdout", "--pedantic", "--log", "SILENCE", "--save-json", str(report))
        said((program, "--path", ".", *quiet, *options), root)
        found = [line for hit in json.loads(report.read_bytes()) for line in hit["line_data_list"]]
    return {(os.path.normpath(line["path"]), line["line_num"]) for line in found}


def main() -> None:
    """Build the corpus, search it with each tool and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="*", type=Path, default=[Path(__file__).parents[1] / "src"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="build the corpus in this new folder, and leave it there")
    given = parser.parse_args()
    hosts = sorted(path for tree in given.trees for path in tree.resolve().rglob("*.py") if path.stat().st_size)
    program = os.environ.get("CREDSWEEPER") or shutil.which("credsweeper", path=Path(sys.executable).parent)
    with tempfile.TemporaryDirectory() as name:
        root = given.keep or Path(name)
        planted = build(root, hosts, given.seed)
        began = time.perf_counter()
        everything, specific = detect_secrets(root)
        took = [f"detect-secrets {time.perf_counter() - began:.1f} s"]
        tools = {"detect-s.": everything, "specific": specific, **ours(root)}
        for title, options in (("credsw.", ("--ml_threshold", "0")), ("with ML", ())) if program else ():
            began = time.perf_counter()
            tools[title] = credsweeper(program or "", root, *options)
            took.append(f"{title} {time.perf_counter() - began:.1f} s")
        if program:
            tools["medium+ML"] = tools["medium"] | tools["with ML"]
    for heading, kinds in (("secrets", SECRETS), ("decoys", DECOYS)):
        print(f"\n{heading:28}{'planted':>9}" + "".join(f"{title:>11}" for title in tools))
        every = [one for one in planted if one.kind in kinds]
        for kind in (*kinds, None):
            rows = [one for one in every if kind in {None, one.kind}]
            counts = "".join(f"{sum(one.among(places) for one in rows):11,}" for places in tools.values())
            print(f"{kind.name if kind else 'all':28}{len(rows):9,}{counts}")
    secrets, decoys = ([one for one in planted if one.kind in kinds] for kinds in (SECRETS, DECOYS))
    for title, places in tools.items():
        right, wrong = (sum(one.among(places) for one in some) for some in (secrets, decoys))
        print(f"{title:12} precision {right / max(1, right + wrong):4.0%}  recall {right / len(secrets):4.0%}")
    print(f"\n{', '.join(took)}; {len(planted):,} files, seed {given.seed}")


if __name__ == "__main__":
    main()
