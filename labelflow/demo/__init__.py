"""A living world for demonstrations: four years of invented structures, people, applications and labels.

Everything happens through the services, at its own simulated time, so the world is also a test: a rule
that it breaks stops it.
"""
