"""Whether quotes support a statement: the judges.

statement, quotes ─► judge ─► Verdict

`offline` asks Pullquote's own checker, `bot.checking`; `models` asks a model instead.
`bot.evaluation.judges` chooses between them.
"""
