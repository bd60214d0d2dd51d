"""Readers of a restricted section: who may read it, who may write in it, and what is said to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.engine.conditions import holds
from protocol.statements.scope import Condition


@dataclass(frozen=True)
class Readers:
    """Questions and steps whose people may read a restricted section; nobody else sees anything of it.

    named: questions that name readers who lead teams. deciders: questions, and keys of their steps, whose people may
    read it once their step is open. own: the question that names the one person who writes in it, and reads it whatever
    their role; '' where all its readers write in it.
    not_ready: said to those who cannot write in it while something is missing. closed: the error at a question that
    they may not change.
    in_place: (conditions, question) pairs: where the answers meet the conditions, whoever that question names is a
    reader in the place of one who is gone. The register names them, so that saying so opens it to nobody else.
    """

    named: tuple[str, ...]
    not_ready: str
    closed: str
    deciders: tuple[str, ...] = ()
    own: str = ""
    in_place: tuple[tuple[tuple[Condition, ...], str], ...] = ()

    @property
    def naming(self) -> tuple[str, ...]:
        """All questions that can name a reader, now or once a step is open or somebody is gone; without `own`."""
        return tuple(dict.fromkeys((*self.named, *self.deciders, *(question for _, question in self.in_place))))

    def named_by(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """The questions that name its readers, given the record's answers."""
        return (*self.named, *(question for conditions, question in self.in_place if holds(conditions, answers)))
