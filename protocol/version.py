"""The version of the protocol as implemented: stored with each submitted version and printed on its document.

Raise it whenever a statement, rule, parameter or chain asks for something different. `FINGERPRINT` is a hash of this
package's code without comments, docstrings and layout; a test fails when it differs and prints the new one. After a
refactoring that asks for nothing different, update the fingerprint alone.
"""

PROTOCOL_VERSION = "1.1"
FINGERPRINT = "935cc00999b3ccfa6ad270e73a0a692c6c09cb7ec4bd56a9e2f1e08d4eb0cf88"
