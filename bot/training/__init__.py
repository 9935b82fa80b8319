"""Makes the examples that the reader (`index.models.reader`) is trained on.

    files in SQuAD's format ─ write out, index, search ─► windows with their answers ─► JSONL

    python -m bot.training --squad FILE … [--out examples.jsonl]

A window is a question with a run of sentences of one article. Beside those that answer stand five
kinds that do not: another passage that search ranks high, the right passage without the sentence
that answers, a question with a name or number changed, a saying put into another mouth, and what
the file itself marks as impossible. Nothing here is needed at run time. Unlike `bot.calibration`,
which weighs what the reader says, it never sees the project's own questions.
"""
