"""How people speak of what the gates about code judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

CODE: Mapping[str, Sense] = {
    "code_quality::files_within_limit": Sense(
        names="""
files|file|modules|module|fichiers|fichier|sources lines|line|loc|sloc|lignes|ligne|oversized|long|longer|longest
files|file|modules|module|fichiers|fichier|sources big|giant|huge|short|shorter|small|size|length|longs|courts
limit-lines
loc|sloc limit|maximum|most|exceed|exceeds|above|below|under|over
""",
        states="""
@nil limit limits limited limit-lines fit fits kept keep split broken cut exceed exceeds respected short small below
under over maximum max within most divided courts shorter smaller limit- beyond divide
""",
        goes="""
source code src python each per class longest length size allowed threshold cap capped up down into longer than
oversized big giant huge large more long longs lines line loc sloc lignes readable hard soft our tracked stay stays
taille longueur depasse depassent decoupes file modules module au dela plus respecte hand written handwritten enough
any exceeding
""",
    ),
    "code_quality::critical_files_modular": Sense(
        names="""
complexity|complexite|cyclomatic functions|function|method|methods|code|modules|files|critical|limit|ruff|radon|mccabe
complexity|complexite limit-
cyclomatic|cyclomatique complexity|complexite
radon!
maintainability index
critical|core|important|critiques|key files|file|modules|module modular|modularised|modularized
critical|core|important|critiques|key code|parts|areas|list|functions modular|modularised|modularized
critical|core|important|critiques|key files|file|modules|module split|refactored|decomposed
critical|core|important|critiques|key code|parts|areas|list|functions split|refactored|decomposed
critical|core|important|critiques|key files|file|modules|module broken|short|small|simple|decoupes|turned
critical|core|important|critiques|key code|parts|areas|list|functions broken|short|small|simple|decoupes|turned
monolith|monoliths|monolithic|god modular|modularised|modularized|split|refactored|broken|turned|decomposed
modules|fichiers|code critiques|critique decoupes|decoupe|modulaire|modulaires
radon complexity|critical|function|functions|grade|rank|cc
modules|fichiers|code critiques|critique refactorises|refactorise|decomposes
""",
        states="""
@true modular modularised modularized refactored split broken decomposed small short simple low limit limits limited
pieces decoupes maitrisee modules under below within refactorises refactorise decomposes limit- good @denied
""",
        goes="""
critical core important function functions method methods each file files module class classes code size enough
reviewable readable manageable legacy monolith monolithic list areas area lisibles lisible too complex complicated
kept grade rank than cyclomatic number high god up down into smaller maintainable maintainability complexity
complexite turned mccabe score key part fonctions fonction plus respecte cc units unit index threshold control worse
overly trop complexe complexes
""",
    ),
    "code_quality::tests_pass": Sense(
        names="""
tests|test|suite|suites|testsuite|pytest
junit!
tox|nox pass|passes|green|clean
""",
        states="@pass verte reussit reussite reussies termine @denied",
        goes="""
suite suites automated unit integration component contract regression functional case cases full complete whole all ci
report result results release branch commit main master failing failed failure failures fail fails error errors red
skipped skips skip flaky output final latest local locally exception exceptions everything automatises automatise
unitaires unitaire echec echecs erreur erreurs rouge jaune runs python pytest verification xfail warnings make
headless contain contains contained remaining left finish finishes finished ends end exit exits exited code backend
frontend nightly tagged build version software pipeline broken job step before zero
""",
    ),
    "code_quality::coverage": Sense(
        names="""
coverage|couverture
cov!
tests|test cover|covers|covered|couvrent
code|lines|line|statements|branches|lignes|instructions covered|untested|uncovered|couvert|couvertes
code|lines|functions|statements changed|new tests|test|tested
statements|lines|branches executed|exercised tests|test
codecov|coveralls limit-%|percent|threshold|above|least
""",
        states="""
limit-% limit- reached reach reaches above over higher fell fall falls fallen drop dropped drops covered met meets
atteint atteinte atteints green ok okay good fine superieur superieure cover covers @denied
""",
        goes="""
test tests code line lines branch branches statement statements structural unit automated report percentage rate ratio
taux changed change changes new measured measure stays stay below lower lowest gate python source project pct executed
exercised total goal required demanded seuil objectif previous release last lignes modifiees nouveau instructions egal
moins jamais sous suite overall better was has global globale backend sits shows of pytest threshold mark minimum
target have percent least xml html go down tested untested uncovered
""",
    ),
    "code_quality::no_todo_in_critical_paths": Sense(
        names="""
todo|todos critical|core|important|critique|critiques|crucial|essential
""",
        states="""
@nil resolved removed gone cleared forbidden remain remains remaining left leftover done plus disparu resolus traite
traites supprime supprimes retire retires resolu finished cleaned eliminated deleted addressed closed
""",
        goes="""
comments comment notes note markers marker marked open unfinished business up path paths file files module modules
code word points source except those that name issue issues ticket number tbd reste restent aucun dans chemins chemin
fichiers commentaire commentaires important crucial place places parts areas area single worked off half restant
restants marque marques
""",
    ),
    "code_quality::no_fixme_or_hack": Sense(
        names="""
fixme|fixmes!
hack|hacks comment|comments|code|source|marked|markers|marker|tagged|commentaire|commentaires
""",
        states="""
@nil removed gone resolved worked dealt off disappeared disparu cleared left leftover remaining remain remains count
fixed purged deleted addressed corriges supprimes traite traites supprime retire resolu resolus cleaned eliminated
closed
""",
        goes="""
hack hacks comment comments code source sources base codebase open marked marker markers mark tag tagged note noted
with known defect defects temporary quick commentaire commentaires xxx repository string such fix things src
workaround workarounds restant restants any more longer tags
""",
    ),
}
