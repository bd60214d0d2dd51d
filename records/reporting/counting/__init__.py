"""The counting behind /figures: pure functions over small dataclasses, without web, database or clock.

`things` says what goes in and comes out, a module for each group of figures how it is counted. What fills them from the
database is records/reporting/reading_things.py; what keeps the sums is records/reporting/keeping_figures.py.
"""
