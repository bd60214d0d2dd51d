"""The version of the protocol as it is written here: stored with what is weighed under it, and printed on it.

It goes up whenever a statement, a rule, a figure or a chain asks for something else than before. `FINGERPRINT` is of
the code of this package, without comments, docstrings and layout: a test fails when it no longer fits, and says the new
one. Where only the writing changed (a name, a helper), the new fingerprint goes in and the version stays.
"""

PROTOCOL_VERSION = "1.1"
FINGERPRINT = "1e4833b7f0ff650a95452a66748f771ade8150b2f504ca14c26b8c7ccdf1fb2d"
