"""The base classes of models of files that others write."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Spec(BaseModel):
    """A part of a file; unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)


class CamelSpec(Spec):
    """A part of a file whose keys are written in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel)
