"""Shapes of a telling name, of what stands between it and a value, and of the value; in small letters throughout."""

from __future__ import annotations

import re

# Looked for in the whole text; only lines that hold one of them are looked at.
WORDS = ("pass", "pwd", "secret", "token", "key", "auth", "cred", "salt", "nonce", "psw", "identified by")
ROOT = r"(?:pass(?:w(?:or)?d|wort|phrase|code)?|pwd|psw|secret|token|key|auth|cred|salt|nonce|identified by)"
END_OF_NAME = r"(?:(?:\\{0,3}[\"'`])?[\])]{0,2}|[\"'`]?>)"  # of a quoted name, of an index, of a call, of a tag
TYPE = (
    r"(?:[ \t]{0,8}:?[ \t]{1,4}\*?(?:string|str|varchar\w*|char|const char)\b(?:\[\])?"
    r"|:[ \t]?[\w.<>\[\]&?| ]{1,24}(?=[ \t]?=[ \t]?[\"'`a-z]))?"
)
BETWEEN = (
    r"(?:[ \t]{0,24}(?:=>|:=|->|={1,3}|!==?|:|\|\||\?\?|\bor\b|,|(?<=\w)\(|\}|\bto\b|\beq\b|\bis\b)[ \t]{0,12}"
    r"|[ \t]{0,4},?[ \t]{0,4}[\"']?\b(?:value|default)\b[\"']?[ \t]?[=:][ \t]?"
    r"|(?<=>)|[ \t]{1,4}(?=[\"'`a-z0-9\\!@#%&*+_-]{4}))"
)
WRAPPER = r"(?:[\[{(]?[ \t]{0,2}(?:[a-z_][\w.:]{0,30}\()?(?:(?:string|[brfulc@$]{0,2}(?=[\"'`]))))?"  # Some("…"), b"…"
VALUE = (
    r"(?:(?P<esc>\\{0,3})(?P<q>[\"'`]{1,3})"
    r"(?P<quoted>(?:\\(?![\"'`])|[^\"'`\\\n]|\\\\[\"']|(?!(?P=q))[\"'`]){1,300}?)(?P=esc)(?P=q)"
    r"|(?P<bare>[^\s\"'`,;<>(){}\[\]|\\&]{4,200}))"
)
# A name ends within reach: a long run of letters is passed over at once, rather than tried at each of them.
REACH = r"(?=[\w.$-]{0,50}+[^\w.$-])"
NAMED = re.compile(rf"(?P<name>{ROOT}{REACH}[\w.$-]{{0,40}}?){END_OF_NAME}{TYPE}{BETWEEN}{WRAPPER}{VALUE}")
BEFORE = 60  # characters of a name before its telling word
LOOK_BACK = re.compile(r"[\w.$/-]*$")
KEY_OF = ("api", "access", "secret", "auth", "private", "master", "signing", "shared", "app", "encryption", "consumer")
TELLING = re.compile(
    r"(?P<password>pass(?:w(?:or)?d|wort|phrase|code|w)?(?![a-z])|passw(?:or)?d|pwd|psw(?![a-z]))"
    rf"|secret(?!ar)|token(?!i[sz])|(?:(?<![a-z])|{'|'.join(f'(?<={word})' for word in KEY_OF)})key(?![a-z])"
    r"|auth(?!or[^iy]|ors?\b|enti|ority)|creds?(?![a-z])|credentials?|(?<![a-z])salt(?![a-z])|nonce|identified by"
)
# What may follow the telling word without making another thing of it: "password2" is one, "password_field" is none.
AFTER = re.compile(
    r"(?:[\W_\d]|confirm(?:ation)?|again|repeat|value|val|string|str|data|base64|b64|hex|base|main|prod(?:uction)?"
    r"|dev(?:elopment)?|test(?:ing)?|stag(?:e|ing)|local|default|old|new|current|plain|clear|text|raw|admin|root|db"
    r"|s|bytes|const|inner|orization|basic|mysql|postgres|ro|rw|one|two)*"
)
# What is public, a digest, unreadable without another key, or the key of a table.
OTHERS = re.compile(
    r"public|(?<![a-z])pub(?![a-z])|encrypt(?:ed|ion_?context)|cipher|sealed|hash(?!icorp)|digest|checksum|finger_?print"
    r"|thumb_?print|integrity|etag|(?<![a-z])csrf_?(?:field|name)|header|primary|foreign|unique|partition|sort_?key"
    r"|cache_?key|storage_?key|dict|lookup|keyword|idempot|publishable|site_?key|host_?key|known|object_?key|translat"
    r"|locale|i18n|react|shortcut|keyboard|(?<![a-z])no_|without|page|next|continu|cursor|sync|(?<![a-z])map"
)
COMMON = {"key", "keys"}  # says nothing alone: of a mapping, a keyboard, a table
QUOTED_NAME = re.compile(r"[\"'`][\])]{0,2}[ \t]*,")
SAID = re.compile(r"[=:>|?,(}]|\b(?:or|by|to|eq|is)\W*$")  # between a name and a value; a space alone is prose
DECLARED = re.compile(r"(?i)^\W{0,4}(?:env|arg|set|setx|setenv|export)[ \t]+[\w.$]*$")
WORD_BETWEEN = re.compile(r"\b(?:or|to|eq|is)[ \t]*$")
CALL = re.compile(r"\w\([ \t\"'`\\]*$")
VERB = re.compile(
    r"(?i)(?:get|check|create|provider|verify|validate|compare|update|change|reset|has|is|find|hash|encode|encrypt|decrypt|generate|load"
    r"|read|parse|sign|require)\w{0,60}\(|\.(?:get|New)\("
)
