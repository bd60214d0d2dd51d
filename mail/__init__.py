"""Composes mail messages and sends them from a transactional outbox."""
