"""What leaves the instructor's machine: exercises for students, and an autograder for Gradescope.

course ──▶ student or gradescope (files in memory, with the kit's wheel) ──▶ destination (folder, zip, git)

`container` is the other end: it marks inside Gradescope's container.
"""
