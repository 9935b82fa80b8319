"""What is measured: pure functions over a question's gold evidence and what a system replied.

Each module owns the measures of one thing. None of them asks, reads a file or prints, so that all
of them can be used from a notebook. A case with nothing to score gives None and is left out of the
figure, never counted as zero.
"""
