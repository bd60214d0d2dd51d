"""The case-transfer protocol: its statements, the rules that check a record against them, and the approval chains.

Pure functions of their arguments: no web, no database, no clock, no files. The caller passes in the date.
"""

import protocol.local.rules
import protocol.rules  # noqa: F401  (both imports register their rules)
from protocol import updating
from protocol.chains import StepSpec, chain, whole_chain
from protocol.chains.selection import authority_of
from protocol.decisions import Decision, ExceptionDecision
from protocol.outcomes import Finding, Level, Outcome, Part, Stage
from protocol.parameters import PARAMETERS, ParameterError, Parameters, parameters_on
from protocol.registry import RULES, RuleError, bind
from protocol.statements import BY_ID, CHAPTERS, LOCAL, RECORDS, SOURCES, STATEMENTS, Statement, listed
from protocol.terms import DEFAULT_TERMS, fill_terms
from protocol.version import PROTOCOL_VERSION
from protocol.weighing import Weighing, weigh

__all__ = [
    "BY_ID",
    "CHAPTERS",
    "DEFAULT_TERMS",
    "LOCAL",
    "PARAMETERS",
    "PROTOCOL_VERSION",
    "RECORDS",
    "RULES",
    "SOURCES",
    "STATEMENTS",
    "Decision",
    "ExceptionDecision",
    "Finding",
    "Level",
    "Outcome",
    "ParameterError",
    "Parameters",
    "Part",
    "RuleError",
    "Stage",
    "Statement",
    "StepSpec",
    "Weighing",
    "authority_of",
    "bind",
    "chain",
    "fill_terms",
    "listed",
    "parameters_on",
    "updating",
    "weigh",
    "whole_chain",
]
