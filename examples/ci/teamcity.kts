// .teamcity/settings.kts: the checklist before a deployment, and the deployment that needs its record.
import jetbrains.buildServer.configs.kotlin.*
import jetbrains.buildServer.configs.kotlin.buildFeatures.xmlReport
import jetbrains.buildServer.configs.kotlin.buildFeatures.XmlReport
import jetbrains.buildServer.configs.kotlin.buildSteps.script
import jetbrains.buildServer.configs.kotlin.projectFeatures.buildReportTab

version = "2024.12"

project {
    buildType(PreDeploy)
    buildType(Staging)
    // A tab on the page of each build, with the HTML report.
    features { buildReportTab { id = "golive"; title = "Go live"; startPage = "reports/pre_deploy.html" } }
}

object PreDeploy : BuildType({
    name = "pre_deploy"
    artifactRules = "reports/** => reports\n.golive/** => golive"
    vcs { root(DslContext.settingsRoot); cleanCheckout = true }
    steps {
        script {
            scriptContent = """
                python3 -m venv .venv
                .venv/bin/pip install -e '.[test]' 'pytest-golive[html]'
                .venv/bin/pytest -m pre_deploy --junitxml=reports/pre_deploy.xml -o junit_family=xunit1 --golive-record=reports/pre_deploy.json --golive-markdown=reports/pre_deploy.md --golive-html=reports/pre_deploy.html --golive-sarif=reports/pre_deploy.sarif
            """.trimIndent()
        }
    }
    features { xmlReport { reportType = XmlReport.XmlReportType.JUNIT; rules = "+:reports/*.xml" } }
})

object Staging : BuildType({
    name = "staging"
    type = Type.DEPLOYMENT
    maxRunningBuilds = 1
    artifactRules = "reports/** => reports\n.golive/** => golive"
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
                .venv/bin/pip install -e '.[test]' 'pytest-golive[html]'
                .venv/bin/pytest -m deploy --golive-target=staging --golive-execute --golive-after=earlier/pre_deploy.json --junitxml=reports/staging.xml -o junit_family=xunit1 --golive-markdown=reports/staging.md --golive-html=reports/staging.html --golive-sarif=reports/staging.sarif
            """.trimIndent()
        }
    }
    features { xmlReport { reportType = XmlReport.XmlReportType.JUNIT; rules = "+:reports/*.xml" } }
})
