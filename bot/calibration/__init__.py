"""Fits the weights of `bot.likeness` and of `bot.reading` on questions whose evidence is known.

    questions ─ search ─ look ─► cases (features, gold) ─ fit ─► bot/evidence.json, bot/reading.json

Ranking is fitted on files in SQuAD's format: for each question, the sentence with the answer
against the other sentences that search found. Probability and confidence are fitted on the same
and, with as much weight in all, on the tuning half of the project's own questions (those with an
odd number; the even ones are never looked at here). A question becomes unanswerable by leaving out
the paragraph it was asked of (what stays is what search found nearest), or by a changed word.

    python -m bot.calibration --squad FILE …             # bot/evidence.json: by likeness
    python -m bot.calibration --squad FILE … --reading   # bot/reading.json: as read

The second uses only paragraphs that the reader was not trained on (`bot.evaluation.held_back`).
"""
