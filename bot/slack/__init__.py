"""Pullquote in Slack: who asked what where, and one answer for each.

    Slack ─ socket_mode | http ─► Bolt ─ events | commands | buttons ─► Asked
                                                                     │
                    Claims (taken once, by one process) ◄────────────┤
                                                                     ▼
    Slack ◄─ calls ◄─ bot.render.slack ◄─ Record ◄─ Answer ◄─ pool ─ desk

Nouns
    Place    a workspace, a channel, and the thread in it
    Asked    a question as it came: its words, who asked, where, and how to answer
    Claim    that a question is being worked on by one process, until a time
    Record   an answer that was given, kept so that its buttons work after a restart
    Refusal  why a question isn't answered now, and when to try again
    Trouble  a failure with an id: the same in the log and in what the person is told

Reading order
     1. asked      the shape of a question;  words  from Slack's markup to its words
     2. desk       THE flow, from a question to one answer in its place
        showing  the answer there;  saying  a sentence there
     3. claims     exactly once, through restarts and several processes
     4. pool       how many are answered at once, and whose turn is next;  waiting  says so
        models     what is done meanwhile, where a language model is waited for
     5. records    answers kept;  links  where they are;  feedback  what people said of them
        sharing    an answer for one person's eyes, shown to its channel
        channels   their settings;  choices  which articles those may name
     6. limits     how much may be asked, and by whom
     7. calls      every call to Slack;  retrying  which of them are made again
        failures   what its errors mean to a person
     8. events, commands, buttons   what people do in Slack, one function each;  edge
     9. home       what greets people;  suggestions  questions that the articles answer
    10. app        all of it put together;  knowledge  what is answered from;  serving  its life
        socket_mode, http  the two ways to Slack;  reconnecting  a socket for as long as it takes
        inbox  what came, until it is dealt with
        workspaces, oauth, installations, token_store, scopes  who lets it in
        whence  which workspace something came from
    11. database   the one SQLite file that all stores share

Only this package knows Slack. Unlike `bot.render.slack`, which says how things look there, it says
when they are said, and where.
"""
