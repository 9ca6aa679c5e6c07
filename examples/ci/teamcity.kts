// .teamcity/settings.kts: the checklist before a deployment, and the deployment that needs its record.
import jetbrains.buildServer.configs.kotlin.*
import jetbrains.buildServer.configs.kotlin.buildFeatures.xmlReport
import jetbrains.buildServer.configs.kotlin.buildFeatures.XmlReport
import jetbrains.buildServer.configs.kotlin.buildSteps.script

version = "2024.12"

project {
    buildType(PreDeploy)
    buildType(Staging)
}

object PreDeploy : BuildType({
    name = "pre_deploy"
    artifactRules = "reports/** => reports\n.golive/** => golive"
    vcs { root(DslContext.settingsRoot); cleanCheckout = true }
    steps {
        script {
            scriptContent = """
                python3 -m venv .venv
                .venv/bin/pip install -e '.[test]' pytest-golive
                .venv/bin/pytest -m pre_deploy --junitxml=reports/pre_deploy.xml -o junit_family=xunit1 --golive-record=reports/pre_deploy.json
            """.trimIndent()
        }
    }
    features { xmlReport { reportType = XmlReport.XmlReportType.JUNIT; rules = "+:reports/*.xml" } }
})

object Staging : BuildType({
    name = "staging"
    type = Type.DEPLOYMENT
    maxRunningBuilds = 1
    vcs { root(DslContext.settingsRoot); cleanCheckout = true }
    dependencies {
        dependency(PreDeploy) {
            snapshot { onDependencyFailure = FailureAction.FAIL_TO_START }
            artifacts { artifactRules = "reports/pre_deploy.json => earlier" }
        }
    }
    steps {
        script {
            scriptContent = """
                python3 -m venv .venv
                .venv/bin/pip install -e '.[test]' pytest-golive
                .venv/bin/pytest -m deploy --golive-target=staging --golive-execute --golive-after=earlier/pre_deploy.json --junitxml=reports/staging.xml -o junit_family=xunit1
            """.trimIndent()
        }
    }
    features { xmlReport { reportType = XmlReport.XmlReportType.JUNIT; rules = "+:reports/*.xml" } }
})
