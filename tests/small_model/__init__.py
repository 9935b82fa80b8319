"""A real small language model, which makes mistakes by itself: `make test-llm`.

    .venv-llm ─ serving ─► http://127.0.0.1:PORT/v1 ◄─ model ─ Answerer ◄─ seeds/questions.jsonl
                                                                 │
                               figures, exit code ◄─ judging ◄─ asking

SmolLM2 with 135 million parameters invents names, cites what is nearest to hand and goes on until
it is cut off. So it is a bad writer and a good test: whatever it says, every quote shown has to be
in its source, and no evidence that is found without it may be lost. Its replies differ from run to
run: what is looked at are laws and shares, never a text. `replies.jsonl` holds some of them, for
the test that needs no model (`test_small_model.py`).
"""
