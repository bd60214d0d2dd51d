"""What nobody can accept away where it is not met (315.2.3.1).

A required statement that cannot be met, and that no exception decision can lift, goes ahead with a reason once the
managers above those who decide have accepted that very statement. These it is not true of: another record exists for
the first, and no acceptance stands in for an audit of the file or for the agreement of those who have to agree.
"""

NEVER_ACCEPTED = frozenset({"142.4.1", "142.2.6", "315.7.3", "315.7.4", "315.7.5"})

# Statement → the one whose reason and acceptance serve here too, although an exception could lift it: section 7 of
# 3.1.5 asks for the meeting that 142.3.1 asks for, and from that one no exception dispenses.
ACCEPTED_TOO = {"315.7.6": "142.3.1"}
