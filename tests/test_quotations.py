"""Words cut out of a sentence keep no half of a pair and lose no full stop of an abbreviation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations import cut_whole


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("The bridge is 704 m ({2,310 ft)} long.", "2,310 ft"),
        ("The bridge is 704 m {(2,310 ft} or so) long.", "2,310 ft"),
        ("The bridge is {704 m (2,310 ft}) long.", "704 m (2,310 ft)"),
        ("The bridge is 704 m ({2,310 ft) long}.", "(2,310 ft) long"),
        ("The bridge, {Ann Lee (who} led the works) said, is long.", "Ann Lee"),
        ("“We want {a dialogue”}, he said.", "a dialogue"),
        ('He asked for {"a dialogue} of equals".', "a dialogue"),
        ("He asked for {“a dialogue” of equals}.", "“a dialogue” of equals"),
        ("{“We go}. We are late.", "We go"),
        ("We are late; {we go”}.", "we go"),
        ("The {boss’s car} is red.", "boss’s car"),
        ("He is {6'2\"} tall.", "6'2\""),
        ("It opened at {3:12 p.m}.", "3:12 p.m."),
        ("It opened at {3:12 p.m}. on Sunday.", "3:12 p.m."),
        ("He works at {Acme Inc}., which builds dams.", "Acme Inc."),
        ("It opened on {Sunday}.", "Sunday"),
        ("It opened on {Sunday}... and closed.", "Sunday"),
        ("It cost {3}.5 million.", "3"),
        ("So {)} it goes.", ")"),
    ],
)
def test_words_are_cut_whole(cut: str, whole: str) -> None:
    start, end = cut.index("{"), cut.index("}") - 1
    sentence = cut.replace("{", "").replace("}", "")
    begun, ended = cut_whole(sentence, start, end)
    assert sentence[begun:ended] == whole


@given(st.text('ab. ()[]“”‘’"', max_size=40), st.data())
def test_something_is_left_of_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begun, ended = cut_whole(text, start, end)
    assert 0 <= begun <= ended <= len(text)
    assert cut_whole(text, begun, ended) == (begun, ended)
    assert text[begun:ended].strip() or not text[start:end].strip()


@pytest.mark.parametrize("text", ["([]]", '( "a]’', ' "[“].”'])
def test_what_is_cut_of_marks_gone_astray_is_cut_no_further(text: str) -> None:
    cut = cut_whole(text, text.index(text.strip()[0]), len(text))
    assert cut_whole(text, *cut) == cut
