"""What a team may write in ``[tool.golive.documentation.links]``: how links to other sites are treated."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.settings.values.kinds import Duration, Text
from pytest_golive.settings.values.table import Table


class Links(Table):
    """``[tool.golive.documentation.links]``."""

    follow: bool = Field(
        default=False, description="whether links to other sites are asked for over the network, http and https alone"
    )
    exclude: tuple[Text, ...] = Field(
        (), description="how the addresses begin that are not asked for, such as 'https://wiki.example/'"
    )
    private: bool = Field(
        default=False, description="whether hosts of this machine and of private networks are asked, too"
    )
    keep: Duration = Field("24h", description="how long a link that was there is not asked for again")
    timeout: Duration = Field("5m", description="longest that all links together may take; the rest is not looked at")
