"""Readers of a restricted section: who may read it, who may write in it, and what is said to everybody else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Readers:
    """Questions and steps whose people may read a restricted section; nobody else sees anything of it.

    named: questions that name readers who lead teams. deciders: questions, and keys of their steps, whose people may
    read it once their step is open. own: the question that names the one person who writes in it, and reads it whatever
    their role; '' where all its readers write in it.
    not_ready: said to those who cannot write in it while something is missing. closed: the error at a question that
    they may not change.
    """

    named: tuple[str, ...]
    not_ready: str
    closed: str
    deciders: tuple[str, ...] = ()
    own: str = ""
