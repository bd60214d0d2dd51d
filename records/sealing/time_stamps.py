"""The council's time-stamp service: whom to ask, whom to believe, and which level of seal can be had with it now."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from cryptography import x509

from documents import keys
from documents.highest import Means
from documents.renew import Evidence
from documents.timestamps import TimeService
from settings import Settings

log = logging.getLogger(__name__)

# A service that gave less than all is not asked again at once: each record would wait for it, and be drawn twice.
PATIENCE = timedelta(minutes=5)

_last: dict[str, tuple[str, datetime]] = {}  # a service's address, the level that it last made possible, and when


def roots(settings: Settings) -> tuple[x509.Certificate, ...]:
    """The certificates whose time-stamps are believed; none, and an error in the log, where they cannot be read."""
    if settings.time_stamp_roots_file is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(settings.time_stamp_roots_file.read_bytes()))
    except (OSError, ValueError) as error:
        log.error("no time-stamp can be believed: %s: %s", settings.time_stamp_roots_file, type(error).__name__)
        return ()


def is_service_set(settings: Settings) -> bool:
    """Whether there is a service to ask whose time-stamps can be believed."""
    return bool(settings.time_stamp_url and roots(settings))


def means(settings: Settings, now: datetime) -> Means:
    """What there is to reach a level with. Raises documents.keys.SealKeyError where the keys' folder is damaged."""
    council, trusted = keys.load_roots(settings.seal_folder), roots(settings)
    if not (settings.time_stamp_url and trusted):
        return Means(council)
    password = settings.time_stamp_password.get_secret_value()
    login = (settings.time_stamp_username, password) if settings.time_stamp_username else None
    service = TimeService(settings.time_stamp_url, trusted, settings.time_stamp_timeout_seconds, login)
    return Means(council, service, Evidence(_own_lists(settings, now)))


def _own_lists(settings: Settings, now: datetime) -> tuple[bytes, ...]:
    """What the council's own authority says of its certificates; nothing where it has none, or its key stays locked.

    That key need not be what seals: an installed certificate or a token does without it.
    """
    if not keys.has_authority(settings.seal_folder):
        return ()
    try:
        return (keys.revocation_list(settings.seal_folder, settings.seal_passphrase.get_secret_value(), now),)
    except keys.SealKeyError as error:
        log.error("the council's own authority cannot say which certificates stand: %s", error)
        return ()


def level_to_aim_for(means: Means, now: datetime) -> str:
    """The highest level; for five minutes after the service gave less, that."""
    level, at = _last.get(means.service.url if means.service else "", ("", now))
    return level if level and now - at < PATIENCE else means.highest


def note_reached(means: Means, level: str, now: datetime) -> None:
    """Remember which level the service made possible, counting from when that became so."""
    if means.service is None:
        return
    url = means.service.url
    if _last.get(url, ("",))[0] != level or now - _last[url][1] >= PATIENCE:
        _last[url] = (level, now)
