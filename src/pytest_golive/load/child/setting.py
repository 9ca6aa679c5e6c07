"""What the modules in this process share: locust loads the scenario from a path, not as a module of ours."""

from __future__ import annotations

from pytest_golive.load.child.recorder import Recorder
from pytest_golive.load.plan import Plan

plan: Plan
recorder: Recorder
