"""What ``golive init`` proposes for projects in other languages runs as it stands: tests and coverage are measured.

npm and Maven install their packages from their registries.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

pytestmark = pytest.mark.integration
CART = "exports.add = (a, b) => {\n  if (a > 100) {\n    return 100\n  }\n  return a + b\n}\n"
IMPORTS = "const assert = require('node:assert')\nconst { add } = require('../src/cart.js')\n"
POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>shop.example</groupId><artifactId>shop</artifactId><version>1.0.0</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.jacoco</groupId><artifactId>jacoco-maven-plugin</artifactId><version>0.8.12</version>
    <executions>
      <execution><goals><goal>prepare-agent</goal></goals></execution>
      <execution><id>report</id><phase>verify</phase><goals><goal>report</goal></goals></execution>
    </executions>
  </plugin></plugins></build>
</project>
"""
JAVA = """\
package shop;
public final class Cart {
    private Cart() { }
    public static int add(int a, int b) {
        if (a > 100) {
            return 100;
        }
        return a + b;
    }
}
"""
JAVA_TEST = """\
package shop;
import static org.junit.Assert.assertEquals;
import org.junit.Test;
public class CartTest {
    @Test public void twoAndTwo() { assertEquals(4, Cart.add(2, 2)); }
}
"""


def node(script, test, cart=CART, kind="commonjs", **needed):
    package = {"name": "shop", "version": "1.0.0", "type": kind, "scripts": {"test": script}, "devDependencies": needed}
    return {
        "package.json": json.dumps(package),
        "src/cart.js": cart,
        "test/cart.test.js": test,
        ".gitignore": "node_modules\njunit.xml\n",
    }


PROJECTS = {
    "node": node("node --test", f"{IMPORTS}require('node:test')('two and two', () => assert.strictEqual(add(2, 2), 4))\n"),
    "mocha": node(
        "mocha --recursive test",
        f"{IMPORTS}describe('cart', () => {{ it('two and two', () => assert.strictEqual(add(2, 2), 4)) }})\n",
        mocha="11.7.5", c8="10.1.3",
    ),
    "jest": node(
        "jest --watchAll", f"{IMPORTS}test('two and two', () => assert.strictEqual(add(2, 2), 4))\n", jest="29.7.0", **{"jest-junit": "16.0.0"}
    ),
    "vitest": node(
        "vitest",
        "import { expect, test } from 'vitest'\nimport { add } from '../src/cart.js'\ntest('two and two', () => { expect(add(2, 2)).toBe(4) })\n",
        CART.replace("exports.add", "export const add"), "module",
        vitest="3.2.4", **{"@vitest/coverage-v8": "3.2.4"},
    ),
    "maven": {
        "pom.xml": POM, ".gitignore": "target\n",
        "src/main/java/shop/Cart.java": JAVA, "src/test/java/shop/CartTest.java": JAVA_TEST,
    },
}  # fmt: skip
ROWS = ("golive/code_quality::tests_pass", "golive/code_quality::coverage")


@pytest.fixture(params=PROJECTS)
def project(request, tmp_path, commit):
    """A project with its packages, and what init writes into it."""
    root = tmp_path / "shop"
    for name, text in PROJECTS[request.param].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(dedent(text))
    if (root / "package.json").exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"]
        subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=600)
    commit(root)
    subprocess.run(
        [Path(sys.executable).with_name("golive"), "init"], cwd=root, check=True, capture_output=True, timeout=300
    )
    commit(root)
    return root


def rows(root):
    """The outcome and the value of both rows, and what was said."""
    record = root.parent / "record.json"
    command = [sys.executable, "-m", "pytest", *ROWS, f"--golive-record={record}", "-p", "no:cacheprovider"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_", "COVERAGE_"))}
    done = subprocess.run(command, cwd=root, env=env, check=False, capture_output=True, text=True, timeout=900)
    found = {row["id"]: row for row in json.loads(record.read_text())["rows"]}
    return [found[f"code_quality::{name}"] for name in ("tests_pass", "coverage")], done.stdout


def test_it_runs_as_it_stands(project):
    (tests, coverage), said = rows(project)
    assert tests["outcome"] == "passed", said
    assert coverage["outcome"] in {"passed", "failed"}, said
    assert 40 < coverage["evidence"][0]["value"] < 95, said
