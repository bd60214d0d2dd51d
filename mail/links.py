"""Emailed links: minted when the mail is sent, only their hash kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from models import DecisionLink, PasswordLink, Staff, Step

PASSWORD_LINK_LIFETIME = timedelta(hours=1)
PASSWORD_LINKS_KEPT = timedelta(days=14)  # so that an old one can be told from one that never was


def hash_token(token: str) -> str:
    """What is stored of a token: its SHA-256, hex. The token has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def mint(*, step: Step, now: datetime, lifetime: timedelta) -> str:
    """A new token for the person whose step it is. Earlier ones stay good: a mail may arrive twice."""
    token = secrets.token_urlsafe(32)
    DecisionLink.create(
        step=step, staff=step.assignee, token_hash=hash_token(token), minted_at=now, expires_at=now + lifetime
    )
    return token


def mint_for_password(*, staff: Staff, now: datetime) -> str:
    """A new token for somebody to choose their password with. Old ones are forgotten."""
    token = secrets.token_urlsafe(32)
    PasswordLink.delete().where(PasswordLink.expires_at < now - PASSWORD_LINKS_KEPT).execute()
    PasswordLink.create(staff=staff, token_hash=hash_token(token), expires_at=now + PASSWORD_LINK_LIFETIME)
    return token
