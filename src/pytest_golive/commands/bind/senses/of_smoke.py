"""How people speak of what the gates about smoke tests judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

SMOKE: Mapping[str, Sense] = {
    "smoke::healthy": Sense(
        names="""
health check|checks|endpoint|probe|path|page|status|route|url|green|ok|up
healthz|readyz|livez!
health
service|app|application|system|production|prod|backend|instance healthy|alive|operational
service|app|application|system|production up running|reports
liveness|readiness probe|probes|green|ok|pass|answers|check|checks
reports good health
sonde|sondes vie|sante
sante page|controle|service|check|point
application|service|production bonne|bon sante
""",
        states="""
@pass @work up 200 healthy alive answers answer yes operational positive operationnel returns responds response
running repond live verte positives bonne
""",
        goes="""
check checks endpoint probe probes path page url status green return good production prod rollout go deployment deploy
launch release service app application system well liveness readiness instance component components complaint get
connected database queue afterwards after light all ok code la vie sante sonde poll query curl call au controle passes
down
""",
    ),
    "smoke::version": Sense(
        names="""
version|release|releasenumber|commit|build|tag instances|instance|nodes|node|server|servers|replica
version|release|releasenumber|commit|build|tag replicas|pod|pods|host|hosts|machine|machines|everywhere
version|release|commit|build live|production|prod
version endpoint|page|route shows|says|returns|gives|reports|answers
version tag|commit shows|gives|reports|says|equals|matches
version|release right|correct|released|deployed|installed answers|one|live|equals|deployed|same|released
deployed|installed|running version|build|release|commit released|tagged|equals|right|correct|same|meant
answers|responds release|version meant|right|correct|deployed
version instances|serveurs|noeuds
version new|right|correct|released|release|tag|commit returns|shows|says|gives|reports|answers|displays
production|prod version|releasenumber|release|commit running|runs|serves
deployed|installed|running version|build|release|commit
""",
        states="""
answers answer responds reports report says say shows serves serve equals equal match matches live right correct same
gone executent tourne repond give gives runs run left one running returns return displays tournent
""",
        goes="""
new old previous release deployed installed production prod each node nodes instance instances server servers replica
replicas pod pods host hosts machines cluster show commit hash sha tag tagged build version meant deploy what behind
load balancer endpoint bonne bon page versions is still everywhere serveurs noeuds shipped ship nouvelle longer any
more number released
""",
    ),
    "smoke::critical_endpoints": Sense(
        names="""
critical|important|key|main|core endpoints|endpoint|routes|route|urls|url|pages|page|calls
essential|essentiels|critiques|principaux|principales|vital endpoints|endpoint|routes|route|urls|url|pages|page|calls
endpoints|routes matter|important|depend|critical|key
points entree|acces critiques|essentiels|principaux
""",
        states="""
@pass @work answer answers respond responds return returns expected 200 load loads up operationnels repondent
reachable succeed behave give
""",
        goes="""
api apis production prod status code codes body content json right proper list matter check call calls sanity
operational http web url urls customers depend live most key critical what should errors error without specified
checked verified
""",
    ),
    "section:smoke": Sense(
        names="""
smoke tests|test|checks|testing|suite
""",
        states="@pass",
        goes="""
production prod live system service against deployment after rollout release run post all green
""",
    ),
}
