"""What each message says, and the outbox that sends it."""
