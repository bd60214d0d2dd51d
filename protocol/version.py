"""The version of the protocol as implemented: stored with each submitted version and printed on its document.

Raise it whenever a statement, rule, parameter or chain asks for something different. `FINGERPRINT` is a hash of this
package's code without comments, docstrings and layout; a test fails when it differs and prints the new one. After a
refactoring that asks for nothing different, update the fingerprint alone.
"""

PROTOCOL_VERSION = "1.6"
FINGERPRINT = "e605ab3e528f692b0c48825d31e967bf4b66cbc7701a51c50ac6b53f67926ed4"
