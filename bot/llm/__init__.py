"""Language models of other people: named by configuration, kept within limits, never trusted.

    name ─► specs ─► provider ─► calls: time-out, retries, budget, breaker ─► Completion

Nothing here knows what is asked or what becomes of the reply: `bot.writing` does.

Reading order
    1. model      what a model is to Pullquote;  opening  from settings to one
    2. calls      when it is called, again, and no more
    3. breaker    whether a call may begin;  budget  whether it is paid for
    4. providers  LlamaIndex's models, asked once;  waiting  within a time
    5. replies    what they said;  troubles  or why they did not;  specs  what a name may be
"""
