"""`pullquote evaluate` from end to end, on two small articles with the bundled model."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from llm_server import LlmServer

from bot import cli
from bot.evaluating import measurable
from bot.evaluation import records
from bot.evaluation.judges import judge

TALKS = """Stark disagreements over Ukraine

GENEVA — Wendy Sherman leads the American delegation at the talks in Geneva.

“We have no reason to fear some escalation scenario,” Sergei Ryabkov told reporters on Monday.
"""
BRIDGE = """The new bridge

The bridge in Riga has three lanes and was opened by the mayor in 2019.

It cost 12 million euros to build, according to the city council.
"""
LEADS = "Wendy Sherman leads the American delegation"
QUESTIONS = [
    {
        "id": "q1",
        "question": "Who leads the American delegation?",
        "kind": "who",
        "answerable": True,
        "answers": ["Wendy Sherman"],
        "evidence": [[f"talks_01|{LEADS}"]],
    },
    {
        "id": "q2",
        "question": "What did the bridge in Riga cost?",
        "kind": "how_many",
        "answerable": True,
        "answers": ["12 million euros"],
        "evidence": [["bridge_02|It cost 12 million euros to build"]],
    },
    {
        "id": "q3",
        "question": "How long should I boil an egg?",
        "kind": "off_topic",
        "answerable": False,
        "answers": [],
        "evidence": [],
    },
]
SYSTEMS = [
    "Pullquote",
    "LlamaIndex, top 2",
    "BM25 passage",
    "BM25 sentence",
    "never decline",
    "always decline",
]


def write_lines(file: Path, lines: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two articles, the index of them in `data`, questions, and their results."""
    folder = tmp_path_factory.mktemp("evaluated")
    (folder / "articles").mkdir()
    (folder / "articles" / "talks_01.txt").write_text(TALKS, encoding="utf-8")
    (folder / "articles" / "bridge_02.txt").write_text(BRIDGE, encoding="utf-8")
    write_lines(folder / "questions.jsonl", QUESTIONS)
    data = str(folder / "data")
    assert cli.run(["index", str(folder / "articles"), "--data", data]) == cli.OK
    files = ["--questions", f"{folder}/questions.jsonl", "--json", f"{folder}/results.json"]
    assert cli.run(["--data", data, "evaluate", *files]) == cli.OK
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings but the test's own, and nothing written into the checkout."""
    for name in [name for name in os.environ if name.startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield


class Ran:
    """What one run of the command line gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def complaint(self) -> str:
        """The one line that wrong use is to give."""
        assert self.code == cli.UNUSABLE, (self.code, self.out, self.err)
        assert self.err.count("\n") == 1, self.err
        assert self.out == ""
        return self.err.rstrip("\n")


Run = Callable[..., Ran]


@pytest.fixture
def pullquote(library: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*arguments: str) -> Ran:
        capfdbinary.readouterr()
        code = cli.run(["--data", str(library / "data"), "evaluate", *arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


@pytest.fixture
def questions(library: Path) -> str:
    return str(library / "questions.jsonl")


def answer(name: str, question: str, *quotes: dict[str, Any], text: str = "") -> dict[str, Any]:
    status = "answered" if quotes else "declined"
    statements = [{"text": text, "cites": [1]}] if text else []
    fields = {"id": name, "question": question, "status": status, "quotes": list(quotes)}
    return fields | {"text": text, "statements": statements, "answerer": "theirs"}


def quote(article: str, words: str, text: str | None = None) -> dict[str, Any]:
    start = {"talks_01": TALKS, "bridge_02": BRIDGE}[article].index(words)
    return {
        "article": article,
        "start": start,
        "end": start + len(words),
        "text": words if text is None else text,
    }


def theirs(first: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers of another system: this quote for the first question, the others declined."""
    return [
        answer("q1", str(QUESTIONS[0]["question"]), first),
        answer("q2", str(QUESTIONS[1]["question"])),
        answer("q3", str(QUESTIONS[2]["question"])),
    ]


def test_help_has_an_example(pullquote: Run) -> None:
    ran = pullquote("--help")
    assert ran.code == cli.OK
    assert "Example:\n    pullquote evaluate" in ran.out


def test_all_systems_stand_beside_ours_with_every_question(library: Path) -> None:
    results = records.read(library / "results.json")
    assert [system.name for system in results.systems] == SYSTEMS
    assert {len(system.outcomes) for system in results.systems} == {3}
    assert results.index.startswith("2 articles, ")
    assert results.own.estimates["exactness"].value == 1.0


def test_the_table_goes_to_stdout_and_nothing_else_anywhere(pullquote: Run, questions: str) -> None:
    ran = pullquote("--questions", questions, "--limit", "1")
    assert (ran.code, ran.err) == (cli.OK, "")
    assert "evidence found" in ran.out
    assert "1 of 3 questions, evenly spread." in ran.out


def test_json_on_stdout_stands_alone(pullquote: Run, questions: str) -> None:
    ran = pullquote("--questions", questions, "--limit", "1", "--json", "-")
    assert ran.code == cli.OK
    assert json.loads(ran.out)["format"] == 1
    assert "evidence found" in ran.err


def test_only_the_half_that_nothing_was_tuned_on_is_asked(pullquote: Run, questions: str) -> None:
    ran = pullquote("--questions", questions, "--held-out", "--json", "r.json")
    assert [one.id for one in records.read(Path("r.json")).own.outcomes] == ["q2"]
    assert "Only questions with an even number" in ran.out


def test_a_gate_that_is_not_met_is_named_and_exit_code_1(pullquote: Run, questions: str) -> None:
    gates = ["--gate", "evidence_recall>=0", "--gate", "latency_p50_ms<=0"]
    ran = pullquote("--questions", questions, "--limit", "1", *gates)
    assert ran.code == cli.FAULT
    assert ran.err.startswith("Gate latency_p50_ms<=0 is not met: latency_p50_ms is ")
    assert ran.err.count("\n") == 1


def test_articles_of_a_folder_need_no_index(pullquote: Run, library: Path, questions: str) -> None:
    articles = ["--articles", str(library / "articles"), "--data", "nowhere"]
    ran = pullquote("--questions", questions, "--limit", "1", *articles)
    assert (ran.code, ran.err) == (cli.OK, "")
    assert not Path("nowhere").exists()


FLOOD = "The Düna rose 3 m in 1931. Riga was flooded and thirty houses fell."


def flooded(name: str, text: str, *, start: int | None = None) -> dict[str, Any]:
    """A question about FLOOD, and its answer."""
    answers = [{"text": text, "answer_start": FLOOD.index(text) if start is None else start}]
    return {"id": name, "question": f"How many houses fell in Riga, {name}?", "answers": answers}


def write_squad(*entries: dict[str, Any]) -> None:
    body = {"data": [{"title": "Riga", "paragraphs": [{"context": FLOOD, "qas": entries}]}]}
    Path("squad.json").write_text(json.dumps(body), encoding="utf-8")


def test_a_squad_file_brings_its_own_articles(pullquote: Run) -> None:
    write_squad(flooded("a", "thirty houses"))
    ran = pullquote("--from-squad", "squad.json", "--json", "r.json")
    assert (ran.code, ran.err) == (cli.OK, "")
    (outcome,) = records.read(Path("r.json")).own.outcomes
    assert (outcome.gold[0][0].text, outcome.articles) == ("thirty houses", ("0000",))


def test_squad_questions_whose_answer_is_elsewhere_are_left_out_and_counted(
    pullquote: Run,
) -> None:
    write_squad(flooded("a", "thirty houses", start=3), flooded("b", "thirty houses"))
    pullquote("--from-squad", "squad.json", "--json", "r.json")
    results = records.read(Path("r.json"))
    assert [one.id for one in results.own.outcomes] == ["b"]
    said = "Left out: 1 question whose answer is not where the file says, the first a."
    assert said in results.notes


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (flooded("b", "", start=0), "squad.json: the question b has an answer without words."),
        (flooded("b", "") | {"answers": []}, "squad.json: the question b has no answer."),
        (flooded("a", "thirty"), "squad.json: two questions have the id a."),
        (
            flooded("b", "thirty") | {"question": "Who? " * 500},
            "squad.json: the question b has 2,499 characters; at most 2,000 are read.",
        ),
        (flooded("b", "thirty", start=1), "squad.json: the answer to no question is where"),
    ],
)
def test_a_squad_question_that_could_not_be_scored_is_named(
    entry: dict[str, Any], words: str, pullquote: Run
) -> None:
    write_squad(flooded("a", "thirty houses", start=1), entry)
    assert pullquote("--from-squad", "squad.json").complaint.startswith(words)


def test_answers_from_elsewhere_are_scored_first_and_ours_stands_beside(
    pullquote: Run, questions: str
) -> None:
    write_lines(Path("theirs.jsonl"), theirs(quote("talks_01", LEADS)))
    ran = pullquote("--questions", questions, "--answers", "theirs.jsonl", "--json", "r.json")
    assert ran.code == cli.OK
    results = records.read(Path("r.json"))
    assert [system.name for system in results.systems] == ["theirs", *SYSTEMS]
    verdicts = [outcome.verdict for outcome in results.own.outcomes]
    assert verdicts == ["right", "declined wrongly", "declined rightly"]
    assert results.own.outcomes[0].reply["answerer"] == "theirs"


def test_what_a_model_wrote_before_is_asked_for_anew(
    pullquote: Run,
    library: Path,
    questions: str,
    llm: LlmServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULLQUOTE_LLM", llm.spec)
    llm.reply = "NO ANSWER"
    for run in (1, 2):
        assert pullquote("--questions", questions, "--limit", "1").code == cli.OK
        assert len(llm.requests) == 2 * run  # once to be warm, once to be scored
    assert not list((library / "data").glob("answers.sqlite3*"))


@pytest.mark.parametrize("text", ["Wendy Sherman led the American delegation", ""])
def test_a_planted_inexact_quote_fails_the_run_and_is_named(
    text: str, pullquote: Run, questions: str
) -> None:
    write_lines(Path("theirs.jsonl"), theirs(quote("talks_01", LEADS, text)))
    ran = pullquote("--questions", questions, "--answers", "theirs.jsonl", "--json", "r.json")
    assert ran.code == cli.FAULT
    assert ran.err == "Quotes that are not in their source at their offsets: q1.\n"
    assert "NOT IN THE SOURCE: quote 1" in ran.out
    outcome = records.read(Path("r.json")).own.outcomes[0]
    assert (outcome.inexact, outcome.in_source, outcome.verdict) == ((1,), (LEADS,), "wrong")


def test_a_planted_quote_of_another_place_is_no_evidence(pullquote: Run, questions: str) -> None:
    write_lines(Path("theirs.jsonl"), theirs(quote("bridge_02", "three lanes")))
    ran = pullquote("--questions", questions, "--answers", "theirs.jsonl", "--json", "r.json")
    assert ran.code == cli.OK
    outcome = records.read(Path("r.json")).own.outcomes[0]
    assert (outcome.verdict, outcome.values["evidence_precision"]) == ("wrong", 0.0)


def test_a_planted_unsupported_statement_is_named_with_what_is_missing(
    pullquote: Run, questions: str
) -> None:
    said = "Wendy Sherman leads the Russian delegation."
    lines = theirs(quote("talks_01", LEADS))
    lines[0] = answer("q1", str(QUESTIONS[0]["question"]), quote("talks_01", LEADS), text=said)
    write_lines(Path("theirs.jsonl"), lines)
    ran = pullquote("--questions", questions, "--answers", "theirs.jsonl", "--json", "r.json")
    own = records.read(Path("r.json")).own
    assert own.estimates["statement_support"].value == 0.0
    assert own.outcomes[0].unbacked[0].statement == said
    assert f"not backed: “{said}”" in " ".join(ran.out.split())


def test_a_baseline_is_compared_question_by_question(
    pullquote: Run, library: Path, questions: str
) -> None:
    write_lines(Path("theirs.jsonl"), theirs(quote("talks_01", LEADS)))
    files = ["--answers", "theirs.jsonl", "--baseline", str(library / "results.json")]
    ran = pullquote("--questions", questions, *files)
    assert ran.code == cli.OK
    text = " ".join(ran.out.split())
    assert "Of 3 questions 0 came out better and 1 worse: no more than chance may do" in text
    assert "q2 What did the bridge in Riga cost? right → declined wrongly" in text


def test_the_page_is_written(pullquote: Run, questions: str) -> None:
    pytest.importorskip("jinja2")
    pytest.importorskip("matplotlib")
    ran = pullquote("--questions", questions, "--limit", "1", "--html", "page.html")
    assert (ran.code, ran.err) == (cli.OK, "")
    assert "Who leads the American delegation?" in Path("page.html").read_text("utf-8")


def test_without_the_library_for_search_measures_the_others_are_there_and_a_note() -> None:
    all_measures, nothing = measurable(judge(), with_search=True)
    others, (note,) = measurable(judge(), with_search=False)
    assert nothing == []
    assert {m.group for m in all_measures} - {m.group for m in others} == {"Search"}
    assert note.startswith("Search is not measured: ir-measures is not installed.")


def test_candidates_in_the_file_are_left_out_and_counted(pullquote: Run, library: Path) -> None:
    candidate = {"id": "f1", "question": "Who?", "evidence": None, "complete": False}
    write_lines(Path("q.jsonl"), [candidate, QUESTIONS[0]])
    ran = pullquote("--questions", "q.jsonl", "--json", "r.json")
    assert [one.id for one in records.read(Path("r.json")).own.outcomes] == ["q1"]
    assert "Left out: 1 candidate that nobody has completed yet." in ran.out


def test_feedback_becomes_candidates_in_a_new_file(pullquote: Run) -> None:
    record = {
        "question": "Who leads?",
        "answer": answer("x", "Who leads?", quote("talks_01", LEADS)),
        "verdict": "down",
        "reason": "Which of them?",
        "at": "2025-03-01T09:30:00Z",
    }
    write_lines(Path("feedback.jsonl"), [record, record])
    ran = pullquote("--from-feedback", "feedback.jsonl", "--out", "candidates.jsonl")
    assert (ran.code, ran.out) == (cli.OK, "")
    assert ran.err.startswith("1 candidate of 2 records.")
    assert '"evidence": [["article|words"]]' in ran.err
    (line,) = Path("candidates.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["quoted"] == [f"talks_01|{LEADS}"]
    printed = pullquote("--from-feedback", "feedback.jsonl").out
    assert printed == f"{line}\n"
    again = pullquote("--from-feedback", "feedback.jsonl", "--out", "candidates.jsonl").complaint
    assert again == "candidates.jsonl is there already. Name a new file with --out."


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "There is no seeds/questions.jsonl here."),
        (["--questions", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["--gate", "evidence_recal>=1"], "Did you mean evidence_recall?"),
        (["--baseline", "nowhere.json"], "nowhere.json cannot be read"),
        (["--json", "nowhere/r.json"], "nowhere/r.json cannot be written."),
        (["--html", "."], ". cannot be written."),
        (["--html", "-"], "The page goes to a file."),
        (["--limit", "0"], "--limit is 0: ask at least one question."),
        (["--from-squad", "nowhere.json"], "nowhere.json cannot be read"),
        (["--from-squad", "x", "--held-out"], "--from-squad brings its own"),
        (["--from-feedback", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["--from-feedback", "x", "--limit", "3"], "--from-feedback asks nothing."),
        (["--out", "x"], "--out is where --from-feedback writes."),
        (["extra"], "unexpected extra argument"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, pullquote: Run
) -> None:
    assert words in pullquote(*arguments).complaint


@pytest.mark.parametrize("package", ["jinja2", "matplotlib"])
def test_a_page_that_could_not_be_made_is_refused_before_anything_is_asked(
    package: str, pullquote: Run, questions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as if it were not installed
    ran = pullquote("--questions", questions, "--html", "page.html", "--json", "r.json")
    assert f"a package that is not installed ({package}). Install it with:" in ran.complaint
    assert not Path("r.json").exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"data": 3}', '{"data": [{"paragraphs": [{"context": "A."}]}]}']
)
def test_what_is_not_squads_format_is_named(content: str, pullquote: Run) -> None:
    Path("squad.json").write_text(content)
    complaint = pullquote("--from-squad", "squad.json").complaint
    assert complaint.startswith("squad.json is not in SQuAD's format (")


def test_a_squad_file_without_questions_is_named(pullquote: Run) -> None:
    Path("squad.json").write_text('{"data": []}')
    assert pullquote("--from-squad", "squad.json").complaint.startswith(
        "squad.json has no question"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evidence": [["nowhere|Sherman"]]}, "q.jsonl:2: "),
        ({"evidence": [["talks_01|Sherman sleeps"]]}, "q.jsonl:2: "),
        ({"id": "q1"}, "q.jsonl:2: "),
        (
            {"question": "Who leads? " * 200},
            'q.jsonl:2: its "question" has 2,199 characters; at most 2,000 are read.',
        ),
    ],
)
def test_bad_gold_is_named_by_file_and_line(
    change: dict[str, Any], words: str, pullquote: Run
) -> None:
    write_lines(Path("q.jsonl"), [QUESTIONS[0], QUESTIONS[0] | {"id": "q9"} | change])
    assert pullquote("--questions", "q.jsonl").complaint.startswith(words)


def test_answers_to_questions_that_do_not_exist_are_named(pullquote: Run, questions: str) -> None:
    lines = [*theirs(quote("talks_01", LEADS)), answer("q9", "Who?")]
    write_lines(Path("theirs.jsonl"), lines)
    ran = pullquote("--questions", questions, "--answers", "theirs.jsonl")
    assert ran.complaint.startswith("theirs.jsonl:4: ")


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"question": "Who leads the delegation?"},
        {"answers": ["Sherman"]},
        {"evidence": [["talks_01|Wendy Sherman leads"]]},
    ],
)
def test_results_of_other_questions_are_no_baseline_and_nothing_is_asked(
    change: dict[str, Any], pullquote: Run, library: Path
) -> None:
    write_lines(Path("q.jsonl"), [QUESTIONS[0] | change])
    ran = pullquote("--questions", "q.jsonl", "--baseline", str(library / "results.json"))
    assert ran.complaint.startswith("The baseline was made with other questions")
