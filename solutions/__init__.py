"""The one source of each unit: lesson, docstrings, reference code and hints; never given to students."""
