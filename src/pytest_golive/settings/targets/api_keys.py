"""Settings about the API keys of a target; they name variables, and never contain a key."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pytest_golive.settings.targets.auth import REJECTION, SHOWN, Command
from pytest_golive.settings.values.kinds import (
    HeaderName,
    OneOrMore,
    Refusal,
    Shows,
    Text,
    UrlPath,
    Variable,
    unknown_paths,
)
from pytest_golive.settings.values.table import Table


class ApiKeys(Table):
    """``api_keys``: which keys are accepted."""

    protected: tuple[UrlPath, ...] = Field(min_length=1, description="paths that require a key")
    header: HeaderName = Field("X-API-Key", description="header that carries the key")
    prefix: Text | None = Field(None, description="word before the key in the header, such as 'ApiKey'")
    query: Text | None = Field(None, description="parameter of the query that may carry it; none if not given")
    key_env: Variable | None = Field(None, description="environment variable that holds a valid key")
    key_command: Command | None = Field(None, min_length=1, description="command that prints a valid key")
    second_key_env: Variable | None = Field(None, description="environment variable that holds another client's key")
    revoked_key_env: Variable | None = Field(None, description="environment variable that holds a revoked key")
    other_key_env: Variable | None = Field(
        None, description="environment variable that holds a key of another environment"
    )
    shows: Shows = Field(default_factory=dict, description=SHOWN)
    status: Annotated[tuple[Refusal, ...], OneOrMore] = Field((), description=REJECTION)

    @model_validator(mode="after")
    def _is_complete(self) -> ApiKeys:
        if self.key_env is None and self.key_command is None:
            raise ValueError("needs key_env or key_command")
        if unknown := unknown_paths(self.shows, self.protected):
            raise ValueError(f"shows names {unknown}, which is none of protected; name it there, too")
        return self
