"""Tests of simulation/links."""
