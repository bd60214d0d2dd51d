"""The version of the protocol as implemented: stored with each submitted version and printed on its document.

Raise it whenever a statement, rule, parameter or chain asks for something different. `FINGERPRINT` is a hash of this
package's code without comments, docstrings and layout; a test fails when it differs and prints the new one. After a
refactoring that asks for nothing different, update the fingerprint alone.
"""

PROTOCOL_VERSION = "1.7"
FINGERPRINT = "5adde2bf33af000df8e43f8480f08f2a9c20d2f01de4670b3a948e1dc58df600"
