"""The council's time-stamp service: its settings, trusted roots, and the seal level that it allows at present."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from cryptography import x509

from documents import keys, trust
from documents.highest import Means
from documents.renew import Evidence
from documents.time_service import TimeService
from settings import Settings

log = logging.getLogger(__name__)

# A service that recently gave less than the highest level is not asked again for this long: every record would wait for
# it and be rendered twice.
RETRY_AFTER = timedelta(minutes=5)

_last_reached: dict[str, tuple[str, datetime]] = {}  # service URL → (level last reached, when that began)


def roots(settings: Settings) -> tuple[x509.Certificate, ...]:
    """The trusted root certificates for time-stamps; () and a logged error when the file cannot be read."""
    if settings.time_stamp_roots_file is None:
        return ()
    try:
        return tuple(x509.load_pem_x509_certificates(settings.time_stamp_roots_file.read_bytes()))
    except (OSError, ValueError) as error:
        log.error("no time-stamp can be believed: %s: %s", settings.time_stamp_roots_file, type(error).__name__)
        return ()


def is_service_set(settings: Settings) -> bool:
    """Whether a time-stamp service and its trusted roots are configured."""
    return bool(settings.time_stamp_url and roots(settings))


def means(settings: Settings, now: datetime) -> Means:
    """The time-stamp service and evidence for sealing. Raises documents.keys.SealKeyError for a damaged key folder."""
    trusted = roots(settings)
    council = trust.load(settings.seal_folder).with_time_roots(trusted)
    if not (settings.time_stamp_url and trusted):
        return Means(council)
    password = settings.time_stamp_password.get_secret_value()
    login = (settings.time_stamp_username, password) if settings.time_stamp_username else None
    service = TimeService(settings.time_stamp_url, trusted, settings.time_stamp_timeout_seconds, login)
    return Means(council, service, Evidence(_own_revocation_lists(settings, now)))


def _own_revocation_lists(settings: Settings, now: datetime) -> tuple[bytes, ...]:
    """The revocation list of the council's own authority (DER); () without an authority or when its key is locked.

    A locked key is only logged, because an installed certificate or a token can seal without it.
    """
    if not keys.has_authority(settings.seal_folder):
        return ()
    try:
        return (keys.revocation_list(settings.seal_folder, settings.seal_passphrase.get_secret_value(), now),)
    except keys.SealKeyError as error:
        log.error("the council's own authority cannot say which certificates stand: %s", error)
        return ()


def level_to_aim_for(means: Means, now: datetime) -> str:
    """The highest level or, for RETRY_AFTER after the service gave less, the level it gave."""
    level, at = _last_reached.get(means.service.url if means.service else "", ("", now))
    return level if level and now - at < RETRY_AFTER else means.highest


def remember_level(means: Means, level: str, now: datetime) -> None:
    """Remember the level that the service made possible and since when."""
    if means.service is None:
        return
    url = means.service.url
    if _last_reached.get(url, ("",))[0] != level or now - _last_reached[url][1] >= RETRY_AFTER:
        _last_reached[url] = (level, now)
