"""Words with which a row claims that something is as it should be, and words that change nothing."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.vocabulary import COMMON, LINKING
from pytest_golive.checklist.proposing.language.words import A_VERSION, stems

# What a row can claim; a gate says which of these claims it judges ("@pass @nil").
CLAIMS: Mapping[str, str] = {
    "@pass": """
pass passes passed passing green succeed succeeds succeeded success successful successfully ok okay fine good clean
well passe passent vert verts verte vertes reussi reussie reussis reussies reussissent propre propres
""",
    "@nil": """
no none nothing zero nil 0 never nobody neither without empty free not any aucun aucune sans pas
""",
    "@true": """
correct right current valid accurate exact true proper complete completed updated verified checked tested confirmed
proven validated tried match matches matching agree agrees equal equals same consistent identical corresponds conform
conforms sync correspond correspondent verifie verifies verifiee verifiees exacte exacts actualise actualisee
actualises actualisees complets completes valide valides conforme conformes identique identiques controle controles
controlee controlees teste testes testee testees
""",
    "@work": """
work works working active activated on enabled enforced force hold holds held met meet meets respected place order set
fonctionne fonctionnent actif actives activee activees respecte respectee operationnel operationnels operationnelle
""",
}
# "no tests" claims nothing good, "no failing tests" does: what "@denied" takes for a claim if it is denied.
BAD = stems("""
fail fails failed failing failure failures error errors red broken skipped drop dropped fall fell fallen down
decrease regress regressed regression slower worse sluggish dead warning warnings 404 undocumented untested
uncovered missing contradict contradiction contradictions god complex plain unencrypted expire expires
expiring echec echecs erreur erreurs rouge mort morts casse casses finding findings problem problems exit
exits exited
""")
DENIED = "@denied"
NOTHING = stems(CLAIMS["@nil"])

# Words that change nothing of what a row is about, whatever the gate.
NEUTRAL = """
entire entirely completely really properly correctly successfully throughout everywhere anywhere whole total overall
exactly nor either except including included incl inclusive such like own need needs able can cannot actually against
before after since last per run runs ran executed execute shows show shown says say reports report prints give gives
given contain contains exist exists there thing things anything something anybody somebody too even neither just well
known half one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty eighty
ninety hundred cents cent deux trois quatre cinq dix vingt trente fifth fifths part parts case cases time times day
days be been would could might than fewer us about beyond among upon both being become becomes became having does did
done get got gotten keep whose ont ete est ce cet cette ces il elle ils elles leur leurs se sa son ses si deja bien
tres fait don't doesn't aren't isn't won't can't didn't haven't hasn't finding findings hit hits problem problems
complaint complaints brought bring back come comes came goes next those these always through req yes oui non reste
restent tout entierement facon moindre seul seule chaque via but into out
"""
OF_NOBODY = stems(NEUTRAL) | stems(COMMON) | stems(" ".join(LINKING)) | {A_VERSION}


def claimed(words: str) -> frozenset[str]:
    """The words of a vocabulary, with those that a name such as "@pass" stands for."""
    named = [name for name in words.split() if name in CLAIMS]
    return frozenset().union(
        stems(" ".join(word for word in words.split() if not word.startswith("@"))),
        *(stems(CLAIMS[name]) for name in named),
    )
