"""The wheel works by itself, the lock is whole, and the README tells what there is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.config import Config, shown

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
MAX_WHEEL_BYTES = 40_000_000  # two models of 23 MB, packed
ARTICLE = """The bridge over the Elster

The old bridge over the Elster was closed on 3 May 2021. Engineers had found cracks in two of its
arches. “We could not wait for winter,” said Mara Lindqvist, who leads the city’s road office.
The new bridge will cost 14 million euros and carry trams as well.
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout to build from, so that a build leaves nothing in it."""
    copy = tmp_path_factory.mktemp("build") / "pullquote"
    skipped = (".*", "__pycache__", "data", "build", "dist", "shared", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*skipped))
    shutil.copy(ROOT / ".gitignore", copy)
    return copy


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    """The wheel, built as pip builds it; the build backend is in the lock."""
    folder = source.parent / "wheel"
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet")
    _run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, source)
    return next(folder.glob("pullquote-*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pullquote` in a new environment: Pullquote from the wheel, the rest from this one.

    The .pth file lends what is installed here without its own .pth files, so that an editable
    Pullquote does not come along: what is not in the wheel is not there.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    options = ("--no-deps", "--no-index", "--disable-pip-version-check", "--quiet")
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    _run(*pip, "install", *options, wheel)
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", "utf-8")
    return folder / "bin" / "pullquote"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that is no checkout, with one article in it."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(ARTICLE, "utf-8")
    return tmp_path


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    """Standard output of a command that has to succeed, run without this checkout's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PULLQUOTE_", "PYTHONPATH"))}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _project_names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in _names(wheel)}
    assert tops == {"bot", "index", "prompts", "pullquote-0.1.0.dist-info"}


def test_the_wheel_brings_the_model_and_whatever_else_is_read_at_run_time(wheel: Path) -> None:
    tracked = [path for top in ("bot", "index", "prompts") for path in (ROOT / top).rglob("*.*")]
    read = {p.relative_to(ROOT).as_posix() for p in tracked if "__pycache__" not in p.parts}
    assert "index/models/minilm/model.onnx" in read
    assert read <= set(_names(wheel))


def test_the_wheel_brings_all_licences(wheel: Path) -> None:
    licences = {name for name in _names(wheel) if "/licenses/" in name}
    assert {name.partition("/licenses/")[2] for name in licences} == {
        "LICENSE",
        "index/models/minilm/LICENSE",
        "index/models/reader/LICENSE",
    }


def test_the_wheel_is_small_enough_to_pass_on(wheel: Path) -> None:
    assert wheel.stat().st_size < MAX_WHEEL_BYTES


def test_the_wheel_asks_for_all_that_the_project_asks_for(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        stated = Parser().parsestr(archive.read(name).decode())
    asked = _project_names(stated.get_all("Requires-Dist", []))
    assert asked >= _project_names(PROJECT["project"]["dependencies"])


def test_the_sdist_builds_and_is_enough_to_build_the_wheel_from(source: Path) -> None:
    folder = source.parent / "sdist"
    program = (
        "import pathlib, sys; from hatchling.build import build_sdist;"
        "pathlib.Path(sys.argv[1]).mkdir(); build_sdist(sys.argv[1])"
    )
    _run(sys.executable, "-c", program, folder, cwd=source)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"pyproject.toml", "README.md", "LICENSE", "Makefile", *LOCKS}
    assert needed | {"index/models/minilm/model.onnx"} <= names


def test_what_is_imported_comes_from_the_wheel_and_not_from_the_checkout(
    program: Path, elsewhere: Path
) -> None:
    script = "import bot, index, prompts; print(bot.__file__, index.__file__, prompts.__file__)"
    found = _run(program.with_name("python"), "-P", "-c", script, cwd=elsewhere).split()
    assert all(Path(name).is_relative_to(program.parent.parent) for name in found), found


def test_the_installed_program_quotes_the_articles_of_any_folder(
    program: Path, elsewhere: Path
) -> None:
    _run(program, "index", "articles", cwd=elsewhere)
    question = "Who leads the city’s road office?"
    answer: dict[str, Any] = json.loads(_run(program, "ask", "--json", question, cwd=elsewhere))
    shown = answer["quotes"] or answer["closest"]
    assert any("Mara Lindqvist" in quote["text"] for quote in shown)
    assert all(ARTICLE[quote["start"] : quote["end"]] == quote["text"] for quote in shown)
    assert all(quote["article"] == "bridge" for quote in shown)


def test_the_installed_program_prints_an_answer_for_people(program: Path, elsewhere: Path) -> None:
    _run(program, "index", "articles", cwd=elsewhere)
    printed = _run(program, "ask", "What will the new bridge cost?", cwd=elsewhere)
    assert "The new bridge will cost 14 million euros and carry trams as well." in printed


def _pins(lock: str) -> Iterator[tuple[Requirement, int]]:
    """Each pinned requirement and how many hashes it has."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement, *hashes = line.split("--hash=sha256:")
            yield Requirement(requirement.strip()), len(hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(lock: str) -> None:
    pins = list(_pins(lock))
    assert pins
    assert all(re.fullmatch(r"==[^*,]+", str(pin.specifier)) and n for pin, n in pins)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|^\s*-(?!-hash)|index-url|find-links| @ ", text, re.MULTILINE)


def test_the_locks_hold_all_that_is_asked_for_and_agree() -> None:
    run, dev = ({canonicalize_name(p.name): p.specifier for p, _ in _pins(x)} for x in LOCKS)
    groups = PROJECT["dependency-groups"]
    asked_run = [*PROJECT["project"]["dependencies"], *groups["build"]]
    for asked, pinned in ((asked_run, run), (groups["dev"], dev)):
        assert _project_names(asked) <= pinned.keys(), "Run `make lock`."
    assert {name: dev[name] for name in dev.keys() & run} == {n: run[n] for n in dev.keys() & run}


def test_the_readme_lists_every_setting_with_its_default() -> None:
    table = (ROOT / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE))
    said = {
        key: f"`{shown(field.default)}`" if field.default not in (None, ()) else "none"
        for key, field in Config.model_fields.items()
    }
    assert rows == said


def test_the_readme_gives_the_fitted_thresholds() -> None:
    fitted = [
        json.loads((ROOT / "bot" / name).read_text("utf-8"))
        for name in ("reading.json", "evidence.json")
    ]
    said = re.search(
        r"the fitted threshold: ([\d.]+), or ([\d.]+) without the reader",
        (ROOT / "README.md").read_text("utf-8"),
    )
    assert said, "The row of `answer_from` says it no longer."
    assert list(said.groups()) == [f"{one['answer_from']:.2f}" for one in fitted]


def test_the_readme_names_files_that_are_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"[(`]((?:bot|index|prompts|docs|seeds)/[\w./]+)[)`]", text))
    assert {name for name in named if not (ROOT / name).exists()} == set()
