"""Synaptic: early intervention and resilience in local public services, as a simulation."""
