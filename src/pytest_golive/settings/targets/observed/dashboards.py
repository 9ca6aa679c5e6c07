"""Settings about the dashboards of a target: where Grafana is, and which dashboards must be there."""

from __future__ import annotations

from pydantic import Field, model_validator

from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.values.kinds import Duration, Glob, Text


class Dashboards(ReachingApi):
    """``dashboards``: Grafana, and the dashboards in it; the token of a Viewer's service account is enough."""

    uids: tuple[Text, ...] = Field((), description="uids of dashboards that must be there, as in their addresses")
    files: tuple[Glob, ...] = Field(
        (), description="globs of dashboards kept as JSON in the repository; each must be deployed as it is there"
    )
    variable_values: dict[Text, Text] = Field(
        default_factory=dict, description="values of dashboards' variables, instead of what a viewer sees first"
    )
    may_be_empty: tuple[Text, ...] = Field(
        (), description="globs of titles of panels that show nothing while all is well, such as 'Errors*'"
    )
    trusted: tuple[Text, ...] = Field(
        (),
        description="globs of titles of panels of which the team answers for whose data they show, where golive does "
        "not understand their PromQL",
    )
    lookback: Duration = Field("15m", description="time up to now in which a panel must have data")
    namespace: Text = Field("default", description="namespace of the organisation in Grafana's newer API")
    compare: bool = Field(default=True, description="whether files must equal what is deployed")

    @model_validator(mode="after")
    def _names_some(self) -> Dashboards:
        if not self.uids and not self.files:
            raise ValueError("needs uids or files: the dashboards that must be there")
        return self
