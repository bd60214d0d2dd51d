"""Mutation testing: forty fixed small faults, and which of them the tests notice."""
