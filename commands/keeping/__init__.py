"""Backups: made while the service runs, checked, and restored into an empty place; on SQLite and on PostgreSQL."""
