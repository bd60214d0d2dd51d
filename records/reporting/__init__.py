"""Queries for pages: a record's history, a person's work, and the state of the service."""
