"""The settings in ``[tool.golive.documentation.links]``: how links to other sites are checked."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.settings.values.kinds import Duration, Percent, Text
from pytest_golive.settings.values.table import Table


class Links(Table):
    """``[tool.golive.documentation.links]``."""

    follow: bool = Field(
        default=False, description="whether links to other sites are requested over the network; only http and https"
    )
    exclude: tuple[Text, ...] = Field(
        (), description="beginnings of addresses that are not requested, such as 'https://wiki.example/'"
    )
    private: bool = Field(
        default=False, description="whether hosts on this machine and on private networks are requested as well"
    )
    judged: Percent = Field(
        80.0,
        description="percent of the links to other sites whose outcome must be known, dead or not; below it nothing is "
        "proven",
    )
    keep: Duration = Field("24h", description="time for which a link that works is not requested again")
    timeout: Duration = Field("5m", description="time limit for all links together; the rest is not checked")
