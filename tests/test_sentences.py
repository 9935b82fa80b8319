"""Where sentences end: worked examples, then laws that hold for any Unicode text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Kind
from index.sentences import split

# Others work on the same machine: laws are about results, the last tests about time.
unhurried = settings(deadline=None)

ARTICLES = Path(__file__).parent.parent / "seeds" / "articles"

# A bar stands where one sentence ends and the next begins; the text is the example without bars.
EXAMPLES = [
    # quotations
    "“Our intention is A. We want B. We don’t want C,” Ambassador Carpenter said.| Next.",
    "“We’re going to listen,” he said.| “They’re going to have to listen.”",
    "Noting it, the diplomat said: “How realistic is it? By engaging, he won.”| He left.",
    "“Will it?” he asked.| “Will it?” Putin asked.| “It did!”| He left.",
    "“A win,” he said.| “None.”| Elsewhere he said: “There is no reason.”",
    "“How is that? Good.”| “Yes.”| “No.”",
    'He said "go. Now."| She left.| It was 6\' 2" tall.| "Go."',
    "‘We want peace. We want it now,’ he said.| The allies’ demands grew.| They left.",
    "The ‘90s ended.| They’re here.| Rock ’n’ roll.| Don’t go.",
    "“‘Stop!’ he cried. Then left,” she said.| The end.",
    "He said “He is a “bad” guy. He left,” and went.| Done.",
    "„Wir gehen. Jetzt“, sagte er.| « Nous partons. Maintenant », dit-il.| « Oui. »| Il part.",
    "»Los. Jetzt.«| Er ging.",
    "He came (it was late. Very late.) and left.| (He left. She stayed.)| Then he slept.",
    # quotations that never close
    "“This never closes.| He left.| She stayed.\n|\nNext one.| Here.",
    # mangled quote marks, as machine translation leaves them
    "“A very strong hand. . . I think this was misjudged, “said Judy Dempsey, a fellow.| “The "
    "summit will yield little. And they do not have one. ”",
    "“It is going to be very difficult. “Putin is from the old school,” she added.| He left.",
    "“The very fact. . . that security is discussed. . . is a breakthrough ”for Russia, said "
    "Tatiana Stanovaya, founder of R. Politik, a firm.| “It has never happened before.”",
    "The US will not “respond” to Moscow’s demands. by point ”.",
    "“We do not know, but. . . we believe. . . if they come to do so, ”she added.| He left.",
    "“In reality, no one knows. . . “It is clear that Putin will not,” she added.| “But on this "
    "first stage. . . some concession will be needed. “",
    "“We have no intention of invading. And so there is nothing to act. “\n|\nRyabkov left.",
    "“That is why: Georgia will never become a member of “NATO.”\n|\nHe continued.",
    "“It has deteriorated dramatically recently.” said Ryabkov.| He left.",
    "“They’ve pushed us.”| We just have to tell them, ‘Stop!'”\n|\nThen he left.",
    "He left. ”| She stayed.",
    # abbreviations
    "GENEVA — U.S., European, and NATO officials met.| They left the U.S.| He left.",
    "Russia complained about U.S. “Aegis Ashore” missiles.| U.S. Secretary of State Blinken left.",
    "On Jan. 12 he left.| Fri. Jan 21st came.| It was in Jan.| He left.",
    "Gen. Smith met Mr. Jones, R. Politik and J. K. Rowling.| She left.",
    "Read, e.g. The Times vs. Mail.| See No. 5.| He said no.| She left.",
    "In St. Petersburg at 9 a.m. Monday, Apple Inc. rose 3.5 percent.| Then v2.0 came.",
    "It fell 3.5.| Putin left at 9 p.m.| He slept.| Sammy Davis Jr. sang.",
    "It was World War II.| Vitamin C.| It is in Washington, D.C. (AP) said so.",
    "It cost Rs. 40 lakh, or kr. 120 million.| He caught 21 lb. 4 oz. and left.| It is 9 lb.| No.",
    "Ada Holt (b. 1823 d. 1901) swam at 4.5 deg. C. in May, and at 40 deg. N.| It turned by 9 deg."
    "| The end.",
    "See https://www.Example.com/a.Html?q=1.Foo or mail John.Smith@example.com.| Then go.",
    "Am 12. Januar kam er.| Dr. Smith, M.D., left.| MR. SMITH LEFT.| THE END.",
    "Sie nahm z. B. Äpfel, z.\u00a0B. Birnen, d. h. Obst u. a. Sorten mit, i. d. R. Bio.| Er kam.",
    "Es kostete ca. 12 Mio. Euro bzw. Dollar.| Es waren 3 Mrd.| Die Stadt zahlt ggf. Nr. 7.| Gut.",
    "Rom fiel 476 n. Chr. an ihn, v. a. Teile, Brot o. Ä. dazu.| Dr. Weber, Prof. Dr. Adam gehen.",
    "It fell in plan z.| In B. Smith’s view 3 Mio. dollars, and 5 Mio.| The d.| He left.",
    "The hon. Gentleman is right.| My hon. Friend left.| Cllr. Voss, Ald. Beck, Pte. Lund and "
    "Fr. Brown met.| It cost 20 Fr.| He left.",
    "No duty was owed: s. 12(3) of the Act, ss. 4 and 5, subs. 2, art. 6 of the treaty.| See "
    "Eq. (4), Sect. 3 and Vol. II of it, excl. Appendix 2.| The crane is the council’s.| 12 left.",
    "He loves art. | She does not.| He sells art.| 12 people buy it.| It took a min.| 5 people "
    "left.| We went to the max.| 5 of us fell.| It holds max. 5 people and min. 2 dogs.| Stir for "
    "40 min.| 5 eggs follow.",
    "Case No. CA-2024-00317 is heard.| He said: no.| CA-2024 won.| “No.”| B-12 is a vitamin.",
    "Annu. Rev. Ecol. 5 is out.| It stood in Proc. Natl. Acad. Sci. USA.| Then he left.",
    "In Sept. Brown left.| It was in Sept.| He left.| When?| In Sept.| He left.",
    # ellipses
    "The talks . . .| It failed.| The very fact. . . that it is… is good.| Wait…| Then he left.",
    "“We hope… For a fairly quick result,” Ryabkov said.| “It is possible… On our topics.”",
    "“We don’t trust them … We need guarantees … Never again. It’s security. “",
    # a space is missing
    "He left, he said.|But she stayed.| In that year.|The end.| “Go home.”|Then he left.",
    # ends of all kinds
    "Really?!| Yes!!| [It rained.]| The war.[1][2]| He went.¹²| Is it?⁴| He left.| **Bold.**"
    "| Then *it.*| End.",
    "Yahoo! is big.| He left.| eBay rose.| “Stop!” — he left.",
    "我们要听。|他说！|真的？|“我们要听。”他说。",
    "هل ذهب؟| نعم.| ذهب۔| वह गया।| वह आया।",
    # lists and lines
    "1. First item.| It is good.\n|2. Second.\n|- Bullet one.| More.\n|* Two\n|\n|## 3. Heading",
    "What’s on the table\r\n|\r\nPutin left.\u2028|She\u2029|stayed.\x0c|Then\x85|left\r|again",
    "* * *\n|\n...\n|\n—",
    "The quarry in Nordal\u2028is owned by Bo Lind.| He is old.\u2028|She is not.",
    # quoted lines, and a list's items over several lines
    "> The council decided this\n> on Monday by nine votes to four.| It then\n> rose.\n|He left.",
    "> Can we go?\n|>\n|> we can,\n> he said\n|>> and you\n|> Not me",
    "> The talks will be led in Geneva by Deputy Secretary of State Wendy\n> Sherman, who is a "
    "very seasoned diplomat and also a familiar\n> figure in Moscow.\n|> - a list’s item",
    "- the hook, which weighs two\n    tonnes\n|- the rope\n  |(a new one)\n    and its ends\n|and",
    "1. You need:\n   |a) rope\n   |b) hooks\n   and eyes.",
    # hard-wrapped text, its second paragraph, and text that is not wrapped
    "The talks will be led in Geneva by Deputy Secretary of State Wendy\nSherman, who is a very "
    "seasoned diplomat and also a familiar\nfigure in Moscow.| Talks will last.\n|A new paragraph "
    "begins here and it runs on for quite\nsome time.\n|- a list item stands alone",
    "One headline of about sixty characters stands on this line here\n|Another headline of about "
    "sixty characters stands on this line\n|Putin’s complaints",
]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text) if s.kind is Kind.SENTENCE]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_is_cut_where_a_reader_would(example: str) -> None:
    wanted = [part.strip() for part in example.split("|") if part.strip()]
    assert sentences(example.replace("|", "")) == wanted


def test_a_quotation_that_would_be_a_monster_is_cut_at_the_sentence_ends_inside() -> None:
    inside = [f"We want the thing that has the number {n} on it." for n in range(20)]
    assert sentences(f"“{' '.join(inside)}”") == [f"“{inside[0]}", *inside[1:-1], f"{inside[-1]}”"]


def test_a_quotation_of_less_than_700_characters_is_whole() -> None:
    text = "“" + " ".join(["We want the thing that has a number on it."] * 15) + "”"
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("article", "sentence"),
    [
        ("000", "“They are trying to break our spirit.”"),
        ("001", "U.S. officials have also said they are proceeding on the “principle of "
                "reciprocity” and won’t cut deals unless the Russians address U.S. concerns."),
        ("001", "“Our intention is to have an open, sincere and serious dialogue about European "
                "security with the Russians at the table. We want to be inclusive. We don’t want "
                "to go over anybody’s head,” U.S. Ambassador to the OSCE Michael Carpenter said in "
                "an interview."),
        ("002", "Fri. Jan 21st, 2022"),
        ("002", "“This [summit] is about exactly what Russia wants. We still do not know what "
                "[the west] of Russia. “"),
        ("003", "“We have to avoid this and diplomacy should have the upper hand. That was the "
                "whole purpose of our exercise last night and today in Geneva. “"),
        ("004", "They’ve gotten to the point where we just have to tell them, ‘Stop!'”"),
    ],
)  # fmt: skip
def test_the_articles_have_this_sentence(article: str, sentence: str) -> None:
    (path,) = ARTICLES.glob(f"{article}_*.txt")
    assert sentence in sentences(path.read_bytes().decode())


def test_no_sentence_of_the_articles_is_a_fragment_or_a_monster() -> None:
    for path in ARTICLES.glob("*.txt"):
        for sentence in sentences(path.read_bytes().decode()):
            assert 5 < len(sentence) < 700
            assert not sentence[0].islower() or sentence.startswith("date 2022-01-07")


def test_a_region_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="not a region of 3"):
        split("abc", 2, 4)


PIECES = (
    "“ ” ‘ ’ \" ' „ « » ( ) [ ] [1] . .. ... . . . … ! ?! 。 ؟ U.S. Mr. Jan. No. 5 e.g. A. I "
    "He She said said, word Word 12 3.5 www.A.Bc a@B.Cd :// - — * # 1. | \u200b \u0301 \u200d "
    "\ud800 \udfff \x00 \u202e א 语 。」 「 😀 ß ǅ"
)
FRAGMENTS = st.sampled_from(PIECES.split(" "))
SPACES = st.sampled_from(
    ["", "", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\xa0", "\x1c"]
)
TRICKY = st.lists(st.tuples(FRAGMENTS, SPACES).map("".join), max_size=60).map("".join)
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
TEXTS = st.one_of(TRICKY, ANY, st.tuples(TRICKY, ANY, TRICKY).map("".join))


@unhurried
@given(TEXTS)
def test_the_spans_cover_the_text_once_and_in_order(text: str) -> None:
    assert "".join(text[s.start : s.end] for s in split(text)) == text


@unhurried
@given(TEXTS)
def test_sentences_are_stripped_and_not_empty_and_gaps_are_white_space(text: str) -> None:
    for span in split(text):
        words = text[span.start : span.end]
        assert (words == words.strip() != "") if span.kind is Kind.SENTENCE else words.isspace()


@unhurried
@given(TEXTS)
def test_the_same_text_is_always_split_alike(text: str) -> None:
    assert split(text) == split(text)


@unhurried
@given(TEXTS, TEXTS, TEXTS)
def test_what_stands_outside_a_region_does_not_matter(before: str, text: str, after: str) -> None:
    inside = split(before + text + after, len(before), len(before) + len(text))
    shifted = [(s.start - len(before), s.end - len(before), s.kind) for s in inside]
    assert shifted == [(s.start, s.end, s.kind) for s in split(text)]


@unhurried
@given(st.lists(TEXTS.map(lambda text: " ".join(text.splitlines()))))
def test_paragraphs_are_split_alike_alone_and_together(paragraphs: list[str]) -> None:
    together = sentences("\n\n".join(paragraphs))
    assert together == [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]


@unhurried
@given(TEXTS, TEXTS)
def test_no_sentence_reaches_across_a_blank_line(above: str, below: str) -> None:
    at = len(above)
    assert not any(
        s.start <= at < s.end for s in split(f"{above}\n\n{below}") if s.kind is Kind.SENTENCE
    )


@unhurried
@given(st.text(st.sampled_from("abc.“ "), min_size=1_500, max_size=5_000))
def test_no_sentence_is_longer_than_two_thousand_characters(text: str) -> None:
    assert all(s.end - s.start <= 2_000 for s in split(text) if s.kind is Kind.SENTENCE)


def test_a_hard_cut_stands_at_white_space_or_before_a_letter_never_inside_one() -> None:
    assert {len(s) % 5 for s in sentences("word " * 2_000)} == {4}
    assert not any(s.startswith("\u0301") for s in sentences("e\u0301" * 5_001))


def seconds(text: str) -> float:
    def once() -> float:
        begun = time.perf_counter()
        split(text)
        return time.perf_counter() - begun

    return min(once() for _ in range(3))


@pytest.mark.parametrize("unit", ["a", "word ", "“", "\u0301", "a. ", '" ', "(", "x@", ". "])
def test_time_is_linear_in_the_length(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    assert seconds(text) < 3 * seconds(text[: len(text) // 2]) + 0.05


def test_five_megabytes_without_punctuation_are_cut_in_seconds() -> None:
    text = "a" * 5_000_000
    begun = time.perf_counter()
    spans = split(text)
    assert time.perf_counter() - begun < 10
    assert len(spans) == 2_500
    assert spans[-1].end == len(text)
