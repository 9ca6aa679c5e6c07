"""How people speak of what the gates about security judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

SECURITY: Mapping[str, Sense] = {
    "security::security_tests_pass": Sense(
        names="""
security|securite tests|test|suite|testing
security pytest
attack|intrusion|abuse|injection|permission|permissions tests suite|our|automated|marked|security
""",
        states="@pass skipped reussissent vert",
        goes="""
unit automated automatic regression marker marked mark cases executed skip skips all own our suite pytest tests test
failed fails fail failing failures failure permissions permission injection access control release attack abuse
intrusion break breaking try tries cover roles ci pipeline tagged label labelled related relevant checks check
""",
    ),
    "security::no_exposed_secrets": Sense(
        names="""
secret|secrets|credential|credentials|password|passwords repository|repo|git|source|sources|code|commit|committed
secret|secrets|credential|credentials|password|passwords commits|depot|history|historique
secret|secrets|credential|credentials|password|passwords exposed|leaked|hardcoded|tracked
token|tokens|key|keys|jeton|jetons|cle|cles repository|repo|git|committed|tracked|depot|commit|commits
coded|committed|leaked secret|secrets|credential|credentials|password|passwords|tokens
gitleaks|trufflehog!
detect secrets
secret|secrets scan|scanning|scanner
env files|file git|committed|repository
secret|secrets|credential|credentials|password|passwords version control
""",
        states="@nil @pass clean scanned discloses disclose",
        goes="""
api private confidential working tree history tag recent commits commit committed file files hard coded hardcoded
leaked exposed scan scanning scanner new repository ended up open source code python git jeton jetons cle cles
password secrets secret token tokens key keys credential credentials detect gitleaks trufflehog version control
passwords plain clair nouveau checked in depot expose exposes anywhere real branch full finds found wired clear text
tracked ignored gitignore staging development
""",
    ),
    "security::no_vulnerable_code": Sense(
        names="""
bandit|sast!
static analysis|analyse security|securite|exploitable|vulnerable|vulnerabilities|insecure|vulnerability
static security|application|code security|testing|analysis scan|testing|analysis|clean
vulnerable|exploitable|insecure|unsafe code|calls|functions|patterns|constructs
vulnerabilities|vulnerability|weaknesses own|our code
security linter
dangerous|unsafe|insecure calls|functions|eval|pickle
analyse statique securite|alerte|faille
eval|exec|pickle shell|code|calls|python|our
""",
        states="@nil @pass clean rewritten occur removed",
        goes="""
finding findings issue issues high severity medium serious critical application security static analysis own python
code source scan scanner been found exits exit linter pickle loads load yaml eval exec shell true flagged calls call
dangerous reveals reveal exploitable errors hash hashes weak sql injection open level higher functions patterns
testing unsafe insecure vulnerable vulnerability vulnerabilities constructs alerte alertes statique analyse faille
failles warnings signale rating rated remain remains left unresolved finds use used usage anywhere lines line
""",
    ),
    "security::auth_flows": Sense(
        names="""
auth|authn|authz|login|logout|authentication flow|flows|works|tested|verified
authentication|authentification|authn|authz
login|logins|signin good|wrong|valid|invalid|bad|rejects|reject|forged|expired|protected|works|tried|only|fail|fails
tokens|token|jwt|jwts|sessions|session expired|forged|stale|invalid|missing|manipulated|tampered|out|signature
session|sessions|token logout|logged
session|sessions ends|dies|end|ended|closed|invalidated logout
credentials|password|passwords valid|invalid|wrong|bad work|works|refused|rejected|denied|fail|accepted|login|do
unauthenticated|unauthorised|unauthorized|anonymous access|request|requests|users|visitors|calls|user
only authenticated users|user|see|get
connexion deconnexion|jetons|mot|password
jetons|jeton expires|falsifies|invalides
ordinary|normal|unprivileged users|user admin
access|request|requests|calls|call|routes token|session|login|credentials refused|rejected|denied|401|403|blocked|fail
users|user cannot|only access|see|open roles|role|permissions|rights|data
logout invalidates|ends|works
users|user cannot|reach admin|foreign
endpoints|routes|pages protected|private unauthenticated|anonymous|401|login
access without login|token|session|credentials|authentication
""",
        states="""
@pass @work @true refused refuse refuses reject rejects rejected deny denied 401 403 fail fails dies ends end closed
tested tried turned required worthless out kept see invalidated expires protected blocked lead invalid invalidates
cannot refusee refusees inaccessible
""",
        goes="""
tokens token jwt jwts expired forged stale missing manipulated tampered signature bad good wrong password passwords
credentials valid users user data routes route requests request access login logins logout session sessions old flow
flows target audience another permissions permission roles role authn authz alg admin area areas ordinary visitors
anonymous authenticated unauthenticated jetons jeton deconnexion connexion authentification garbage correctly without
calls authorization authorisation when log logs work do other others' again reuse pages page their endpoints endpoint
regular normal reach mauvais mauvaise mot passe expiry expiration after
""",
    ),
    "security::api_keys": Sense(
        names="""
api key|keys|cle|cles
key|keys|cle|cles revoked|withdrawn|invented|forged|unknown rejected|refused|refuses|denied|fail|fails|dead|bounce
key|keys|cle|cles invalid|truncated|revoquees|revoquee|invalides rejected|refused|refuses|denied
key|keys|cle|cles invalid|truncated|revoquees|revoquee|invalides fail|fails|dead|bounce
key|keys|cle|cles revoked|withdrawn|invented|forged|unknown 401|403|end|useless|use|get|gets|rejetees|refusees
key|keys|cle|cles invalid|truncated|revoquees|revoquee|invalides 401|403|end|useless|use|get|gets|rejetees|refusees
clients|requests|calls without|valid key
""",
        states="""
@work valid verified checked tested validated reject rejects rejected refuse refuses refused deny denied 401 403 fail
fails dead bounce accepted need needed required yields only useless end blocked lets refusees rejetees validees
missing cannot leads
""",
        goes="""
unknown invalid revoked withdrawn forged truncated wrong cut off invented made up requests request calls call calling
client clients machine access answer used key keys bad good expired random garbage api apis validation check without
nobody 200 authentication use get gets receive receives une sans lead
""",
    ),
    "security::rate_limit": Sense(
        names="""
ratelimit|ratelimits|ratelimiter|ratelimiting
throttle|throttled|throttling!
429!
requests|calls|client|clients limit|limits|flood|excess|beyond|hammer throttled|rejected|turned|slowed
requests|calls|client|clients limit|limits|flood|excess|beyond|hammer 429|cannot|answered|refused
limitation|limite|limites debit|requetes
excess|excessive requests|calls|request
too many requests|calls|request
trop requetes|request
flood|floods|hammer service|api|login|endpoint|client|server
""",
        states="""
@pass @work active on bite bites kick kicks 429 rejected throttled refused turned away slowed cannot get gets receive
answered answers blocked limited effective tested verified nobody block blocks place returned
""",
        goes="""
api apis per client clients user requests request calls call minute second hour retry header many too beyond limit
limits quota exceed exceeds exceeded once above more than same excess excessive down counts each single flood service
everybody brute force login password guessing attempts attempt tries endpoint endpoints trop requetes repond reponse
verifiee limitation debit server from threshold in separately anonymous form hammer wait waiting separate limit-/min
limit-/s limit-/h limit-/d limit- comes source ip address st everyone users load
""",
    ),
    "security::transport": Sense(
        names="""
tls|ssl|hsts|https!
certificate|certificat|cert|certificates valid|expiry|expire|expires|chain|lasts|expiring|valide|expiration
transport security|secure
security headers|header|httpheaders
headers|header csp|nosniff|hsts
tetes|tete securite
cookie secure|httponly|samesite|securises
content security policy
connection|connections|traffic|access encrypted|unencrypted|tls
talks|talk|connect|connects|communicate unencrypted
http redirects|redirect|redirected|leads|redirige
certificate|certificat|certificats valable|valables|valide
connexions chiffrees|securisees
traffic https|tls|encrypted
""",
        states="""
@true @work @pass present sent only enabled redirects redirect redirected leads disabled rejected refused encrypted
obligatoire set lasts secure limit-d limit-w mandatory forced valide securises presents enforced unencrypted newer off
good flagged valable limit-h limit-y accepted chiffrees left remaining uniquement @denied
""",
        goes="""
tls ssl hsts https certificate certificates cert certs valid days weeks month months expiring about another more
complete protocol protocols up properly plain http access strict transport security header cookie httponly samesite
csp nosniff referrer policy content type options old version versions minimum modern connection connections order
nobody talks lead tetes tete securite redirection vers certificat every all response responses is to signed trusted
weak ciphers cipher frame jours next flags encore expire expires expiry limit- chain headers accepts connexions over
least bits
""",
    ),
}
