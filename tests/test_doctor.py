"""The doctor: every check runs, and a failed one says what to do."""

from __future__ import annotations

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from llm_server import Behaviour, LlmServer

from bot import checks
from bot.checks import NotApplicable
from bot.config import Config
from bot.doctor import Check, Diagnosis, diagnosis_lines, examine, report
from index.errors import PullquoteError, UsageError


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def good(config: Config) -> str:
    return f"all well in {config.data}"


def bad(config: Config) -> str:
    raise PullquoteError("It is broken. Mend it.")


def buggy(config: Config) -> str:
    raise ZeroDivisionError("division by zero")


def idle(config: Config) -> str:
    raise NotApplicable("nothing there")


def test_one_failing_check_stops_no_other() -> None:
    probes = (("a", bad), ("b", buggy), ("c", idle), ("d", good))
    found = examine(Path("here"), probes).checks
    assert [check.ok for check in found] == [True, False, False, None, True]
    assert found[1] == Check("a", False, "It is broken. Mend it.")
    assert found[2].detail.startswith("ZeroDivisionError: division by zero")
    assert found[4].detail == "all well in here"


def test_what_does_not_apply_is_no_failure() -> None:
    assert examine(None, (("a", idle),)).sound
    assert not examine(None, (("a", bad),)).sound


def test_settings_that_cannot_be_read_are_a_failed_check() -> None:
    Path("pullquote.toml").write_text("nonsense = 1\n")
    diagnosis = examine(None, (("a", good),))
    assert not diagnosis.sound
    assert [check.name for check in diagnosis.checks] == ["settings"]


def test_the_report_shows_settings_origins_and_marks(capsys: pytest.CaptureFixture[str]) -> None:
    report(examine(Path("here"), (("a", bad), ("b", idle))), as_json=False)
    printed = capsys.readouterr().out
    assert re.search(r"^data +here  \(command line\)$", printed, re.MULTILINE)
    assert "✓ settings" in printed
    assert "✗ a         It is broken. Mend it.\n" in printed
    assert "– b         nothing there\n" in printed


def test_the_report_as_json_is_one_object(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    report(examine(Path("here"), (("a", good),)), as_json=True)
    body = json.loads(capsysbinary.readouterr().out)
    assert body["sound"] is True
    assert body["settings"][0] == {"name": "data", "value": "here", "origin": "command line"}
    assert body["checks"][1] == {"name": "a", "ok": True, "detail": "all well in here"}


def test_a_diagnosis_without_settings_can_be_shown() -> None:
    assert len(list(diagnosis_lines(Diagnosis((), (Check("a", True, "x"),))))) == 1


def test_a_data_folder_that_is_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PullquoteError, match="is a file"):
        checks.data_folder(Config(data=tmp_path / "file"))


def test_a_data_folder_need_not_be_there_yet(tmp_path: Path) -> None:
    assert checks.data_folder(Config(data=tmp_path / "a" / "b")).endswith("can be made)")


def test_a_data_folder_that_no_system_could_have_is_no_bug(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="its name is too long"):
        checks.data_folder(Config(data=tmp_path / ("x" * 300)))


# Everything is imported before: to nobody, Python's own files may be out of reach.
AS_NOBODY = """
import os, pathlib, sys
from bot import checks
from bot.config import Config
from index import build, formats
from index.errors import UsageError
inside = pathlib.Path(sys.argv[1]) / "closed" / "inside"
inside.parent.chmod(0)
if os.geteuid() == 0:
    os.setuid(65534)
for use in (
    lambda: checks.data_folder(Config(data=inside)),
    lambda: checks.folders(Config(data=inside, articles=(inside,))),
    lambda: build._find([inside]),
):
    try:
        use()
    except UsageError as error:
        print(str(error).partition(": ")[2])
"""


def test_what_lies_below_a_closed_folder_is_wrong_use_and_no_bug(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("below")
    (folder / "closed" / "inside").mkdir(parents=True)
    for path in (folder, *folder.parents[:2]):
        path.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder)],
        env={**os.environ, "PYTHONPATH": str(Path(checks.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / "closed").chmod(0o700)
    said = "no permission to read it: `chmod u+r` it or run as its owner.\n"
    assert done.stdout == said * 3, done.stderr


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(PullquoteError, match="pullquote index"):
        checks.index(Config(data=tmp_path))
    with pytest.raises(NotApplicable):
        checks.articles(Config(data=tmp_path))


def test_a_missing_folder_of_articles_is_found(tmp_path: Path) -> None:
    with pytest.raises(PullquoteError, match="nowhere: not there"):
        checks.folders(Config(data=tmp_path, articles=(Path("nowhere"),)))


def test_the_bundled_model_and_vocabulary_need_no_network() -> None:
    assert "384 dimensions" in checks.model(Config())
    assert checks.vocabulary(Config()).endswith("on disk")


def test_prompts_that_no_answer_could_be_written_with_are_found(tmp_path: Path) -> None:
    own = Config(prompts=tmp_path)
    assert checks.prompts(Config()) == "Pullquote’s own"
    assert checks.prompts(own) == f"those of {tmp_path}, and ours"
    lacking = "---\nabout: Answers.\nvariables: question, sheet\n---\nAnswer {{question}}.\n"
    (tmp_path / "answer.md").write_text(lacking, "utf-8")
    with pytest.raises(PullquoteError, match="lacks the variable sheet in its text"):
        checks.prompts(own)
    with pytest.raises(PullquoteError, match="cannot be read"):
        checks.prompts(Config(prompts=tmp_path / "nope"))
    assert ("prompts", checks.prompts) in checks.CHECKS


def test_without_a_language_model_there_is_none_to_check() -> None:
    with pytest.raises(NotApplicable, match="answers are made without one"):
        checks.language_model(Config())


def test_a_language_model_is_asked_and_its_budget_told(llm: LlmServer, tmp_path: Path) -> None:
    config = Config(llm=llm.spec, data=tmp_path, llm_tokens_a_day=5_000)
    found = checks.language_model(config)
    assert re.fullmatch(
        r"openai-like:test-model answers in [\d,]+ ms; left for today: 4,99\d tokens", found
    )
    assert len(llm.requests) == 1


def test_a_language_model_that_fails_is_found(llm: LlmServer) -> None:
    llm.behave(Behaviour.UNAUTHORIZED)
    with pytest.raises(PullquoteError, match=r"the key was refused \(HTTP 401\)"):
        checks.language_model(Config(llm=llm.spec))


def test_without_a_reader_it_says_that_likeness_picks() -> None:
    with pytest.raises(NotApplicable) as caught:
        checks.reader(Config(reader="none"))
    assert str(caught.value) == "none: evidence is picked by likeness"


def test_where_the_reader_is_missing_it_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(NotApplicable) as caught:
        checks.reader(Config(), tmp_path)
    assert str(caught.value) == (
        "none: index/models/reader/model.onnx is not there; evidence is picked by likeness"
    )


def test_an_unknown_reader_is_a_failed_check() -> None:
    (check,) = examine(None, (("reader", lambda _: checks.reader(Config(reader="x"))),)).checks[1:]
    assert check.ok is False
    assert check.detail.startswith("Unknown reader 'x'. Use one of: bundled, none, ")


def test_the_bundled_reader_is_tried_on_a_sentence() -> None:
    found = checks.reader(Config(threads=1))
    assert re.fullmatch(r"bundled:minilm-reader-int8, tried in \d+ ms", found)


class _Scored:
    """A reranker with the same score for everything, or none."""

    def __init__(self, score: float | None) -> None:
        self._score = score

    def __call__(self, **_: object) -> _Scored:
        return self

    def postprocess_nodes(self, nodes: list[SimpleNamespace], query_str: str) -> object:
        return [SimpleNamespace(node_id=one.node_id, score=self._score) for one in nodes]


def _provide(score: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(CohereRerank=_Scored(score))
    monkeypatch.setitem(sys.modules, "llama_index.postprocessor.cohere_rerank", module)


def test_another_reader_is_said_to_give_the_order_only(monkeypatch: pytest.MonkeyPatch) -> None:
    _provide(0.5, monkeypatch)
    assert re.fullmatch(
        r"cohere:x, tried in \d+ ms; it orders the quotes, likeness decides the rest",
        checks.reader(Config(reader="cohere:x")),
    )


def test_a_reader_that_gives_no_score_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _provide(None, monkeypatch)
    with pytest.raises(PullquoteError, match=r"^cohere:x gives no score\. Use another reader, or"):
        checks.reader(Config(reader="cohere:x"))


KEPT = "/kept/api/v2/heartbeat"


class _Heartbeat(http.server.BaseHTTPRequestHandler):
    """A Chroma server, as far as the doctor asks."""

    def do_GET(self) -> None:
        statuses = {"/api/v2/heartbeat": 200, "/below/api/v2/heartbeat": 200, KEPT: 401}
        if self.path.startswith("/page/"):
            self._say(200, b"<html>Welcome!</html>")
        else:
            self._say(statuses.get(self.path, 404), b'{"nanosecond heartbeat":1795441164301692887}')

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def chroma() -> Iterator[int]:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Heartbeat)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_chroma_server_that_answers_is_found_well(chroma: int) -> None:
    url = f"http://me:secret@127.0.0.1:{chroma}"
    assert checks.server(Config(chroma_url=url)) == f"http://127.0.0.1:{chroma} answers"


@pytest.mark.parametrize("path", ["/below", "/below/", "/kept"])
def test_a_chroma_server_below_a_path_or_behind_a_password_is_found_well(
    chroma: int, path: str
) -> None:
    url = f"http://127.0.0.1:{chroma}{path}"
    assert checks.server(Config(chroma_url=url)) == f"{url} answers"


def test_a_server_that_is_not_chromas_is_found(chroma: int) -> None:
    with pytest.raises(PullquoteError, match=r"answers, but not as a Chroma server .*404"):
        checks.server(Config(chroma_url=f"http://127.0.0.1:{chroma}/elsewhere"))


def test_a_server_with_a_page_for_every_address_is_not_chromas(chroma: int) -> None:
    with pytest.raises(PullquoteError, match=r"answers, but not as a Chroma server \(what it"):
        checks.server(Config(chroma_url=f"http://127.0.0.1:{chroma}/page"))


def test_a_chroma_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(PullquoteError, match="does not answer") as caught:
        checks.server(Config(chroma_url="http://me:secret@127.0.0.1:9"))
    assert "secret" not in str(caught.value)


def test_without_a_chroma_server_there_is_nothing_to_reach() -> None:
    with pytest.raises(NotApplicable):
        checks.server(Config())
