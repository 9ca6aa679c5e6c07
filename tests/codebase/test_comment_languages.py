"""One comment of every kind, in every language of the table."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.comments.searching import comment_lines
from pytest_golive.codebase.comments.words import find_words
from pytest_golive.codebase.inventory.languages.languages import NAMES, SUFFIXES
from pytest_golive.codebase.inventory.source_files import SourceFile

# The comment, and the languages that have it; W stands for the word, ¶ for a line's end.
KINDS = {
    "// W": "C C++ Objective-C C# JavaScript TypeScript Java Apex Kotlin Scala Groovy Go Rust Swift Dart Zig D V PHP SCSS"
    " Less Sass Solidity Verilog SystemVerilog CUDA GLSL HLSL WGSL Haxe Vala QML Protobuf Thrift Jsonnet F# Gleam Pascal"
    " ReasonML Razor",
    "/*¶ * W¶ */": "C C++ Objective-C C# JavaScript TypeScript Java Apex Kotlin Scala Groovy Go Rust Swift Dart D PHP CSS"
    " SCSS Less SQL Solidity Verilog SystemVerilog CUDA GLSL HLSL WGSL Haxe Vala QML Protobuf Thrift Jsonnet Prolog"
    " Terraform Nix",
    "/** W */": "Java Kotlin Scala Groovy Rust PHP Jsonnet JavaScript TypeScript C++ Dart Swift Terraform CSS",
    "/// W": "Rust C# F# Swift Dart Zig Gleam",
    "//! W": "Rust",
    "# W": "Python Ruby Perl R Julia Shell Fish PowerShell Awk Elixir Make CMake Nix Docker Starlark Rego Tcl GraphQL"
    " CoffeeScript Crystal GDScript Puppet Terraform Nim Meson Thrift PHP Gherkin RobotFramework",
    "## W": "Elixir Julia Nim Mako",
    "-- W": "Haskell PureScript Elm Lua SQL Ada VHDL",
    "{-| W¶-}": "Haskell PureScript Elm",
    "--[[¶ W¶]]": "Lua",
    "(* W *)": "OCaml F# Pascal",
    "% W": "Erlang Prolog",
    "; W": "Clojure Lisp EmacsLisp Scheme Racket Assembly",
    "#| W |#": "Lisp Scheme Racket",
    "! W": "Fortran FortranFixed",
    "C W": "FortranFixed",
    "000100* W": "COBOL",
    '" W': "VimL",
    "' W": "VB.NET",
    "REM W": "Batch",
    "<#¶ W¶#>": "PowerShell",
    "=begin¶W¶=end": "Ruby",
    "=pod¶¶W¶¶=cut¶": "Perl",
    "#=¶ W¶=#": "Julia",
    "#[ W ]#": "Nim",
    "/+ W +/": "D",
    "<!--¶ W¶-->": "HTML Vue Svelte Twig Handlebars ERB Mako JSP XSLT Razor Liquid",
    "<script>¶// W¶</script>": "HTML Vue Svelte ERB JSP Razor",
    "<style>¶/* W */¶</style>": "HTML Vue Svelte ERB JSP Razor",
    "{# W #}": "HTML Twig",
    "{% comment %}¶W¶{% endcomment %}": "HTML Liquid",
    "{{! W }}": "Handlebars",
    "<%# W %>": "ERB",
    "<%-- W --%>": "JSP Razor",
    "@* W *@": "Razor",
    "-# W": "Haml",
    "//- W": "Pug",
    "/ W": "Slim",
    "?> <!-- W --> <?php": "PHP",
    "FROM a¶RUN b \\¶  # W¶  c # d": "Docker",
}
BEFORE = {"PHP": "<?php\n", "Vue": "<template></template>\n"}
OWN = {*SUFFIXES.values(), *NAMES.values()} - {SUFFIXES[".ipynb"]}
LEXERS = dict(OWN)
CASES = [(kind, language) for kind, languages in KINDS.items() for language in languages.split()]


def found(text, language, lexer):
    return [number for number, line in comment_lines(text, SourceFile("x", language, lexer)) if "FIXME" in line]


def test_no_language_is_forgotten():
    assert {language for _, language in CASES} == set(LEXERS)


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_comment_is_found_at_its_line(kind, language):
    comment = kind.replace("¶", "\n").replace("W", "FIXME later")
    text = f"{BEFORE.get(language, '')}\n{comment}\n"
    expected = [number for number, line in enumerate(text.split("\n"), 1) if "FIXME" in line]
    for lexer in {lexer for name, lexer in OWN if name == language}:
        assert found(text, language, lexer) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("JavaScript", "let a = '// FIXME';\nlet b = `/* FIXME */`;\nlet FIXME = /#FIXME/;\n"),
        ("TypeScript", "const a: string = \"// FIXME\";\ntype FIXME = 'HACK';\n"),
        ("Go", 'var FIXME = "// FIXME"\nvar b = `/* FIXME */`\n'),
        ("Rust", 'fn FIXME() { let a = "// FIXME"; }\n'),
        ("Java", 'class FIXME { String a = "/* FIXME */"; }\n'),
        ("C", '#include "FIXME.h"\n#define FIXME 1\nchar *a = "// FIXME";\n'),
        ("C#", 'string a = "// FIXME";\n'),
        ("Ruby", "a = '# FIXME'\nFIXME = \"# FIXME\"\n"),
        ("PHP", "<?php\n$FIXME = '// FIXME';\n"),
        ("Shell", "#!/bin/FIXME\necho '# FIXME' \"# FIXME\"\nFIXME=a#FIXME\necho ${#FIXME}\n"),
        ("SQL", "select '-- FIXME' as FIXME from t;\n"),
        ("CSS", '.FIXME { content: "/* FIXME */"; }\n'),
        ("Lua", 'FIXME = "-- FIXME"\n'),
        ("Haskell", 'a = "-- FIXME"\n'),
        ("Elixir", '@doc "FIXME"\na = "# FIXME"\n'),
        ("HTML", '<p class="FIXME">FIXME</p>\n'),
        ("Terraform", 'a = "# FIXME"\n'),
        ("Docker", 'FROM scratch\nENV FIXME="a # FIXME"\n'),
        ("Perl", "$a = '# FIXME';\n"),
        ("Kotlin", 'val FIXME = "// FIXME"\n'),
        ("Swift", 'let a = "// FIXME"\n'),
        ("Liquid", "<a href='http://x/FIXME'>FIXME</a>\n"),
    ],
)
def test_strings_and_names_are_no_comments(language, text):
    assert found(text, language, LEXERS[language]) == []


def test_what_has_no_lexer_is_read_as_one_comment():
    assert found("a\nb FIXME\n", "text", "text") == [2]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            ".github/workflows/ci.yml",
            "on: push  # FIXME\njobs:\n  a:\n    run: |\n      # FIXME\n      make '# FIXME'\n",
            [1, 5],
        ),
        ("a.yaml", "a: \"# FIXME\"\nb: '# FIXME'\nc: x#FIXME\nd: don't  # FIXME\n# FIXME: e\n", [4, 5]),
        ("pyproject.toml", "a = '# FIXME'\nb = 1  # FIXME\n# FIXME\n", [2, 3]),
        ("setup.cfg", "[a]\n; FIXME\n# FIXME\nb = FIXME\n", [2, 3]),
        ("nginx.conf", "server { # FIXME\n  # FIXME\n}\n", [1, 2]),
        ("a.properties", "# FIXME\n! FIXME\na=FIXME\n", [1, 2]),
        ("pom.xml", "<a>FIXME\n<!-- x\n FIXME -->\n</a>\n", [3]),
        ("tsconfig.jsonc", '{ // FIXME\n "a": "// FIXME" /* FIXME */ }\n', [1, 2]),
        (".env.example", "# FIXME\nA=1 # FIXME\n", [1, 2]),
        ("requirements-dev.txt", "x==1  # FIXME\ny @ git+https://x/y#FIXME\n", [1]),
        (".editorconfig", "# FIXME\n", [1]),
        (".gitignore", "# FIXME\n", [1]),
        ("CODEOWNERS", "* @x # FIXME\n", [1]),
    ],
)
def test_data_has_comments_too(taken, path, text, expected):
    inventory = taken({"a.py": "", path: text})
    assert [file.path for file in inventory.files] == ["a.py"], "nobody counts its lines"
    scan = find_words(inventory, ("FIXME",))
    lines = text.split("\n")
    assert [(finding.path, finding.line) for finding in scan.findings] == [(path, line) for line in expected], lines
    assert scan.files == 2


def test_data_that_others_wrote_or_that_is_generated_is_not_read(taken):
    inventory = taken(
        {
            "a.py": "",
            "vendor/a.yaml": "# FIXME\n",
            "b.yaml": "# Code generated by x. DO NOT EDIT.\n# FIXME\n",
            "c.yaml": "# FIXME\n",
            ".gitattributes": "c.yaml linguist-generated\n",
        }
    )
    scan = find_words(inventory, ("FIXME",))
    assert (scan.findings, scan.files) == ((), 2)
    assert scan.source == "comments of 2 files; left out: 2 generated, 1 vendored"
