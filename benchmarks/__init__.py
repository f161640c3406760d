"""What is claimed about speed, as comparisons that anybody can run: `python -m benchmarks`.

    alternation ──▶ a comparison (in_process, floor, class_size, …) ──▶ Figure ──▶ table

A figure is a ratio of two sides that took turns in one run on one machine; seconds alone say little.
"""
