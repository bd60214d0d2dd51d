"""Test infrastructure: databases, a mail server, browsers, the app as a running server."""
