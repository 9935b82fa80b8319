"""Prompts for language models, one file each, with a header that names its variables.

    answer     writes an answer from numbered sentences
    again      asks once more for the sentences that were not shown, with the reasons
    follow_up  makes a question whole that leaves something to the ones before it
    judge      judges a statement by its quotes, in an evaluation

The form of a file stands in `bot.prompting`, which reads them. A folder of one's own (setting
`prompts`) may hold files of the same names; each replaces ours.
"""
