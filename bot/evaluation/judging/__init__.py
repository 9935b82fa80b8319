"""Whether quotes support a statement: the judges, and the rules of the one that needs no model.

statement, quotes ─► Text, Text ─► rule after rule ─► Verdict

Each rule is a function of two texts that gives the reason why the quotes do not support the
statement, or None. `offline` puts the rules together; `models` asks a model instead.
`bot.evaluation.judges` chooses between them.
"""
