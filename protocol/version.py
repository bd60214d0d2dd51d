"""The version of the protocol as implemented: stored with each submitted version and printed on its document.

Raise it whenever a statement, rule, parameter or chain asks for something different. `FINGERPRINT` is a hash of this
package's code without comments, docstrings and layout; a test fails when it differs and prints the new one. After a
refactoring that asks for nothing different, update the fingerprint alone.
"""

PROTOCOL_VERSION = "1.9"
FINGERPRINT = "60057de21e047a34720cae8c6946c357ed3e647f405e24fc25bcbd9dc74d5be7"
