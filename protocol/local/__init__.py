"""Local practice: a council's own statements, rules and parameters, in addition to the two chapters.

Off unless HANDOVER_LOCAL_PRACTICE is true. The contents are an example for a council to replace (CONTRIBUTING.md,
'A council's own practice').
"""
