"""How people speak of what the gates about documents judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

DOCUMENTS: Mapping[str, Sense] = {
    "documentation::documents_updated": Sense(
        names="""
required|mandatory|project documents|docs|document|documentation
architecture document|documents|docs|doc|documentation|description|overview|diagram|diagrams|dossier
deployment|deploiement guide|docs|doc|documentation
docs|documents|documentation had|needed|needs change|changed|updated
""",
        states="""
updated revised refreshed touched reflect reflects reflected adapted revise revisee revises change actualise
actualisee actualises actualisees refresh current accurate correct verified line matches match conforms describes
""",
        goes="""
architecture deployment deploiement system guide document documents docs documentation required project previous
release says what changed changes version this new did file compose jour mis mise mandatory diagrams diagram overview
md ship shipped built running runbook describe
""",
    ),
    "documentation::code_standards_verified": Sense(
        names="""
style|coding|code|written guide|guideline|guidelines|standard|standards|convention|conventions|rules
standards document|documents|tool|tools|configured|configuration|linter|linters
contributing tool|tools|linter|linters|ci|pre|configuration|hooks
rules enforced tools|tool|linter|linters
normes|regles|conventions codage|code|style
style|standards document|documents|docs configuration|config|linter|linters|hooks
""",
        states="""
consistent agree agrees match matches matching same equal equals enforce enforced enforces contradict contradiction
contradictions conform conforms conformes conforme identical correspond corresponds compared verified current line
sync verifiees correspondent appliquees appliques @denied
""",
        goes="""
linter linters ruff black mypy flake8 pylint eslint prettier formatter tool tools tooling configuration config
configured settings set document docs documented written commit checks ci pre hook hooks rules length complexity types
limits limit one another each other demand demands file contributing style guide conventions codage outils outil story
tell tells editorconfig just down prevu rule promises what lint linting ones
""",
    ),
    "documentation::codebase_summary_current": Sense(
        names="""
codebase|code summary|overview|map|resume|carte|tour|inventory
summary|overview|map|tour|resume source|modules|packages|codebase|module
summary|overview|map|tour|description|resume|carte base code
module|package|modules|packages|repository overview|map|structure|summary docs|documented|current|lists|mentions
vue ensemble code
""",
        states="""
@true updated current complete mentions mention mentioned names lists list missing describes describe described drawn
exist left deleted reflects covers gone jour actualise actualisee matches ready final finalised finalized finalise
pret prete done finished redige termine
""",
        goes="""
code base source tree package packages module modules service services name file files ghosts new project structure
docs document existing folder folders directory removed entry points vue ensemble leaves out every longer
""",
    ),
    "documentation::changelog_updated": Sense(
        names="""
changelog|changelogs!
release|version entry|section history
news|towncrier fragment|fragments
version number|numbers|string|strings|bumped bumped|bump|same|agree|agrees|consistent|increased|everywhere|incremente
version same|identical pyproject|package|chart|places|everywhere|metadata
towncrier|news|changelog fragment|fragments
package version bumped|increased|incremented|raised|updated
release|version described|documented changelog
version|versions pyproject|package|chart|metadata same|identical|agree|agrees|equal|consistent|match
""",
        states="""
@true updated written bumped complete completed filled finished done includes include mentions names lists dated date
entry section empty present brought agree same gathered collected has paragraph covers describes current points jour
left redige contains moved actualise actualisee point ready final finalised finalized finalise pret prete termine
increased incremented raised described documented
""",
        goes="""
entries today todays name new version versions release released pyproject chart helm package metadata init number
numbers strings string unreleased nothing heading history links compare foot proper fragments news future file change
changes places place cut title called pour cette journal modifications complet numero incremente releasenotes up rest
build notes under tags
""",
    ),
    "documentation::documents_sound": Sense(
        names="""
links|link|references|liens broken|dead|intact|resolve|resolves|works
links|link|references|liens morts|mort|casses|casse|checker|relative|internal
links|link|anchors|liens valid|valides|internes|docs|documentation|markdown
docs|documentation|mkdocs|sphinx|documents build|builds|built
code|json|yaml|toml samples|snippets|blocks|examples parse|parses|valid|formed|intact|broken
images docs|documentation|documents|markdown there|missing|exist|broken|resolve
mermaid formed|valid|parse|render
link|links check|checks|checker|checking|lychee|linkcheck
""",
        states="""
@pass fixed resolve resolves intact parse parses corrected valid valides work works removed repaired leads corriges
strict strictly there formed render cleanly fonctionnent fonctionne valide resolved @denied
""",
        goes="""
docs documentation markdown document documents repository readme internal relative anchor anchors links link code
samples snippets blocks diagrams references warnings warning errors error dead broken checker lychee mkdocs sphinx
build builds images image pages page site somewhere well json yaml toml mermaid html cross 404 finds found check
checking linkcheck mode les tous de internes externes externe linters
""",
    ),
    "documentation::readme_accurate": Sense(
        names="""
readme!
""",
        states="@true mentions import imports names badges updated reflects accuracy truth shown",
        goes="""
correct accurate right version make targets target command commands options option example examples badge project file
fichier what date md entry points accurately cli interface usage tells tell
""",
    ),
    "documentation::readme_accurate sign": Sense(
        names="""
readme work|works|run|runs|ran|tried|try|follow|followed|walk|walked|copied|executed|fonctionnent|essayees|reproduced
readme clean|fresh clone|checkout|machine
""",
        states="""
@true work works run runs ran tried try follow followed walk walked copied executed fonctionnent essayees
""",
        goes="""
command commands instructions install installation quick start steps step clean fresh clone checkout machine reflects
what tool can do today examples example shell through commandes etapes exemples guide getting started setup newcomer
""",
    ),
    "documentation::api_documentation_current": Sense(
        names="""
api documentation|docs|doc|reference|description|spec|specification|schema
openapi|swagger!
docstring|docstrings!
interface documentation|docs|reference|description|specification corresponds|current|matches
interface documentation|docs|reference|description|specification updated|implementation|code
public undocumented|documented function|functions|api|interface|class|classes|nothing|method|methods
reference manual|docs|documentation|pages public|api|interface
""",
        states="""
@true equals equal match matches regenerated corresponds covers caught sync complete agree agrees updated identical
identique conforme current undocumented documented have has truth described jour ready final finalised finalized
finalise pret prete done finished redige termine @denied
""",
        goes="""
service serves served what server offers offer code committed document file spec schema running implementation public
interface function functions class classes method methods parameter parameters return returns values signature
signatures application sert describes manual reference pages up md json yaml endpoints routes documentation docs api
specification tell tells python helper private others made deployed live production repo repository published rest
http swagger openapi generated covered entire endpoint
""",
    ),
    "documentation::migration_guide_complete": Sense(
        names="""
migration|migrating|upgrade|upgrading|transition|changes guide|notes|note|instructions breaking|incompatible|complete
migration|migrating|upgrade|upgrading|transition|changes guide|notes|note|instructions finished|done|written|covers
migration|migrating|upgrade guide|notes|note|instructions lists|mentions|mention|names|current|removed|ready
upgrading|transition|changes guide|notes|note|instructions lists|mentions|mention|names|current|removed|ready
migration|upgrade|transition guide|path|notes|instructions
guide migrating|migration|upgrading
breaking|incompatible changes|change|guide
incompatibilities|incompatibility
breaks|broke|breaking migration|upgrade|upgrading
ruptures|changements compatibilite|incompatibles
guide migration
""",
        states="""
@true complete completed done finished written documented described explained listed lists covers covered mention
mentions mentioned names decrites decrits documentes redige appear ready final finalised finalized finalise pret prete
termine contains has
""",
        goes="""
list each removed renamed function functions parameters parameter api apis interface endpoints gaps everything we
broke break breaks what replacement remedy guide notes note instructions old version from change changes compatibility
toutes upgrade upgrading migrating migration path deprecated removal removals moved together release public complet
previous entry entries section documentation
""",
    ),
}
