"""Which files are source, and in what language: by name, by suffix, or by the first line.

Programming languages, and style sheets and templates that hold code. Data (JSON, YAML, TOML, XML, CSV) and prose
(Markdown, reStructuredText) are not source: their length says nothing about how hard they are to change.
"""

from __future__ import annotations

import re

# Language and its Pygments lexer, then the suffixes.
TABLE = """
Python python .py .pyw .pyi .pyx=cython .pxd=cython .pxi=cython
JavaScript javascript .js .mjs .cjs .jsx=jsx
TypeScript typescript .ts .mts .cts .tsx=tsx
Vue vue .vue
Svelte html .svelte
CSS css .css
SCSS scss .scss
Sass sass .sass
Less less .less
PHP php .php .phtml
Ruby ruby .rb .rake .gemspec
ERB erb .erb
Java java .java
Kotlin kotlin .kt .kts
Scala scala .scala .sc
Groovy groovy .groovy .gradle
Clojure clojure .clj .cljs .cljc
C c .c .h
C++ cpp .cc .cpp .cxx .c++ .hh .hpp .hxx .ipp .inl
Objective-C objective-c .m .mm
C# csharp .cs
F# fsharp .fs .fsx .fsi
VB.NET vbnet .vb
Go go .go
Rust rust .rs
Swift swift .swift
Dart dart .dart
Zig zig .zig
Nim nim .nim
D d .d
Haskell haskell .hs
Elm elm .elm
OCaml ocaml .ml .mli
Erlang erlang .erl .hrl
Elixir elixir .ex .exs
Lua lua .lua
Perl perl .pl .pm
R splus .r
Julia julia .jl
Fortran fortran .f90 .f95 .f03 .f08
FortranFixed fortranfixed .f .for
COBOL cobol .cob .cbl
Pascal delphi .pas .pp .dpr
Ada ada .adb .ads
Lisp common-lisp .lisp .cl
EmacsLisp emacs-lisp .el
Scheme scheme .scm .ss
Racket racket .rkt
Prolog prolog .pro
Tcl tcl .tcl
Shell bash .sh .bash .zsh .ksh .bats
Fish fish .fish
PowerShell powershell .ps1 .psm1
Batch batch .bat .cmd
Awk awk .awk
SQL sql .sql .ddl .pls .psql
Terraform terraform .tf .tfvars .hcl
Protobuf protobuf .proto
Thrift thrift .thrift
GraphQL graphql .graphql .gql
CMake cmake .cmake
Make make .mk .mak
Nix nix .nix
Solidity solidity .sol
Verilog verilog .v .vh
SystemVerilog systemverilog .sv .svh
VHDL vhdl .vhd .vhdl
Assembly nasm .asm .s
CUDA cuda .cu .cuh
GLSL glsl .glsl .vert .frag
HLSL hlsl .hlsl
CoffeeScript coffeescript .coffee
Crystal crystal .cr
Jsonnet jsonnet .jsonnet .libsonnet
Starlark python .bzl .star
Rego rego .rego
"""
NAMES = {
    "Dockerfile": ("Docker", "docker"),
    "Containerfile": ("Docker", "docker"),
    "Makefile": ("Make", "make"),
    "GNUmakefile": ("Make", "make"),
    "makefile": ("Make", "make"),
    "CMakeLists.txt": ("CMake", "cmake"),
    "Jenkinsfile": ("Groovy", "groovy"),
    "Rakefile": ("Ruby", "ruby"),
    "Gemfile": ("Ruby", "ruby"),
    "Vagrantfile": ("Ruby", "ruby"),
    "BUILD": ("Starlark", "python"),
    "BUILD.bazel": ("Starlark", "python"),
    "WORKSPACE": ("Starlark", "python"),
    "SConstruct": ("Python", "python"),
    "meson.build": ("Meson", "meson"),
}
INTERPRETERS = {
    "python": ("Python", "python"),
    "node": ("JavaScript", "javascript"),
    "deno": ("TypeScript", "typescript"),
    "sh": ("Shell", "bash"),
    "bash": ("Shell", "bash"),
    "dash": ("Shell", "bash"),
    "zsh": ("Shell", "bash"),
    "ksh": ("Shell", "bash"),
    "perl": ("Perl", "perl"),
    "ruby": ("Ruby", "ruby"),
    "php": ("PHP", "php"),
    "lua": ("Lua", "lua"),
    "Rscript": ("R", "splus"),
    "tclsh": ("Tcl", "tcl"),
    "awk": ("Awk", "awk"),
}
SHEBANG = re.compile(rb"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:\S*/)?([A-Za-z]+)")


def _read(table: str) -> dict[str, tuple[str, str]]:
    suffixes = {}
    for line in table.strip().splitlines():
        language, lexer, *names = line.split()
        for name in names:
            suffix, _, own = name.partition("=")
            suffixes[suffix] = (language, own or lexer)
    return suffixes


SUFFIXES = _read(TABLE)


def by_name(path: str) -> tuple[str, str] | None:
    """Language and Pygments lexer of a file, from its name alone; None if the name does not tell."""
    name = path.rpartition("/")[2]
    if name in NAMES:
        return NAMES[name]
    if name.startswith(("Dockerfile.", "Containerfile.")):
        return NAMES["Dockerfile"]
    dot = name.rfind(".")
    return SUFFIXES.get(name[dot:].lower()) if dot > 0 else None


def has_suffix(path: str) -> bool:
    """Whether the name ends in a suffix: such a file is what its suffix says, whatever its first line is."""
    return path.rpartition("/")[2].rfind(".") > 0


def by_first_line(head: bytes) -> tuple[str, str] | None:
    """Language and lexer of a script, from its ``#!`` line; None if it has none that we know."""
    match = SHEBANG.match(head)
    return INTERPRETERS.get(match[1].decode()) if match else None
