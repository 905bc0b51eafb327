"""What all tests share: property tests draw the same examples each time, and may wait for a compiler."""

from hypothesis import settings

settings.register_profile("synaptic", deadline=None, derandomize=True, database=None)
settings.load_profile("synaptic")
