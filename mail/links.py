"""Emailed links: minted when the mail is sent, only their hash kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from models import DecisionLink, Step


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
