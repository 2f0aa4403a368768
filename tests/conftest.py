"""What every test may ask for."""

from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.world"]

# A busy machine is no fault: what is slow is measured in benchmarks.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
