"""The version of the protocol as implemented: stored with each submitted version and printed on its document.

Raise it whenever a statement, rule, parameter or chain asks for something different. `FINGERPRINT` is a hash of this
package's code without comments, docstrings and layout; a test fails when it differs and prints the new one. After a
refactoring that asks for nothing different, update the fingerprint alone.
"""

PROTOCOL_VERSION = "1.7"
FINGERPRINT = "d2810275b11b1d23f9151b59a8579d4f1e60e940056cb0b8a2fa736af49f2592"
