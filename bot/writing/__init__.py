"""Evidence in, an answer in a model's words out: held to the evidence, or not shown.

    Findings, Evidence ─ sheet ─► numbered sentences ─ model ─► reply ─ parse ─► drafts
                                                         ▲                        │
                                          again, once, with the reasons ◄──── hold to the sheet
                                                                                  │
                   Answer ◄─ compose ─ the plain answer's quotes, and those cited ◄┘

Nouns
    Sheet      the numbered sentences that a model sees, and the quotes that their ids stand for
    Draft      one sentence of a reply, with the ids that it ends in
    Held       a draft that stands on its quotes
    Failed     one that does not, with the reason
    Outcome    what became of a question: what is held, what was dropped, what it took

Reading order: writer, then sheet, reply (with wrapped, plain), holding (with quoting,
strangers), composing; follow_up and cache stand for themselves.

No model is trusted with anything: it names ids, and code turns them into quotes; what it writes is
text until it is checked; and whatever it does, there is the answer without it.
"""
