"""How people speak of what the gates about a running service, and deployments judge; see `senses`."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.checklist.proposing.language.sensing import Sense

LIVE: Mapping[str, Sense] = {
    "infrastructure::pipeline_green": Sense(
        names="""
pipeline|ci|workflows
continuous integration
required checks commit|release|main
github|gitlab actions|ci|checks|workflows
jenkins|circleci|travis build|job|jobs|pipeline
""",
        states="@pass",
        goes="""
cd main branch release commit required checks check jobs job build builds latest default github gitlab actions runs
verte vert jenkins circleci workflow workflows stage stages
""",
    ),
    "infrastructure::staging_deployed": Sense(
        names="""
staging|preproduction|preprod
""",
        states="""
@pass stable healthy up running runs deployed right carries holding well correct stayed verified successful on live
tourne deploye deployee works operational
""",
        goes="""
deployment deploy deploys release candidate went environment system version commit build instances instance all sample
samples restart restarts answers rc new stays going ship livrer facon reussi flapping crash crashes smoothly test just
environnement de recette shows has got 24 hours hour days after since completed complete successfully without problems
""",
    ),
    "infrastructure::performance_acceptable": Sense(
        names="""
performance|performances|benchmark|benchmarks
throughput
latency|latencies
percentile
load|charge test|tests|testing|run|scenario
load fast|slow|errors|stable|acceptable
locust|k6|jmeter|gatling!
slower|slow release|last|before|baseline|service|previous|than
limit-ms response|latency|p95|reponse|percentile
""",
        states="""
@pass limit-ms limit-s limit-% limit-/s limit-/min limit-x acceptable within met meets enough under below acceptables
tolerated satisfied kept passes inferieur inferieurs hold holds held limit- ok fast @denied
""",
        goes="""
load test tests testing benchmark benchmarks performance latency latencies p95 p99 error rate rates errors throughput
requests request second rps peak usual twice recorded compared against budgets regressions slow faster than last
previous release before service alarming percentile percentiles locust k6 jmeter gatling scenario scenarios stay stays
specification specified staging median mean average users active concurrent expected charge performances temps goal
goals nominal significantly significant degraded degradation regresse anciennes tenue objectifs atteints results run
runs objective objectives next versus completed complete month end target targets budget baseline limit limits
threshold thresholds slo slos regress regressed regression slower worse hours hour minutes duration sustained
conditions traffic qps
""",
    ),
    "monitoring::latency": Sense(
        names="""
latency|latencies|response|p95 production|prod|customers|live|target limit-ms|limit-s
""",
        states="@pass limit-ms limit-s within below under",
        goes="latency p95 p99 response times time target production prod live customers users watch requests",
    ),
    "deployment::merged": Sense(
        names="""
merge|merged main|master|trunk
""",
        states="@pass merge merged done",
        goes="release branch develop feature into back changes code master trunk main pr",
    ),
    "deployment::tagged": Sense(
        names="""
tag|tagged release|version|git|pushed|created|annotated
""",
        states="@true pushed created exists tagged annotated set",
        goes="release version git commit main remote repository this new",
    ),
    "deployment::zero_downtime": Sense(
        names="""
downtime!
interruption|coupure|outage|outages deploy|deployed|deployment|rollout|release
interruption|coupure|outage|outages switch|service|version|deploiement|update
interruption|interruptions
requests|request|connection lost|lose|loses|fail|fails deploy|deployment|rollout|rolling|roll|rolls
connections|call|calls lost|lose|loses|fail|fails deploy|deployment|rollout|rolling|roll|rolls
requests|request|connection failed|drop|drops|dropped|perdue deploy|deployment|rollout|rolling|roll|rolls
connections|call|calls failed|drop|drops|dropped|perdue deploy|deployment|rollout|rolling|roll|rolls
requests|request|connection|connections|call|calls lost|lose|loses|fail|fails replaced|switch|switching
requests|request|connection|connections|call|calls failed|drop|drops|dropped|perdue replaced|switch|switching
requests|request|connection|connections|call|calls lost|lose|loses|fail|fails deploying|update|deploiement|restart
requests|request|connection failed|drop|drops|dropped|perdue deploying|update|deploiement|restart
connections|call|calls failed|drop|drops|dropped|perdue deploying|update|deploiement|restart
rolling update|restart|deployment|upgrade loses|drops|lose|fails|downtime|outage|interruption|unnoticed
uninterrupted|uninterruptedly availability|service|deployment|available|deploy
probed|polled|requested deployment|deploy|rollout miss|failure|error|failures
notice|notices|noticed outage|interruption|coupure
errors|failures|5xx deployment|deploy|rollout|deploiement during|while|pendant
interrupt|interrupts|interrupted|interrompt service|deployment|deploy|deploiement
service|application available|up|reachable during|while|throughout deployment|deploy|rollout|release|update
""",
        states="@nil zero uninterrupted unnoticed aucune achieved available",
        goes="""
deploy deployed deployment deploying rollout rolling update restart release new version rolls roll goes in while
during production service interruption outage customers customer users user clients notice notices noticed request
requests connection connections call calls instances being replaced single blue green switch switching causes cause
availability health path probed miss pendant deploiement mise coupure perdue mode bascule la sec secs errors error
failures see traffic lose loses lost fail fails failed drop drops dropped confirmed verified second interrupt
interrupts interrompt stays stay remains remain reachable throughout
""",
    ),
}
