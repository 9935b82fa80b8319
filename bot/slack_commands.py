"""The commands about Slack: to answer there, and to fetch what people said of the answers.

Owns their names and options. Unlike `bot.slack`, which does the work and is imported only then,
nothing here is heavy.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.options import Data, File, config_of, help_if_bare, option

feedback = typer.Typer(
    callback=help_if_bare,
    invoke_without_command=True,
    help="What people said of answers in Slack.",
)


def register(app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command()(slack)
    app.add_typer(feedback, name="feedback")


def slack(
    context: typer.Context,
    http: Annotated[
        int | None,
        typer.Option(
            "--http",
            metavar="PORT",
            min=1,
            max=65_535,
            help="Take events over HTTP on this port, instead of by a socket.",
        ),
    ] = None,
    data: Data = None,
) -> None:
    """Answer questions in Slack until stopped.

    By a socket it needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN, and no public address. README.md says
    how to make the app.

    \b
    Example:
      pullquote slack
      pullquote slack --http 3000
    """
    from bot.config import load_slack_keys
    from bot.slack.serving import serve

    serve(config_of(context, data), load_slack_keys(), http)


@feedback.command("export")
def export(
    context: typer.Context,
    out: Annotated[File, option("A new file; else standard output.")] = None,
    data: Data = None,
) -> None:
    """Write what people said of answers, for `pullquote evaluate --from-feedback`.

    \b
    Example:
      pullquote feedback export --out feedback.jsonl
      pullquote evaluate --from-feedback feedback.jsonl --out candidates.jsonl
    """
    from bot.slack.exporting import export_feedback

    count = export_feedback(config_of(context, data), out)
    where = "standard output" if out is None else out
    print(f"Wrote {count:,} of them to {where}.", file=sys.stderr)
