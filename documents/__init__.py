"""The decision record: render (WeasyPrint), seal and verify (pyHanko).

Independent of web, database and clock: callers pass a `content.DecisionDocument` of plain values and the time, and get
bytes back.
"""
