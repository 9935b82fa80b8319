"""How good the answers are: questions with gold evidence, and measures over answers.

questions.jsonl ─► Question ─┐
SQuAD file ─► articles, Question ─┤
                                 └► ask ─► Answer ─► scores
"""
