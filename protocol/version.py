"""The version of the protocol as it is written here: stored with what is weighed under it, and printed on it.

It goes up whenever a statement, a rule, a figure or a chain asks for something else than before. `FINGERPRINT` is of
the code of this package, without comments, docstrings and layout: a test fails when it no longer fits, and says the new
one. Where only the writing changed (a name, a helper), the new fingerprint goes in and the version stays.
"""

PROTOCOL_VERSION = "1.1"
FINGERPRINT = "8911c3cd29aedc2d93c4ece301061646324392dee30277179ebd580459930e72"
