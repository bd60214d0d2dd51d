"""The decision record: render (WeasyPrint), seal and verify (pyHanko).

Nothing here knows the web or reads the database: callers hand over a `content.DecisionDocument` of plain values
and get bytes back, and every instant is passed in.
"""
