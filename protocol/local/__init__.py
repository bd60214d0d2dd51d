"""A council's own local practice: what it asks beside the two chapters.

It is off unless HANDOVER_LOCAL_PRACTICE is true. What stands here is an example: a council puts its own in its place
(CONTRIBUTING.md, 'A council's own practice').
"""
