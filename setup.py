"""What pyproject.toml cannot say: packages are found in two folders, the gates in one at the top of the repository."""

from setuptools import find_packages, setup

GATES = find_packages(include=["gates", "gates.*"])

setup(packages=[*find_packages("src"), *(f"pytest_golive.{name}" for name in GATES)])
