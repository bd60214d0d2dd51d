"""Tokens of emailed links, created when the mail is sent. Only their hash is stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from models import DecisionLink, PasswordLink, Staff, Step

PASSWORD_LINK_LIFETIME = timedelta(hours=1)
EXPIRED_PASSWORD_LINKS_KEPT = timedelta(
    days=14
)  # after expiry, so that the page can say 'expired' instead of 'unknown'


def hash_token(token: str) -> str:
    """SHA-256 (hex) of a token, which is what is stored. Tokens have 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_decision_link(*, step: Step, now: datetime, lifetime: timedelta) -> str:
    """Create a link to decide a step; returns its token. Earlier links stay valid: a mail may be sent twice."""
    token = secrets.token_urlsafe(32)
    DecisionLink.create(
        step=step, staff=step.assignee, token_hash=hash_token(token), minted_at=now, expires_at=now + lifetime
    )
    return token


def create_password_link(*, staff: Staff, now: datetime) -> str:
    """Create a link to set a password; returns its token. Long expired links are deleted."""
    token = secrets.token_urlsafe(32)
    PasswordLink.delete().where(PasswordLink.expires_at < now - EXPIRED_PASSWORD_LINKS_KEPT).execute()
    PasswordLink.create(staff=staff, token_hash=hash_token(token), expires_at=now + PASSWORD_LINK_LIFETIME)
    return token
