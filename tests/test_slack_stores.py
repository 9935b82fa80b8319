"""What the bot remembers: claims, limits, channel settings; and the words of a message."""

from __future__ import annotations

import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import load_slack_keys
from bot.settings import Secret, SlackKeys
from bot.slack.asked import Asked, Place, Way, parse
from bot.slack.channels import Channels, ChannelSettings, Mode
from bot.slack.claims import Claims
from bot.slack.database import Database, said_plainly
from bot.slack.failures import Discreet, code_of, is_uncertain, refused
from bot.slack.feedback import DOWN, UP, Feedback
from bot.slack.limits import Allowed, Limits
from bot.slack.scopes import EVENTS, SCOPES
from bot.slack.words import is_for_somebody_else, plain
from index.errors import ConfigError, StoreCorrupt

NEWS = Place("T1", "C1", "1.0")
ASKED = Asked("q1", NEWS, "U1", "Who leads?", "1.0")


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 1_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "slack.sqlite3")


def test_a_question_is_claimed_once_by_whichever_process(database: Database) -> None:
    one, other = Claims(database, "one"), Claims(database, "other")
    assert one.claim(ASKED)
    assert not other.claim(ASKED)
    assert not one.claim(ASKED)


def test_a_claim_is_taken_up_only_when_its_lease_has_run_out(database: Database) -> None:
    watch = Watch()
    one = Claims(database, "one", lease_s=30, now=watch)
    other = Claims(database, "other", lease_s=30, now=watch)
    one.claim(ASKED)
    watch.now_s += 20
    one.renew()
    watch.now_s += 20
    assert other.take_expired() is None
    watch.now_s += 20
    taken = other.take_expired()
    assert taken is not None
    assert (taken.asked, taken.attempts, taken.record) == (ASKED, 2, None)
    assert other.take_expired() is None


def test_who_has_lost_its_claim_may_not_post(database: Database) -> None:
    watch = Watch()
    one = Claims(database, "one", now=watch)
    other = Claims(database, "other", now=watch)
    one.claim(ASKED)
    watch.now_s += 1_000
    assert other.take_expired()
    assert not one.posting("q1", "r1")
    assert other.posting("q1", "r2")


def test_an_answer_that_may_be_in_slack_is_remembered_with_its_claim(database: Database) -> None:
    one, other = Claims(database, "one"), Claims(database, "other")
    one.claim(ASKED)
    one.posting("q1", "r1")
    one.give_up()
    taken = other.take_expired()
    assert taken is not None and taken.record == "r1"


def test_a_question_that_is_done_is_forgotten_only_when_it_is_old(database: Database) -> None:
    watch = Watch()
    claims = Claims(database, "one", now=watch)
    claims.claim(ASKED)
    claims.done("q1")
    claims.clean()
    assert not claims.claim(ASKED)
    watch.now_s += 8 * 86_400
    claims.clean()
    assert claims.claim(ASKED)


def test_a_question_survives_its_json() -> None:
    asked = replace(ASKED, way=Way.REPLY, reply_url="https://hooks.example/secret")
    assert parse(asked.as_json()) == asked
    assert "secret" not in repr(asked)


def test_a_person_may_ask_so_often_a_minute_and_is_told_when_again(database: Database) -> None:
    watch = Watch()
    limits = Limits(database, Allowed(person_a_minute=2), watch)
    assert limits.refusal(ASKED) is None
    watch.now_s += 20
    assert limits.refusal(ASKED) is None
    said = limits.refusal(ASKED)
    assert said == "You can ask me 2 questions a minute. Try again in 40 seconds."
    assert limits.refusal(replace(ASKED, user="U2")) is None
    watch.now_s += 41
    assert limits.refusal(ASKED) is None


def test_a_channel_has_its_own_limit_and_a_direct_message_has_none(database: Database) -> None:
    limits = Limits(database, Allowed(person_a_minute=0, channel_a_minute=1), Watch())
    direct = replace(ASKED, place=Place("T1", "D1"))
    assert limits.refusal(ASKED) is None
    assert "This channel can ask me 1" in (limits.refusal(replace(ASKED, user="U2")) or "")
    assert [limits.refusal(direct), limits.refusal(direct)] == [None, None]


@pytest.mark.parametrize(
    ("allowed", "word"),
    [
        (Allowed(workspaces=("T2",)), "workspace"),
        (Allowed(channels=("C2",)), "channel"),
        (Allowed(question_chars=5), "10 characters"),
    ],
)
def test_what_is_not_allowed_is_refused_with_the_reason(
    allowed: Allowed, word: str, database: Database
) -> None:
    assert word in (Limits(database, allowed).refusal(ASKED) or "")


def test_settings_of_a_channel_are_its_own(database: Database) -> None:
    channels = Channels(database, admins=("U9",))
    channels.put(NEWS, ChannelSettings(Mode.OFF, ephemeral=True))
    assert Channels(database).get(NEWS) == ChannelSettings(Mode.OFF, ephemeral=True)
    assert channels.get(Place("T2", "C1")) == ChannelSettings()
    assert channels.may_change("U1", creator="U1")
    assert channels.may_change("U9", creator="U1")
    assert not channels.may_change("", creator="")


def test_a_verdict_that_is_repeated_keeps_its_reason_and_another_one_replaces_it(
    database: Database,
) -> None:
    def kept() -> list[tuple[str, str | None]]:
        return [(row[0], row[1]) for row in database.rows("SELECT verdict, reason FROM feedback")]

    feedback = Feedback(database)
    feedback.keep("r1", "U1", DOWN, "It is outdated")
    feedback.keep("r1", "U1", DOWN)
    assert kept() == [("down", "It is outdated")]
    feedback.keep("r1", "U1", DOWN, "It is wrong")
    assert kept() == [("down", "It is wrong")]
    feedback.keep("r1", "U1", UP)
    feedback.keep("r1", "U1", DOWN)
    assert kept() == [("down", None)]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "slack.sqlite3"
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreCorrupt, match=r"cannot be used .* Check its rights"):
        Database(file)


def test_a_file_that_is_locked_has_a_remedy_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "slack.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(StoreCorrupt, match=r"locked\). Another process has it") as caught,
            said_plainly(file),
            closing(sqlite3.connect(file, timeout=0)) as one,
        ):
            one.execute("CREATE TABLE t (a)")
    assert "rights" not in str(caught.value)


def test_what_people_asked_is_readable_by_the_owner_alone(database: Database) -> None:
    (name,) = {Path(row[2]) for row in database.rows("PRAGMA database_list")}
    assert name.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@UBOT> who leads?", "who leads?"),
        ("<@UBOT|pullquote>, who?", ", who?"),
        ("what did <@U2|ann> say in <#C1|news>?", "what did @ann say in #news?"),
        ("<https://x.example/a?b=1&amp;c|this> &lt;here&gt;", "this <here>"),
        ("<!channel> <!subteam^S1|@team>", "@channel @team"),
        ("a &amp;lt; b", "a &lt; b"),
        ("  two\n  lines ", "two\nlines"),
        ("<@UBOT>", ""),
    ],
)
def test_markup_becomes_the_words_that_were_typed(text: str, words: str) -> None:
    assert plain(text, "UBOT") == words


def test_what_looks_like_a_token_is_in_no_log_line() -> None:
    address = "wss://x.example/link?ticket=abc123&app_id=1"
    text = f"failed: xoxb-1-abc xapp-1-A1-def {address} https://hooks.slack.com/commands/T1/2/3"
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "%s", (text,), None)
    line = Discreet("%(message)s").format(record)
    assert line == "failed: … … wss://x.example/link?…&app_id=1 https://…"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, '{"ok": false, "error": "invalid_blocks"}', "invalid_blocks"),
        (200, '{"ok": false, "error": "invalid_blocks"}', "invalid_blocks"),
        (400, "invalid_blocks", "invalid_blocks"),
        (400, "no_text\n", "no_text"),
        (502, "<html><body>Bad gateway</body></html>", ""),
        (404, '{"ok": false, "error": null}', ""),
        (404, "[]", ""),
        (500, "", ""),
    ],
)
def test_what_a_reply_address_says_is_wrong_is_known_however_it_is_put(
    status: int, body: str, code: str
) -> None:
    error = refused(status, body)
    assert error is not None
    assert code_of(error) == code
    assert is_uncertain(error) == (not code)


@pytest.mark.parametrize("body", ["ok", '{"ok": true}', '{"ok":true,"error":""}', ""])
def test_what_a_reply_address_takes_is_no_error(body: str) -> None:
    assert refused(200, body) is None


def test_what_begins_with_somebody_elses_name_is_for_them() -> None:
    assert is_for_somebody_else("<@U2> and when?", "UBOT")
    assert not is_for_somebody_else("<@U2> says so. <@UBOT> does he?", "UBOT")
    assert not is_for_somebody_else("and when?", "UBOT")


def test_the_manifest_asks_for_what_is_used_and_no_more() -> None:
    text = (Path(__file__).parent.parent / "slack-manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert manifest["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)


def test_keys_come_from_the_environment_before_dotenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "API_URL"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)
    Path(".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-variable")
    keys = load_slack_keys()
    assert keys == SlackKeys(Secret("xoxb-variable"), Secret("xapp-file"))
    assert "xoxb" not in repr(keys) and "xapp" not in f"{keys}"


def test_a_token_in_the_wrong_place_is_refused_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-1-secret")
    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN does not begin with xoxb-") as caught:
        load_slack_keys()
    assert "secret" not in str(caught.value)
