"""The case-transfer protocol: its statements, the rules that weigh a record, and who decides on it.

Pure: no web, no database, no clock and no files. What day it is, and everything else, is passed in.
"""

import protocol.local.rules
import protocol.rules  # noqa: F401  (registers the rules, as the line before does those of the local practice)
from protocol import settling
from protocol.chains import StepSpec, chain, whole_chain
from protocol.chains.asking import authority_of
from protocol.decisions import Decision, ExceptionDecision
from protocol.outcomes import Finding, Level, Outcome, Part, Stage
from protocol.parameters import PARAMETERS, ParameterError, Parameters, parameters_on
from protocol.registry import RULES, RuleError, bind
from protocol.statements import BY_ID, CHAPTERS, LOCAL, RECORDS, SOURCES, STATEMENTS, Statement, listed
from protocol.terms import DEFAULT_TERMS, in_words
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
    "in_words",
    "listed",
    "parameters_on",
    "settling",
    "weigh",
    "whole_chain",
]
