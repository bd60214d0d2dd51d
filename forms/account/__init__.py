"""Forms about a person and not about a record: signing in, deciding, standing in."""
