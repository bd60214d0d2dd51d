"""The version of the protocol as it is written here: stored with what is weighed under it, and printed on it.

It goes up whenever a statement, a rule, a figure or a chain asks for something else than before. `FINGERPRINT` is of
the code of this package, without comments, docstrings and layout: a test fails when it no longer fits, and says the new
one. Where only the writing changed (a name, a helper), the new fingerprint goes in and the version stays.
"""

PROTOCOL_VERSION = "1.0"
FINGERPRINT = "26e3dc42f68d4e4a91cf947bb1bee0e7e37defb2aff2010725beff2f7c93e011"
