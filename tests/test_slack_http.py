"""Over HTTP: signatures, replays, the pages for those who run it, installing, and the doctor."""

from __future__ import annotations

import json
import time
from pathlib import Path

import aiohttp
import pytest
from fakes import Bench, FakeEmbedder
from slack_bot import LEADS, Reader, app_of_the_manifest, bot_in, keys_of, words_of
from slack_workspace import Workspace, conversation
from slack_workspace.signed_http import sign

from bot.answering import Answerer
from bot.config import Config
from bot.settings import Secret, SlackKeys
from bot.slack.database import FILE, Database
from bot.slack.http import Http
from bot.slack.knowledge import Knowledge
from bot.slack.serving import check_keys, running, warm_up
from index.embedding import Reading
from index.errors import ConfigError, ModelError, UsageError

EVENT = "/slack/events"


def address(connection: object, path: str) -> str:
    assert isinstance(connection, Http)
    return f"http://127.0.0.1:{connection.port}{path}"


async def page(url: str, body: bytes | None = None) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url, data=body) as response:
        return response.status, await response.text()


async def send(url: str, body: bytes, headers: dict[str, str]) -> int:
    more = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=more | headers) as response,
    ):
        return response.status


@conversation
async def test_only_what_slack_has_signed_just_now_is_taken(data: Path) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=True) as (_, connection),
    ):
        slack.channel("#news", members=["U1"])
        url, now = address(connection, EVENT), int(time.time())
        event = {"type": "app_mention", "channel": "CNEWS", "user": "U1", "ts": "5.0"}
        body = json.dumps(
            {"type": "event_callback", "team_id": slack.team_id, "event_id": "Ev1"}
            | {"event": event | {"text": f"<@UBOT> {LEADS}"}}
        ).encode()
        assert await send(url, body, {}) == 401
        assert await send(url, body, sign("another secret", body, now)) == 401
        assert await send(url, body, sign(slack.signing_secret, body, now - 600)) == 401
        assert await send(url, body + b" ", sign(slack.signing_secret, body, now)) == 401
        await slack.quiet()
        assert not slack.calls("assistant.threads.setStatus")


@pytest.mark.parametrize("body", [b"{}", b"{", b"payload={", b"text=x"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
@conversation
async def test_what_nobody_has_signed_is_refused_without_a_word_in_the_log(
    kind: str, body: bytes, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    now = str(int(time.time()))
    forged = [("abc", "v0=x"), ("9" * 5_000, "v0=x"), (now, "v0=é"), (now, "v0=x"), ("", "")]
    async with Workspace() as slack, bot_in(slack, data, over_http=True) as (_, connection):
        url = address(connection, EVENT)
        for stamp, signature in forged:
            headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
            assert await send(url, body, headers | {"Content-Type": kind}) == 401
        assert await send(url, body, {"Content-Type": kind}) == 401
    assert not caplog.records


@conversation
async def test_slack_sees_that_the_address_speaks_tls_without_a_signature(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data, over_http=True) as (_, connection):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert await send(address(connection, EVENT), b"ssl_check=1&token=x", form) == 200


@conversation
async def test_a_signed_request_that_is_sent_twice_is_carried_out_once(data: Path) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=True) as (_, connection),
    ):
        slack.channel("#news", members=["U1"])
        root = await slack.post("U1", "#news", "Hello.")
        event = {"type": "app_mention", "channel": "CNEWS", "user": "U1", "ts": root}
        body = json.dumps(
            {"type": "event_callback", "team_id": slack.team_id, "event_id": "Ev1"}
            | {"event": event | {"text": f"<@UBOT> {LEADS}"}}
        ).encode()
        signed = sign(slack.signing_secret, body, int(time.time()))
        for _ in range(2):
            assert await send(address(connection, EVENT), body, signed) == 200
        await slack.until(lambda: len(slack.thread("#news", root)) == 2)
        await slack.quiet()
        assert len(slack.thread("#news", root)) == 2


@conversation
async def test_what_a_killed_process_had_acknowledged_is_dealt_with_by_the_next(
    data: Path,
) -> None:
    async with Workspace() as slack:
        slack.channel("#news", members=["U1"])
        root = await slack.post("U1", "#news", "Hello.")
        event = {"type": "app_mention", "channel": "CNEWS", "user": "U1", "ts": root}
        body = {"type": "event_callback", "team_id": slack.team_id, "event_id": "Ev1"} | {
            "event": event | {"text": f"<@UBOT> {LEADS}"}
        }
        database = Database(data / FILE)
        database.change("INSERT INTO inbox VALUES ('Ev1',?,0,1)", json.dumps(body))
        async with bot_in(slack, data, over_http=True, lease_s=0.5):
            await slack.until(lambda: len(slack.thread("#news", root)) == 2)
            await slack.until(lambda: not database.rows("SELECT * FROM inbox"))
        assert len(slack.thread("#news", root)) == 2
        database.close()


@conversation
async def test_what_a_bot_wrote_is_acknowledged_and_not_kept(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data, over_http=True) as (bot, _):
        bot.database.change(
            "CREATE TRIGGER seen AFTER INSERT ON inbox BEGIN INSERT INTO asked VALUES "
            "('kept', new.key, '', 9e9); END"
        )
        slack.channel("#news", members=["U1"])
        root = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", root)) == 2)
        await slack.quiet()
        kept = bot.database.rows("SELECT user FROM asked WHERE team = 'kept'")
        assert len(slack.attempts()) > len(kept) >= 1
        assert all(attempt.acknowledged for attempt in slack.attempts())


@conversation
async def test_an_event_that_cannot_be_kept_is_not_acknowledged(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data, over_http=True) as (bot, _):
        slack.channel("#news", members=["U1"])
        bot.database.change("DROP TABLE inbox")
        await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(slack.attempts)
        assert not any(attempt.acknowledged for attempt in slack.attempts())


@conversation
async def test_a_body_that_is_no_text_is_refused(data: Path) -> None:
    async with Workspace() as slack, bot_in(slack, data, over_http=True) as (_, connection):
        url = address(connection, EVENT)
        assert await send(url, b"\xff\xfe", {}) == 400
        strange = {"Content-Type": "application/json; charset=undefined"}
        assert await send(url, b"{}", strange) == 400


@conversation
async def test_those_who_run_it_see_that_it_lives_is_ready_and_what_it_did(data: Path) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=True) as (_, connection),
    ):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.quiet()
        assert await page(address(connection, "/healthz")) == (200, "alive\n")
        assert await page(address(connection, "/readyz")) == (200, "ready\n")
        status, text = await page(address(connection, "/metrics"))
        assert status == 200
        assert "pullquote_questions_total 1\n" in text
        assert "pullquote_duplicates_total 1\n" in text
        assert "pullquote_answered_total 1\n" in text
        assert 'pullquote_answer_seconds_bucket{le="+Inf"} 1\n' in text
        assert "Sherman" not in text


@conversation
async def test_without_an_index_it_is_not_ready_and_says_why(data: Path) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=True) as (_, connection),
    ):
        (data / "index.json").unlink()
        status, text = await page(address(connection, "/readyz"))
        assert status == 503
        assert "pullquote index FOLDER" in text
        assert (await page(address(connection, "/healthz")))[0] == 200


@conversation
async def test_a_port_that_is_taken_is_named(data: Path) -> None:
    async with (
        Workspace() as slack,
        bot_in(slack, data, over_http=True) as (_, connection),
    ):
        assert isinstance(connection, Http)
        config = Config(data=data)
        with pytest.raises(UsageError, match=f"Port {connection.port} of 127"):
            async with running(
                config, keys_of(slack), Knowledge(config, Reader(data)), connection.port
            ):
                raise AssertionError("it runs")


def keys_to_install(slack: Workspace) -> SlackKeys:
    """The keys with which workspaces install the app themselves."""
    app = slack.slack.app
    return SlackKeys(
        signing_secret=Secret(app.signing_secret),
        client_id=app.client_id,
        client_secret=Secret(app.client_secret),
        api_url=slack.base_url,
    )


@conversation
async def test_what_a_visit_to_the_install_page_carries_is_not_read(data: Path) -> None:
    config = Config(data=data)
    knowledge = Knowledge(config, Reader(data))
    async with (
        Workspace(app_of_the_manifest()) as slack,
        running(config, keys_to_install(slack), knowledge, 0) as (_, connection),
    ):
        for name, status in ("install", 200), ("oauth_redirect", 400):
            url = address(connection, f"/slack/{name}")
            for body in b"\xff", b"{":
                assert (await page(url, body))[0] == status


@conversation
async def test_a_workspace_that_installs_the_app_is_answered(data: Path) -> None:
    async with Workspace(app_of_the_manifest()) as slack:
        config = Config(data=data)
        knowledge = Knowledge(config, Reader(data))
        async with running(config, keys_to_install(slack), knowledge, 0) as (_, connection):
            begin, back = (
                address(connection, f"/slack/{page}") for page in ("install", "oauth_redirect")
            )
            status, _ = await slack.install("U1", begin, back, state="guessed")
            assert status >= 400
            status, _ = await slack.install("U1", begin, back)
            assert status == 200
            await slack.deliver_to(address(connection, EVENT))
            slack.channel("#news", members=["U1"])
            ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
            await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
            assert "Sherman leads" in words_of(slack.thread("#news", ts)[1])


@pytest.mark.parametrize(
    ("keys", "port", "word"),
    [
        (SlackKeys(), None, "SLACK_BOT_TOKEN is not set"),
        (SlackKeys(Secret("xoxb-1")), None, "SLACK_APP_TOKEN is not set"),
        (SlackKeys(Secret("xoxb-1")), 3000, "SLACK_SIGNING_SECRET is not set"),
        (SlackKeys(client_id="1", client_secret=Secret("2")), None, "Name a port"),
    ],
)
def test_a_key_that_is_missing_is_named(keys: SlackKeys, port: int | None, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        check_keys(keys, port)


def test_a_model_that_is_out_of_reach_at_the_start_is_logged_and_tried_again_when_asked(
    indexed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Asleep(FakeEmbedder):
        def read_question(self, text: str) -> Reading:
            raise ModelError("The embedder sleeps.")

    warm_up(Answerer.open(Bench(indexed.parent).library(), Asleep()))
    assert "The embedder sleeps." in caplog.text
