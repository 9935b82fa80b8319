"""What a statement claims, and whether the words that it stands on say so: the rules.

statement, quotes ─► Text, Text ─► rule after rule ─► why not, or None

Each rule is a function of two texts, as `text.read` makes them, that gives the reason why the
quotes do not back the statement, or None. They know names, numbers, dates, quoted words, denials,
conditions, hedges, speakers and who does what. Unlike `bot.checking`, which puts them in order and
knows articles, they know texts alone (`cited`, and what reads a quote for it, also looks at where
that stands: `headings`, `context`, `dates`, `speech`).

They read words and not meaning, and English alone: of a statement in another language only its
names, numbers and shared words are understood, so that it is rather dropped than shown.
"""
