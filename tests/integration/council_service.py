"""The way to the council's own sign-in service and back, as a browser goes it."""

from __future__ import annotations

from tests.support.reader import ORIGIN, Page, Reader
from tests.support.sign_in_service import SignInService


def go(reader: Reader, to: str = "/") -> str:
    """Press the button on the sign-in page; where it leads."""
    (way,) = [link for link in reader.open(f"/sign-in?next={to}").links if link.startswith("/sign-in/council")]
    return reader.open(way, status=302).location


def come_from(service: SignInService, address: str, email: str, *, agrees: bool = True) -> str:
    """Sign in there; the path of ours that the browser is sent back to."""
    back = service.answer(address, email, agrees=agrees)
    assert back.startswith(f"{ORIGIN}/sign-in/council/back?")
    return back.removeprefix(ORIGIN)


def sign_in(reader: Reader, service: SignInService, email: str, to: str = "/") -> Page:
    """The whole way there and back."""
    return reader.open(come_from(service, go(reader, to), email), status=None)
