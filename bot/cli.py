"""The command line: commands, options, exit codes.

    0    it ran                     a declined answer is a good answer
    1    it ran and found a fault   an unreadable article; a failed check of `doctor`; a missed
                                    gate; a question of `ask`, or a line that `repl` read
                                    from a pipe, that it could not carry out
    2    it could not run           wrong use, wrong settings, an index that cannot be used
    130  Ctrl-C                     141  whoever read the output went away

Owns what a command is called and what goes to standard error; those about Slack are in
`slack_commands`. Unlike `asking`, `repl` and `doctor`, it does nothing itself. Everything heavy is
imported inside a command: `--help` is to come at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot import leaving, slack_commands, streams
from bot.options import Data, File, Folders, Outlets, config_of, filter_of, help_if_bare, option
from index.errors import PullquoteError, UsageError

OK, FAULT, UNUSABLE, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141

app = typer.Typer(
    name="pullquote",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The program `pullquote`."""
    # A question multiplies many small matrices. OpenBLAS would wake a thread for each, and beside
    # other work they take longer than the product. Read when NumPy is first imported: later.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    leaving.end_with(lambda: run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs a command and returns its exit code; whatever goes wrong is one line on stderr."""
    streams.prepare()
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except PullquoteError as error:
        return _complain(str(error), UNUSABLE)
    except typer.TyperException as error:
        return _complain(f"{error.format_message()} See: pullquote --help", UNUSABLE)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("Stopped.", INTERRUPTED)
    except BrokenPipeError:
        streams.give_up_output()
        return NO_READER
    except OSError as error:  # such as a full disk below standard output
        streams.give_up_output()
        what = f"{error.filename} cannot be used" if error.filename else "It cannot go on"
        return _complain(f"{what}: {error.strerror or error}. Mend that and try again.", UNUSABLE)
    return code


def _invoke(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    try:
        with command.make_context("pullquote", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as exit:
        return exit.exit_code
    return OK


def _complain(message: str, code: int) -> int:
    from bot.render.wording import one_line

    print(one_line(message), file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"pullquote {version('pullquote')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    data: Data = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Answers questions with passages quoted word for word from a folder of articles.

    \b
    Example:
      pullquote index seeds/articles
      pullquote ask "What did Ryabkov say about NATO?"
    """
    context.obj = data
    help_if_bare(context)


@app.command()
def index(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATHS]...", help="Files and folders of articles."),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew, whatever is there.")
    ] = False,
    data: Data = None,
) -> None:
    """Bring the index in step with a folder of articles.

    The index mirrors PATHS, no more and no less. Without PATHS: the `articles` of the settings,
    else what was indexed last.

    \b
    Example:
      pullquote index seeds/articles
    """
    from bot.indexing import bring_in_step

    sound = bring_in_step(config_of(context, data), paths or [], rebuild=rebuild)
    raise typer.Exit(OK if sound else FAULT)


@app.command()
def ask(
    context: typer.Context,
    *,
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION...", help='The question; "-" reads it from stdin.'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    questions: Annotated[
        str | None,
        typer.Option(
            "--questions",
            metavar="FILE",
            help='Ask each line of a file of {"id": …, "question": …}; "-" reads stdin.',
        ),
    ] = None,
    outlet: Outlets = None,
    folder: Folders = None,
    data: Data = None,
) -> None:
    """Answer a question with quotes, or say that the articles don't.

    \b
    Example:
      pullquote ask "Who leads the American delegation?"
      pullquote ask --json --questions seeds/questions.jsonl > answers.jsonl
      pullquote ask --outlet Reuters "Who leads the talks?"
    """
    from bot import asking

    if bool(question) == bool(questions) or questions == "":
        raise UsageError('Ask one question, or name a file: pullquote ask "Who leads the talks?"')
    config = config_of(context, data)
    asked = asking.from_file(questions) if questions else [asking.from_words(question or [])]
    within = filter_of(outlet, folder)
    sound = asking.ask_all(config, asked, as_json=as_json, within=within)
    raise typer.Exit(OK if sound else FAULT)


@app.command()
def repl(
    context: typer.Context,
    outlet: Outlets = None,
    folder: Folders = None,
    data: Data = None,
) -> None:
    """Ask question after question; a follow-up may lean on the ones before.

    Without a terminal it reads one question a line; if one cannot be asked, it exits with 1.

    \b
    Example:
      pullquote repl
      printf 'What did Ryabkov say?\\nAnd about sanctions?\\n' | pullquote repl
    """
    from bot.repl import start

    sound = start(config_of(context, data), filter_of(outlet, folder))
    raise typer.Exit(OK if sound else FAULT)


@app.command()
def evaluate(
    context: typer.Context,
    *,
    questions: Annotated[File, option("Questions with gold; else seeds/questions.jsonl.")] = None,
    articles: Annotated[File, option("Index these articles for it, for once.", "DIR")] = None,
    held_out: Annotated[bool, typer.Option("--held-out", help="Ask the untuned half.")] = False,
    limit: Annotated[int | None, option("Ask at most so many, evenly spread.", "N")] = None,
    answers: Annotated[File, option("Score the answers in this file, made elsewhere.")] = None,
    from_squad: Annotated[File, option("Ask a SQuAD file's questions of its articles.")] = None,
    json: Annotated[File, option('Write everything as JSON; "-" is standard output.')] = None,
    html: Annotated[File, option("Write a page with every question.")] = None,
    baseline: Annotated[File, option("Compare with what --json wrote earlier.")] = None,
    gate: Annotated[list[str] | None, option("Else exit with 1. Also <=.", "MEASURE>=N")] = None,
    judge: Annotated[str, option("Judge statements by a model: nli:MODEL.", "JUDGE")] = "offline",
    from_feedback: Annotated[File, option("Only turn feedback into candidate questions.")] = None,
    out: Annotated[File, option("Where --from-feedback writes; a new file.")] = None,
    data: Data = None,
) -> None:
    """Say how good the answers are, beside simpler systems, with intervals.

    Questions with gold evidence are asked of the index, of ours and of the others. A quote that is
    not in its source at its offsets always fails the run.

    \b
    Example:
      pullquote evaluate --html evaluation.html --gate "evidence_recall>=80%"
    """
    from bot.evaluating import Wanted, carry_out

    wanted = Wanted(
        questions=questions,
        articles=articles,
        answers=answers,
        squad=from_squad,
        limit=limit,
        held_out=held_out,
        json=json,
        html=html,
        baseline=baseline,
        gates=tuple(gate or ()),
        judge=judge,
        feedback=from_feedback,
        out=out,
    )
    raise typer.Exit(OK if carry_out(config_of(context, data), wanted) else FAULT)


@app.command()
def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(help="An article's id, or how it begins.")],
    place: Annotated[
        str | None,
        typer.Argument(metavar="[START:END]", help="A place to mark, as a citation gives it."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="The whole article, not only what is around the place.")
    ] = False,
    data: Data = None,
) -> None:
    """Show an article, or a place in it with what stands around it.

    \b
    Example:
      pullquote show 000_647e5e179d19c490
      pullquote show 000_647e5e179d19c490 77:145 --full
    """
    from bot.showing import show_article

    show_article(config_of(context, data), article, place, full=full)


@app.command()
def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    data: Data = None,
) -> None:
    """Say which settings are in force, and check everything that an answer needs.

    \b
    Example:
      pullquote doctor
    """
    from bot.doctor import examine, report

    diagnosis = examine(context.obj if data is None else data)
    report(diagnosis, as_json=as_json)
    raise typer.Exit(OK if diagnosis.sound else FAULT)


slack_commands.register(app)

if __name__ == "__main__":
    main()
