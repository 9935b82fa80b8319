"""Passages in, cited answers out.

    question ─ parts ─ conversation ─► whole question ─ index.search ─► Findings
                          ▲             (of each part)                     │
               questions before it         likeness ─ reading ─ evidence: which sentences answer,
                                                                │  and do they answer at all?
                                                                ▼
    terminal, JSON, Markdown ◄─ render ◄─ Answer ◄─ extractive ─ Evidence
                                            ▲        │
                          disagreements ────┴─ writing ◄─ a language model, if one is configured
                                                 │
                                              checking: is each sentence backed by its quotes?

Nouns
    Part            one question of several that are asked in one; mostly there is only one
    whole question  the question with what it leaves to the ones before it ("And when?") put back
    Findings        passages and sentences that look like the question, from `index`
    Judged          the best sentences with their probabilities, by likeness or as read
    Evidence        the sentences picked to answer from, and the confidence that they do
    Citation        a quote's number in an answer, the quote, and which of its words answer
    Statement       one sentence of the answer's own text and the quotes that it stands on
    Answer          answered or declined, with quotes or with what came closest
    Sheet           the numbered sentences that a language model is shown
    Check           whether a statement is backed by the quotes it cites, and else its fault
    Writing         what a model used and what of it was dropped; why an answer is without it
    Disagreement    quotes of different articles that cannot both be right
    Config          the settings in force
    Session         a conversation in the terminal: what each line typed does
    Line            a paragraph on its way to a screen, which decides on colours and wrapping

Reading order
     1. answer        the shape of an answer, and its JSON
     2. answering     THE flow, from question to answer
     3. evidence      which sentences are shown and when to decline
        likeness      how much they look like an answer; then features, kinds, weights
        asked_of      whose words are asked for;  echoes  what only asks
        reading       what the reader makes of them;  repeats  which of them add nothing
     4. extractive    evidence as an answer;  highlights  which words of it answer
        joining       the evidence of several parts as that of one question
     5. conversation  follow-up questions; then names, pronouns, ones, fragments
        parts         a question as the questions it consists of;  clauses  their forms
     6. writing       evidence as an answer in a model's words;  prompting  what it is asked
        checking      what of them may be shown;  claims  the rules
        llm           the model: providers, time-outs, retries, budget
     7. speakers      who says a sentence, with own_words, people, turns, speech, persons and
                      full_names
        sources       one story told twice
        strange       names of a question that no article has
        disagreements where articles differ, with subjects, amounts and offices
     8. render        an answer on a screen, as text, as Markdown
     9. settings      which there are;  config  where each is from;  opening  what they open;
        paths         what `~` stands for;  calendar_names  months and weekdays
    10. cli           the commands, with options, streams and leaving; then indexing, asking,
        showing, doctor, checks, in_step
    11. repl          the keyboard;  session  what a line does;  saving  answers in a file
    12. slack         questions and answers in Slack, with the commands in slack_commands
    13. engine        Pullquote in a LlamaIndex program;  tracing  which step took how long
    14. evaluation    how good the answers are;  evaluating  the command that says so
    15. calibration   fits the weights;  training  makes what the reader is trained on
"""
