"""How languages are recognised: suffixes, file names, and the interpreter of a script."""

from __future__ import annotations

# Language and its Pygments lexer, then the suffixes; one with a lexer of its own is written suffix=lexer.
SUFFIXES = """
Python python .py .pyw .pyi .pyx=cython .pxd=cython .pxi=cython
Notebook python .ipynb
JavaScript javascript .js .mjs .cjs .jsx=jsx
TypeScript typescript .ts .mts .cts .tsx=tsx
Vue vue .vue
Svelte html .svelte .astro
HTML html+django .html .htm .xhtml .jinja .jinja2 .j2
Twig html+twig .twig
Handlebars html+handlebars .hbs .handlebars .mustache
Liquid liquid .liquid
ERB rhtml .erb .ejs
Haml haml .haml
Pug pug .pug .jade
Slim slim .slim
Mako html+mako .mako
JSP jsp .jsp .jspx
Razor aspx-cs .cshtml .razor .aspx .ascx
XSLT xslt .xsl .xslt
CSS css .css
SCSS scss .scss .pcss
Sass sass .sass .styl
Less scss .less
PHP html+php .php .phtml
Ruby ruby .rb .rake .gemspec .ru
Java java .java
Apex java .cls .trigger .apex
Kotlin kotlin .kt .kts
Scala scala .scala .sc
Groovy groovy .groovy .gradle
Clojure clojure .clj .cljs .cljc
C c .c .h
C++ cpp .cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .ipp .inl .tpp .ino
Objective-C objective-c .m .mm
C# csharp .cs .csx
F# fsharp .fs .fsx .fsi
VB.NET vbnet .vb
Go go .go
Rust rust .rs
Swift swift .swift
Dart dart .dart
Zig zig .zig
Nim nim .nim .nims
D d .d
V v .vsh
Haskell haskell .hs
PureScript haskell .purs
Elm elm .elm
OCaml ocaml .ml .mli
ReasonML reasonml .re .rei
Erlang erlang .erl .hrl
Elixir elixir .ex .exs
Gleam gleam .gleam
Lua lua .lua
Perl perl .pl .pm
R splus .r
Julia julia .jl
Fortran fortran .f90 .f95 .f03 .f08
FortranFixed fortranfixed .f .for .f77
COBOL cobol .cob .cbl
Pascal delphi .pas .dpr
Puppet puppet .pp
Ada ada .adb .ads
Lisp common-lisp .lisp .cl
EmacsLisp emacs-lisp .el
VimL vim .vim
Scheme scheme .scm .ss
Racket racket .rkt
Prolog prolog .pro .prolog
Tcl tcl .tcl
Shell bash .sh .bash .zsh .ksh .bats .envrc
Fish fish .fish
PowerShell powershell .ps1 .psm1
Batch batch .bat .cmd
Awk awk .awk
SQL sql .sql .ddl .pls .psql .plsql .pks .pkb
Terraform terraform .tf .tfvars .hcl
Docker docker .dockerfile
Protobuf protobuf .proto
Thrift thrift .thrift
GraphQL graphql .graphql .gql
CMake cmake .cmake
Make make .mk .mak .make
Nix nix .nix
Solidity solidity .sol
Verilog verilog .v .vh
SystemVerilog systemverilog .sv .svh
VHDL vhdl .vhd .vhdl
Assembly gas .asm=nasm .s .nasm=nasm
CUDA cuda .cu .cuh
GLSL glsl .glsl .vert .frag .comp .geom
HLSL hlsl .hlsl .fx
WGSL wgsl .wgsl
GDScript gdscript .gd
Haxe haxe .hx
Vala vala .vala .vapi
QML qml .qml
CoffeeScript coffeescript .coffee
Crystal crystal .cr
Gherkin gherkin .feature
RobotFramework robotframework .robot
Jsonnet jsonnet .jsonnet .libsonnet
Starlark python .bzl .star
Rego rego .rego
"""
NAMES = """
Docker docker Dockerfile Containerfile
Make make Makefile GNUmakefile makefile
CMake cmake CMakeLists.txt
Groovy groovy Jenkinsfile
Ruby ruby Rakefile Gemfile Vagrantfile Podfile Fastfile Brewfile
Starlark python BUILD BUILD.bazel WORKSPACE Tiltfile
Python python SConstruct SConscript wscript
Meson meson meson.build
Shell bash .bashrc .bash_profile .profile .zshrc .envrc PKGBUILD
"""
INTERPRETERS = """
Python python python pypy uv
JavaScript javascript node nodejs bun
TypeScript typescript deno ts-node tsx
Shell bash sh bash dash ash zsh ksh bats
Fish fish fish
PowerShell powershell pwsh
Perl perl perl
Ruby ruby ruby jruby
PHP html+php php
Lua lua lua luajit
R splus Rscript
Julia julia julia
Tcl tcl tclsh wish expect
Awk awk awk gawk mawk
Groovy groovy groovy
Elixir elixir elixir
Erlang erlang escript
Haskell haskell runhaskell stack
Scala scala scala
Make make make
"""
# Text without programmers' notes, and binary files: never source, so they are not opened.
DATA = """
.json .jsonl .xsd .csv .tsv .lock .po .pot .mo .md .rst .txt .adoc .tex .svg .pem .crt .key .map .snap .diff .patch
"""
BINARY = """
.pdf .png .jpg .jpeg .gif .webp .ico .bmp .tif .tiff .psd .ai .woff .woff2 .ttf .eot .otf .gz .tgz .zip .bz2 .xz .zst
.tar .7z .rar .whl .jar .class .so .o .a .dll .exe .pyc .db .sqlite3 .mp3 .mp4 .mov .avi .webm .wav .ogg .flac .parquet
.npy .npz .h5 .pt .onnx .bin
"""
NOT_SOURCE = DATA + BINARY
# Data with comments: its lines are not counted, but its comments are read. "hash" means comments that begin with #.
COMMENTED = """
YAML yaml .yaml .yml
TOML toml .toml
INI ini .ini .cfg .service .timer
Configuration hash .conf
Properties properties .properties
XML xml .xml .plist .csproj .vbproj .fsproj .props .targets .config .resx
JSON javascript .json5 .jsonc
"""
COMMENTED_NAMES = """
Environment hash .env
Requirements hash requirements.txt .gitignore .gitattributes .dockerignore .npmrc CODEOWNERS
INI ini .editorconfig .flake8 .pylintrc .coveragerc
"""


def read(table: str) -> dict[str, tuple[str, str]]:
    """Language and lexer by suffix, name or interpreter."""
    known = {}
    for line in table.strip().splitlines():
        language, lexer, *names = line.split()
        for name in names:
            found, _, own = name.partition("=")
            known[found] = (language, own or lexer)
    return known
