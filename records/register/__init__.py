"""The register of children, staff and teams: search, bulk loading, and staff accounts."""
