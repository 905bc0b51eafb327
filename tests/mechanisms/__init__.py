"""Tests of simulation/mechanisms."""
