"""Neurokata's kit: generates exercises, runs their tests, marks submissions in a sandbox."""

__version__ = "0.1.0"
