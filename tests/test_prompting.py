"""Prompts: files whose variables are checked at start, and data that is never read as a prompt."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prompting import OURS, VARIABLES, Prompts
from index.errors import ConfigError

JUDGE = "---\nabout: Judges.\nvariables: evidence, statement\n---\n{{evidence}} {{statement}}\n"


def refused(folder: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        Prompts.load(folder)
    return str(caught.value)


def own(folder: Path, text: str, name: str = "judge.md") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_every_prompt_that_ships_is_used_and_says_what_it_is_for() -> None:
    prompts = Prompts.load()
    assert {file.stem for file in OURS.glob("*.md")} == set(VARIABLES)
    assert all(prompts[name].about.endswith(".") for name in VARIABLES)


def test_a_prompt_has_its_values_in_their_places() -> None:
    prompt = Prompts.load()["judge"].render(evidence="[1] It rains.", statement="It is wet.")
    assert "Quotes:\n[1] It rains.\n\nStatement:\nIt is wet.\n" in prompt


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_put_in_stays_what_it_is(evidence: str, statement: str) -> None:
    body = Prompts.load()["judge"].body
    before, rest = body.split("{{evidence}}")
    between, after = rest.split("{{statement}}")
    rendered = Prompts.load()["judge"].render(evidence=evidence, statement=statement)
    assert rendered == before + evidence + between + statement + after


@pytest.mark.parametrize("data", ["{{statement}}", "{statement}", "$statement", "%s", "\\1", "{0}"])
def test_data_that_looks_like_a_variable_is_none(data: str) -> None:
    rendered = Prompts.load()["judge"].render(evidence=data, statement="It is wet.")
    assert data in rendered
    assert rendered.count("It is wet.") == 1


@pytest.mark.parametrize(
    "values", [{}, {"evidence": "x"}, {"evidence": "x", "statement": "", "y": ""}]
)
def test_a_prompt_is_not_rendered_with_a_value_too_few_or_too_many(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="the prompt judge takes evidence, statement, not"):
        Prompts.load()["judge"].render(**values)


def test_a_prompt_of_ones_own_replaces_ours_and_leaves_the_others(tmp_path: Path) -> None:
    mine, ours = Prompts.load(own(tmp_path, JUDGE)), Prompts.load()
    assert mine["judge"].render(evidence="A", statement="B") == "A B"
    assert mine["answer"] == ours["answer"]
    assert {n for n in VARIABLES if mine.versions[n] != ours.versions[n]} == {"judge"}


def test_a_prompt_that_differs_by_one_character_has_another_version(tmp_path: Path) -> None:
    one = Prompts.load(own(tmp_path, JUDGE)).versions["judge"]
    other = Prompts.load(own(tmp_path, JUDGE.replace("Judges.", "Judges!"))).versions["judge"]
    assert one != other
    assert len(one) == 12


def test_a_system_message_stands_apart_from_the_prompt(tmp_path: Path) -> None:
    head, _, body = JUDGE.rpartition("---\n")
    prompt = Prompts.load(own(tmp_path, f"{head}---\nBe strict.\n---\n{body}"))["judge"]
    assert (prompt.system, prompt.body) == ("Be strict.", "{{evidence}} {{statement}}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (JUDGE.replace("evidence, ", ""), "lacks the variable evidence in its header"),
        (
            JUDGE.replace("evidence, ", "evidence, x, "),
            "names the unknown variable x in its header",
        ),
        (JUDGE.replace("{{evidence}}", ""), "lacks the variable evidence in its text"),
        (JUDGE + "{{ outlet }}", "uses the unknown variable outlet in its text"),
        (JUDGE.replace("about:", "title:"), "has title, variables. It takes one line “about:”"),
        (
            JUDGE.replace("{{evid", "{{evidence}}\n---\n{{evid"),
            "{{evidence}} in its system message",
        ),
        ("{{evidence}} {{statement}}", "has no header. It begins with a line ---"),
        ("", "has no header"),
        ("x" * 20_001, "has 20,001 characters; at most 20,000 are read. Shorten it."),
    ],
)
def test_a_faulty_prompt_is_refused_with_its_file_and_the_fault(
    tmp_path: Path, text: str, told: str
) -> None:
    message = refused(own(tmp_path, text))
    assert str(tmp_path / "judge.md") in message
    assert told in message


def test_a_prompt_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "judge.md").write_bytes(b"---\nabout: \xff")
    assert "has to be a text in UTF-8" in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("anwser.md", "Is answer.md meant?"), ("notes.txt", "Move it to another folder."),
     ("judge.txt", "Is judge.md meant?"), ("README.md", "Move it to another folder.")],
)  # fmt: skip
def test_an_unknown_file_is_refused_with_those_there_are(
    tmp_path: Path, name: str, remedy: str
) -> None:
    message = refused(own(tmp_path, JUDGE, name))
    assert message.startswith(f"{tmp_path / name} is no prompt")
    assert "answer.md, again.md, follow_up.md, judge.md" in message
    assert message.endswith(remedy)


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    assert Prompts.load(own(tmp_path, "x", ".DS_Store")).versions == Prompts.load().versions


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "The folder of prompts" in refused(tmp_path / "none")
