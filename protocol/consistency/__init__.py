"""What cannot be true together in a record, and what cannot be true at all."""

from protocol.consistency.behind import Asked, is_waiting, without
from protocol.consistency.contradiction import Clash, Contradiction
from protocol.consistency.table import TABLE, clashes_with, contradictions_in

__all__ = ["TABLE", "Asked", "Clash", "Contradiction", "clashes_with", "contradictions_in", "is_waiting", "without"]
