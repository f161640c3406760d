"""Notebooks: made from the one source of a unit, read as what a student hands in, and marked through nbgrader."""
