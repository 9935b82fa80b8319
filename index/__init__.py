"""Articles in, passages out. Knows nothing of bots, answers or terminals.

    files ─ formats ─► Article ─ sentences ─► Span ─ passages ─► Passage ─ embedding ─► vectors
              │ chrome: which spans are not the article                                    │
              │                                                                            ▼
              └──────────── build ─ drafts ─────────────────────────────► a generation on disk
                                                                catalog + lexical + store
                                                                                           │
    question ────────────────────── search ◄───────────── snapshots ◄──────────────────────┘
                                      └─► Findings: ranked passages, and their sentences

Nouns
    Article     one source text, and which spans of it are sentences, headings or chrome
    Span        `text[start:end]` of an article; offsets are Python `str` indices, everywhere
    Quote       a span that is shown: made of an article and two offsets, its text is looked up
    Passage     neighbouring sentences of one article, sized in tokens: what is embedded
    Embedder    texts into vectors; the bundled model, or one of LlamaIndex's integrations
    Reader      a question and texts, read together: which sentences answer, and with which words
    Mark        what a reader makes of one sentence
    catalog     the articles themselves, in SQLite: text, spans, title, outlet, date, address
    store       passages' vectors, in Chroma: finds texts that mean the same
    lexical     BM25 over passages and over sentences: finds texts that say the same words
    generation  one whole state of the index, never changed once it is published
    draft       the next generation while it is written, seen by nobody
    snapshot    the generation that a reader has open
    Findings    what a search gives: passages and sentences with their scores

Reading order
     1. articles    the promise: a quote is made of an article and two offsets
     2. errors      everything raised on purpose, drawn as a tree
     3. formats     a file as an article; then decoding, markdown, front_matter, webpage, blocks,
                    inlines, wikitext, mail, metadata, dates
     4. chrome      what is not the article; then tables, edges, furniture,
                    phrases, lines
     5. sentences   where a sentence ends; then quotations, abbreviations
     6. passages    sentences into passages;  sections  the headings that they stand under;
                    threads  the mails that they are from
     7. embedding   texts into vectors; wordings  words;  bundled  the models that ship
        reader      question and text together;  embedders, llama, readers, rerank  other models
     8. store       Chroma;  server  its address;  lexical  BM25;  catalog  SQLite
     9. snapshots   how a generation lies on disk; then manifest and failures
    10. drafts      writing the next generation so that a kill at any moment harms nothing
    11. build       the first flow, from a folder to a generation;  batches  what is embedded when;
                    presence  what is gone from it
    12. search      the second flow, from a question to Findings;  spellings  names that are alike
"""
