"""The version of the protocol as it is written here: stored with what is weighed under it, and printed on it.

It goes up whenever a statement, a rule, a figure or a chain asks for something else than before. `FINGERPRINT` is of
the code of this package, without comments, docstrings and layout: a test fails when it no longer fits, and says the new
one. Where only the writing changed (a name, a helper), the new fingerprint goes in and the version stays.
"""

PROTOCOL_VERSION = "1.1"
FINGERPRINT = "ad3459174e0fe51a1e6c2e8417970885361614b9aaa0a7091c58be7fc46787e8"
