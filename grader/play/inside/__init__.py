"""What runs in the worker, beside the student's modules: the training, by calls of the student's functions.

Nothing here is trusted: a student's module in the same process can change what these modules do. They import
numpy, the standard library and one another; `grader.play.student` hands them in under names that no student's
file can have.
"""
