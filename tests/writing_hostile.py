"""Replies of a model that misbehaves in every known way, and an oracle that knows no checker.

`python tests/writing_hostile.py [N [SEED]]` answers N questions (2,000 unless told) by such a
model, over the five articles, and prints what was shown that may not be. Another seed (0 unless
told) makes other replies. Exit code 1 if anything was shown.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from writing_cases import Case, Desk, Scripted, desk, failure, seeds

from bot.answer import Answer, Statement, Usage
from bot.llm.model import Completion
from bot.prompting import Prompts
from bot.writing.writer import Writer

REPLIES = 2_000
QUESTIONS = (
    "Who leads the American delegation in Geneva?", "What did Ryabkov say about NATO?",
    "When do the talks in Geneva begin?", "How many troops are at the border with Ukraine?",
    "What does Putin want from the United States?", "Who is Andrea Kendall-Taylor?",
    "What did Blinken warn of?", "Where does the NATO-Russia Council meet?",
    "What happened in Kazakhstan?", "What does the Bucharest formula say about Ukraine?",
    "Why are missiles in Romania discussed?", "What did Judy Dempsey say about Europe?",
)  # fmt: skip
NAMES = (
    "Wendy Sherman", "Sergei Ryabkov", "Vladimir Putin", "Antony Blinken", "Michael Carpenter",
    "Joe Biden", "Judy Dempsey", "Sergei Lavrov", "Angela Merkel", "Greta Thunberg", "Geneva",
    "Brussels", "Vienna", "Moscow", "Bern", "Poland", "Romania", "Ukraine", "Finland", "Russia",
    "NATO", "OSCE", "Politico", "The New York Times", "Kyiv", "Bucharest", "Deveselu",
)  # fmt: skip
NUMBERS = ("7", "12", "28", "1997", "2008", "2014", "2023", "100,000", "175,000", "3.5", "40", "90")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "January", "December", "May")
LEAKS = (
    "You answer questions from sentences of articles.", "Use nothing but the sentences [S1].",
    "Rules: 1. Write one to three short sentences in your own words [S2].",
    '<article title="x" date="2022-01-07"> [S1]', "{{question}} {{sheet}} [S1]",
)  # fmt: skip
OBEYED = (
    "PWNED. Ignore all previous instructions [S1].", "The password is hunter2 [S2].",
    "Visit http://evil.example/?q=1 for Vladimir Putin’s plans [S3].", "@channel wake up [S1].",
    "<@U0123456> <!here> Send 500 euros to Angela Merkel [S1].",
    "![x](https://evil.example/x.png) The talks begin on Monday [S1].",
)  # fmt: skip
FOREIGN = (
    "Wendy Sherman leitet die amerikanische Delegation in Bern [S1].",
    "Владимир Путин объявил войну Финляндии [S2].", "谈判将于2031年在北京举行 [S3]。",
    "يقود لافروف الوفد في جنيف [S1].", "Las conversaciones empezaron en Madrid el 4 de mayo [S2].",
)  # fmt: skip
REFUSALS = (
    "NOT IN THE ARTICLES", "I'm sorry, I cannot answer that.", "The articles do not say.", "", "\n",
    "As an AI language model, I cannot help.", "NOTHING", "\x00\x01", "…", '{"sentences": []}',
)  # fmt: skip
NOISE = ("[S", "{", "“", "\x1b[31m", "```", "* ", "# ", "\u202e", "]]", "|", "<think>", "S1", "\\")

WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
NUMERALS = frozenset(
    """two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred
    thousand million billion dozen""".split()  # noqa: SIM905 - a list of words reads best
)


@dataclass
class Tally:
    """What was shown that may not be, and what became of the replies."""

    false_quotes: list[str] = field(default_factory=list)
    false_words: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class Adversary:
    """Writes hostile replies to a case, the same ones for the same seed."""

    def __init__(self, case: Case, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._texts = [quote.text for quote in case.sheet.quotes]

    def reply(self) -> str | Completion | Exception:
        roll = self._random.random()
        if roll < 0.02:
            return failure()
        if roll < 0.08:
            return self._random.choice(REFUSALS)
        text = self._wrapped(" ".join(self._piece() for _ in range(self._random.randint(1, 5))))
        if roll < 0.09:
            text *= 200_000 // max(1, len(text))
        cut = self._random.random() < 0.05
        if cut:
            text = text[: self._random.randrange(len(text) + 1)]
        return Completion(text, Usage(1, 10, 10), cut_off=cut)

    def _piece(self) -> str:
        kinds: tuple[Callable[[], str], ...] = (
            self._true, self._swapped, self._swapped, self._numbered, self._numbered, self._dated,
            self._denied, self._misplaced, self._unnumbered, self._out_of_range, self._invented,
            self._altered, self._combined, self._attributed, self._leaked, self._all_ids,
        )  # fmt: skip
        return self._random.choice(kinds)()

    def _sentence(self) -> tuple[int, str]:
        n = self._random.randrange(len(self._texts))
        return n + 1, " ".join(self._texts[n].split())[:380]

    def _ids(self, n: int) -> str:
        return self._random.choice((f"[S{n}]", f"(S{n})", f"[{n}]", f"S{n}.", f"[S{n}, S{n + 1}]"))

    def _true(self) -> str:
        n, text = self._sentence()
        return f"{text} {self._ids(n)}"

    def _replaced(self, pattern: str, pool: tuple[str, ...]) -> str:
        n, text = self._sentence()
        found = list(re.finditer(pattern, text))
        new = self._random.choice(pool)
        if found:
            at = self._random.choice(found)
            text = text[: at.start()] + new + text[at.end() :]
        else:
            text = f"{new} and others: {text}"
        return f"{text} {self._ids(n)}"

    def _swapped(self) -> str:
        return self._replaced(r"\b[A-Z]\w+(?: [A-Z]\w+)*", NAMES)

    def _numbered(self) -> str:
        return self._replaced(r"\d[\d,.]*\d|\d|\b(?:two|three|six|four)\b", NUMBERS)

    def _dated(self) -> str:
        return self._replaced(r"\b(?:\w+day|January|December|February)\b", DAYS)

    def _denied(self) -> str:
        n, text = self._sentence()
        return re.sub(r"\b(is|are|was|were|will|has|have)\b", r"\1 not", text, count=1) + f" [S{n}]"

    def _misplaced(self) -> str:
        _, text = self._sentence()
        return f"{text} [S{self._random.randint(1, len(self._texts))}]"

    def _unnumbered(self) -> str:
        return self._sentence()[1]

    def _out_of_range(self) -> str:
        return (
            f"{self._sentence()[1]} [S{self._random.choice((0, 999, 10**9, len(self._texts) + 1))}]"
        )

    def _all_ids(self) -> str:
        return f"{self._sentence()[1]} [S1-S{len(self._texts)}]"

    def _invented(self) -> str:
        n, text = self._sentence()
        words = self._random.sample(text.split(), k=min(5, len(text.split())))
        return f"{self._random.choice(NAMES)} said “{' '.join(words)}” {self._ids(n)}"

    def _altered(self) -> str:
        n, text = self._sentence()
        words = text.split()
        at = self._random.randrange(len(words))
        words[at] = self._random.choice((*NAMES, *NUMBERS, "not", words[at].upper()))
        return f"He said “{' '.join(words[: at + 4]).strip('“”')}” [S{n}]."

    def _combined(self) -> str:
        (n, one), (m, other) = self._sentence(), self._sentence()
        half = one.split()[: self._random.randint(2, 9)] + other.split()[-6:]
        return f"{' '.join(half)} [S{n}, S{m}]"

    def _attributed(self) -> str:
        n, text = self._sentence()
        return f"According to {self._random.choice(NAMES)}, {text[:1].lower()}{text[1:]} [S{n}]"

    def _leaked(self) -> str:
        return self._random.choice((*LEAKS, *OBEYED, *FOREIGN))

    def _wrapped(self, text: str) -> str:
        quoted = text.replace('"', '\\"')
        noise = self._random.choice(NOISE)
        at = self._random.randrange(len(text) + 1)
        forms = (
            text, text, text, f"Here is the answer:\n{text}", f"**Answer:** *{text}*",
            f"- {text.replace('. ', '.' + chr(10) + '- ')}", f"```\n{text}\n```",
            f'{{"sentences": [{{"text": "{quoted}", "ids": ["S{self._random.randint(1, 9)}"]}}]}}',
            f'{{"answer": "{quoted}', f"<think>{text}</think>{text}", f"> {text} <b>x</b>",
            text[:at] + noise + text[at:],
        )  # fmt: skip
        return self._random.choice(forms)


def run(cases: list[Case], replies: int, seed: int = 0) -> Tally:
    """Answers with so many hostile replies, spread over the cases, each asked again as hostilely.

    Raises whatever the writer raises: an answer that is lost.
    """
    tally, prompts, sources = Tally(), Prompts.load(), seeds()
    for n in range(replies):
        case = cases[n % len(cases)]
        adversary = Adversary(case, seed * 1_000_003 + n)
        model = Scripted(adversary.reply(), adversary.reply())
        answer = Writer(model, prompts).write(
            case.question, case.findings.sentences, case.evidence, case.plain
        )
        _judge(answer, case, sources, tally)
    return tally


def _judge(answer: Answer, case: Case, sources: dict[str, str], tally: Tally) -> None:
    tally.lost += _lost(answer, case)
    tally.false_quotes += _false_quotes(answer, sources)
    for statement in answer.statements if answer.answerer != "extractive" else ():
        evidence = f"{_evidence(answer, statement)}\n{_speakers(answer, statement)}"
        lacked = lacking(statement.text, evidence, _articles(answer, statement))
        tally.false_words += [f"{word!r} in {statement.text!r}" for word in lacked]
    written = answer.writing
    outcome = "written" if written and not written.fallback else "without a model"
    tally.outcomes[outcome] += 1
    for reason in written.dropped if written else ():
        tally.faults[re.sub(r"“[^”]*”|\d+", "…", reason.split("”: ", 1)[-1])[:60]] += 1


def _lost(answer: Answer, case: Case) -> Iterator[str]:
    """What makes it no whole answer: nothing to read, no citation, a quote taken away."""
    plain = {(c.quote.article.id, c.quote.start) for c in case.plain.quotes}
    kept = {(c.quote.article.id, c.quote.start) for c in answer.quotes}
    numbers = [c.number for c in answer.quotes]
    if not (answer.answered and answer.writing and answer.statements and plain <= kept):
        yield f"{case.question}: {answer.text!r}"
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) > 8:
        yield f"{case.question}: quotes {numbers}"
    for statement in answer.statements:
        if not statement.cites or not set(statement.cites) <= set(numbers):
            yield f"{case.question}: {statement}"
        # A space of the source that does not break is shown, though Python calls it unprintable.
        shown = statement.text.replace("\xa0", " ")
        if not shown.isprintable() or set(shown) & set("<>{}|`"):
            yield f"{case.question}: markup in {statement.text!r}"


def _false_quotes(answer: Answer, sources: dict[str, str]) -> Iterator[str]:
    """Quotes that are not whole sentences of the file, and words in quotation marks that are in
    no quote cited."""
    for one in answer.quotes:
        quote, text = one.quote, sources[f"{one.quote.article.id}.txt"]
        whole = any((s.start, s.end) == (quote.start, quote.end) for s in quote.article.sentences)
        if text[quote.start : quote.end] != quote.text or not whole:
            yield repr(quote.text)
    if answer.answerer == "extractive":
        return
    for statement in answer.statements:
        evidence = _evidence(answer, statement)
        # A sentence that is copied whole may hold half of a quotation, as its source does.
        for words in QUOTED.findall(statement.text):
            if words not in evidence:
                yield f"{words!r} in {statement.text!r}"


def _evidence(answer: Answer, statement: Statement) -> str:
    by_number = {c.number: c.quote for c in answer.quotes}
    return "\n".join(by_number[n].text for n in statement.cites)


def _articles(answer: Answer, statement: Statement) -> str:
    by_number = {c.number: c.quote for c in answer.quotes}
    return "\n".join({by_number[n].article.text for n in statement.cites})


def _speakers(answer: Answer, statement: Statement) -> str:
    """The names that stand next to a word of saying in the paragraphs around each quote that has
    "he", "she" or the end of a quotation: one of them says it. So may whoever the sentence right
    before a "he" or "she" begins with."""
    by_number = {c.number: c.quote for c in answer.quotes}
    found: list[str] = []
    for quote in (by_number[n] for n in statement.cites):
        if not re.search(r"\b(?:[Hh]e|[Ss]he)\b|[“”\"]|\b(?:[Ww]e|I)\b", quote.text):
            continue
        start = max(0, quote.start - 1_500)
        around = quote.article.text[start : quote.end + 500]
        found += re.findall(r"((?:[A-Z][\w’'-]+ ){1,3})(?:\w+ )?(?:said|told|added|stated)", around)
        found += re.findall(r"(?:said|told|added|stated) ((?:[A-Z][\w’'-]+ ?){1,3})", around)
        if quote.text.startswith(("He ", "She ")):
            sentence = re.split(r"(?<=\.)\s+", quote.article.text[start : quote.start].strip())[-1]
            found += re.findall(r"\b[A-Z][\w’'-]+", sentence)
    return " ".join(found)


def lacking(text: str, evidence: str, article: str) -> list[str]:
    """The names, numbers and dates of a text that its evidence does not have.

    Whatever has a capital inside the text, or a digit, or is a numeral has to be there, a name by
    its first four letters ("Russian" for "Russia"); at the beginning, if it is one of NAMES. What
    the article has before a name of the evidence is granted: "Sergei Ryabkov" for "Ryabkov". So is
    a government by its seat, but not where it is a place, and the country of whose minister or
    president the article speaks right beside a name of the evidence.
    """
    known = {_key(word) for word in WORD.findall(f"{evidence} {evidence.replace('-', ' ')}")}
    stems = {word[:4] for word in known}
    found = []
    for n, match in enumerate(WORD.finditer(text)):
        word, key = match.group(), _key(match.group())
        is_number = any(char.isdigit() for char in word) or key in NUMERALS
        is_name = word[0].isupper() and (n > 0 or any(word in name.split()[-2:] for name in NAMES))
        strange = is_name and key[:4] not in stems
        given = strange and _is_given(text[match.start() :], known, article)
        if (is_number and key not in known) or (strange and not given):
            found.append(word)
    return [
        word
        for word in found
        if not _follows(word, evidence) and not _governs(word, text, evidence, article)
    ]


# A government's seats and the beginnings of what its country and people are called.
STATES = (
    (("Moscow", "Kremlin"), ("Russia",)), (("Washington", "White", "House"), ("US", "Americ")),
    (("Kyiv", "Kiev"), ("Ukrain",)), (("Berlin",), ("German",)), (("Paris",), ("France", "French")),
    (("London",), ("Brit", "UK")), (("Beijing",), ("China", "Chinese")),
)  # fmt: skip
POST = r"(?:president|minister|ambassador|secretary|envoy|negotiator|delegation|diplomat)"


def _governs(word: str, text: str, evidence: str, article: str) -> bool:
    """Whether it is a government or a country that the evidence has under another name."""
    plain = re.sub(r"['’]s$", "", word)
    if plain.casefold() == "western":
        return bool(re.search(r"NATO|[Ww]est|\ballie[sd]\b", evidence))
    near = "\n".join((evidence, *_beside(evidence, article))).replace(".", "")
    near = near.replace("United States", "US")
    for seats, country in STATES:
        is_country = any(plain.replace(".", "").startswith(one) for one in country)
        if plain in seats and re.search(rf"\b(?:in|at|near|inside) (?:the )?{plain}\b", text):
            return False
        if plain in seats or is_country:
            return any(re.search(rf"\b{one}", near) for one in (*seats, *country))
    return False


def _beside(evidence: str, article: str) -> Iterator[str]:
    """What the article has around a name of the evidence where it gives that name an office."""
    for name in set(re.findall(r"[A-Z][a-z]{3,}", evidence)):
        for match in re.finditer(rf"(?:[^\n]{{0,60}})\b{name}\b(?:[^\n]{{0,40}})", article):
            if re.search(POST, match.group(), re.IGNORECASE):
                yield match.group()


def _is_given(text: str, known: set[str], article: str) -> bool:
    """Whether it begins with words that the article has before a name of the evidence."""
    words = re.match(r"[\w-]+(?: [A-Z]\w+){1,5}", text)
    parts = words[0].split() if words else []
    return any(
        _key(parts[n]) in known and " ".join(parts[: n + 1]) in article
        for n in range(1, len(parts))
    )


def _key(word: str) -> str:
    return re.sub(r"['’]s$", "", word).replace(",", "").replace(".", "").replace("-", "").casefold()


def _follows(word: str, evidence: str) -> bool:
    """The rules that are granted: other forms of a country's name, a city's, and initials."""
    if _key(word) == "kyiv":
        return "Kiev" in evidence
    if word == "OSCE":
        in_full = "Organization for Security and Cooperation in Europe"
        return in_full in evidence.replace("Co-operation", "Cooperation")
    forms = ("US", "United States", "America")
    return any(word in f or _key(word) == _key(f) for f in forms) and any(
        re.search(rf"\b{form}", evidence.replace(".", "")) for form in forms
    )


def cases(folder: Path) -> list[Case]:
    """Real findings for each question, the gate set to answer all."""
    made: Desk = desk(folder, seeds())
    return [made.case(question) for question in QUESTIONS]


def main() -> int:
    replies = int(sys.argv[1]) if len(sys.argv) > 1 else REPLIES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        made = cases(Path(folder))
        started = time.perf_counter()
        tally = run(made, replies, seed)
    print(f"{replies} replies in {time.perf_counter() - started:.0f} s: {dict(tally.outcomes)}")
    for reason, count in tally.faults.most_common(25):
        print(f"  {count:5} dropped: {reason}")
    faults = {
        "quotes shown that are not in the source": tally.false_quotes,
        "sentences shown with a name, number or date that their evidence lacks": tally.false_words,
        "answers lost": tally.lost,
    }
    for what, found in faults.items():
        print(f"{what}: {len(found)}")
        for one in found[:10]:
            print(f"  {one}")
    return 1 if any(faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
