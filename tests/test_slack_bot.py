"""Questions in Slack: each is answered once, in its place, by whichever way it was asked."""

from __future__ import annotations

from pathlib import Path

from slack_bot import LEADS, BotIn, Reader, app_of_the_manifest, words_of
from slack_workspace import Workspace, conversation

from bot.slack.asked import Place
from bot.slack.channels import ChannelSettings, Mode

SAID = "Sherman leads the American delegation."
NEWS = Place("T1", "CNEWS")


@conversation
async def test_a_mention_gets_one_answer_in_the_thread(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.quiet()
        _, answer = slack.thread("#news", ts)
        assert SAID in words_of(answer)
        assert answer.user == slack.bot_user
        assert answer.text.startswith("Sherman leads")
        assert slack.statuses("#news", ts)[0].text == "is looking in the articles…"


@conversation
async def test_a_direct_message_needs_no_mention(data: Path, bot_in: BotIn) -> None:
    async with Workspace(app_of_the_manifest()) as slack, bot_in(slack, data):
        slack.user("U1")
        ts = await slack.direct_message("U1", LEADS)
        direct = slack.direct("U1").id
        await slack.until(lambda: len(slack.thread(direct, ts)) == 2)
        await slack.quiet()
        assert SAID in words_of(slack.thread(direct, ts)[1])


@conversation
async def test_a_question_that_the_articles_do_not_answer_is_declined(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", "<@BOT> xyzzy?")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        assert "The articles don’t say." in words_of(slack.thread("#news", ts)[1])


@conversation
async def test_who_only_mentions_the_bot_is_told_how_to_ask(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        await slack.post("U1", "#news", "<@BOT>")
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "Ask me a question" in words_of(slack.ephemerals("U1")[0])


@conversation
async def test_what_is_not_for_the_bot_is_left_alone(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1", "U2"])
        slack.user("U9", is_bot=True)
        slack.change("#news", members=slack.channel("#news", members=["U1", "U2", "U9"]).members)
        await slack.post("U1", "#news", LEADS)
        await slack.post("U1", "#news", f"<@U2> {LEADS}")
        await slack.post("U9", "#news", f"<@BOT> {LEADS}")
        await slack.quiet()
        assert not slack.calls("chat.postMessage")
        assert not slack.calls("chat.postEphemeral")


@conversation
async def test_a_delivery_that_comes_again_is_dropped_even_after_a_restart(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack:
        slack.channel("#news", members=["U1"])
        async with bot_in(slack, data):
            ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
            await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
            assert slack.redeliver(ts) == 2
            await slack.quiet()
        async with bot_in(slack, data):
            slack.redeliver(ts)
            await slack.quiet()
        assert len(slack.thread("#news", ts)) == 2


@conversation
async def test_two_processes_on_one_store_answer_once(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data), bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS}") for _ in range(5)]
        for ts in asked:
            slack.redeliver(ts)
        await slack.until(lambda: all(len(slack.thread("#news", ts)) == 2 for ts in asked))
        await slack.quiet()
        assert len(slack.calls("chat.postMessage")) == 5


@conversation
async def test_follow_ups_lean_on_the_thread_where_the_channel_allows_them(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data)
    async with Workspace() as slack, bot_in(slack, data, reader) as (bot, _):
        slack.channel("#news", members=["U1", "U2"])
        place = Place(slack.team_id, slack.channel("#news", members=["U1", "U2"]).id)
        ts = await slack.post("U1", "#news", "<@BOT> What did Ryabkov say about NATO?")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.post("U1", "#news", "And Stoltenberg?", thread_ts=ts)
        await slack.quiet()
        assert len(slack.thread("#news", ts)) == 3  # not without a mention
        bot.desk.channels.put(place, ChannelSettings(Mode.FOLLOW_UPS))
        await slack.post("U2", "#news", "<@U1> what do you think?", thread_ts=ts)
        await slack.post("U1", "#news", "What about Stoltenberg?", thread_ts=ts)
        await slack.until(lambda: len(slack.thread("#news", ts)) == 6)
        await slack.quiet()
        assert reader.asked[-1] == (
            "What about Stoltenberg?",
            ("What did Ryabkov say about NATO?",),
        )
        assert len(reader.asked) == 2


@conversation
async def test_an_edited_question_gets_its_answer_changed_in_place(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: "14 million" in words_of(slack.thread("#news", ts)[1]))
        await slack.quiet()
        assert len(slack.thread("#news", ts)) == 2


@conversation
async def test_where_answers_are_for_the_askers_eyes_an_edited_question_gets_another(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data) as (bot, _):
        slack.channel("#news", members=["U1"])
        bot.desk.channels.put(Place(slack.team_id, "CNEWS"), ChannelSettings(ephemeral=True))
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.ephemerals("U1"))
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: len(slack.ephemerals("U1")) == 2)
        await slack.quiet()
        assert "14 million" in words_of(slack.ephemerals("U1")[1])
        assert len(slack.thread("#news", ts)) == 1


@conversation
async def test_an_edit_before_the_answer_is_followed_too(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data, Reader(data, delay_s=0.3)):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: slack.calls("chat.update"))
        await slack.quiet()
        assert "14 million" in words_of(slack.thread("#news", ts)[1])


@conversation
async def test_a_question_deleted_before_its_answer_gets_none(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data, Reader(data, delay_s=0.3)):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        await slack.delete("#news", ts)
        await slack.quiet(settled_s=0.6)
        assert not slack.calls("chat.postMessage")


@conversation
async def test_an_answer_that_was_deleted_stays_deleted_when_the_question_is_edited(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack, bot_in(slack, data):
        slack.channel("#news", members=["U1"])
        ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
        await slack.delete("#news", slack.thread("#news", ts)[1].ts)
        await slack.edit("#news", ts, "<@BOT> what will the new bridge cost?")
        await slack.until(lambda: slack.calls("chat.update"))
        await slack.quiet()
        assert len(slack.thread("#news", ts)) == 1
        assert not slack.ephemerals("U1")


@conversation
async def test_whoever_waits_is_told_how_many_are_before_them(data: Path, bot_in: BotIn) -> None:
    reader = Reader(data, delay_s=0.3)
    async with Workspace() as slack, bot_in(slack, data, reader, slack_workers=1):
        slack.channel("#news", members=["U1"])
        asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(3)]
        await slack.until(lambda: all(len(slack.thread("#news", ts)) == 2 for ts in asked))
        said = [slack.statuses("#news", ts)[0].text for ts in asked]
        assert said == [
            "is looking in the articles…",
            "has 1 question to answer before this one…",
            "has 2 questions to answer before this one…",
        ]


@conversation
async def test_the_place_in_the_line_counts_down(data: Path, bot_in: BotIn) -> None:
    reader = Reader(data, delay_s=0.5)
    async with (
        Workspace() as slack,
        bot_in(slack, data, reader, slack_workers=1, counted_s=0.05),
    ):
        slack.channel("#news", members=["U1"])
        asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(3)]
        await slack.until(lambda: all(len(slack.thread("#news", ts)) == 2 for ts in asked))
        await slack.quiet()
        assert [one.text for one in slack.statuses("#news", asked[2]) if one.text] == [
            "has 2 questions to answer before this one…",
            "has 1 question to answer before this one…",
            "is looking in the articles…",
        ]
        assert not slack.status("#news", asked[2])


@conversation
async def test_the_more_wait_the_less_often_their_places_are_said(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data, delay_s=0.2)
    async with (
        Workspace(rates=False) as slack,
        bot_in(slack, data, reader, slack_workers=1, slack_person_a_minute=0, counted_s=0.01) as (
            bot,
            _,
        ),
    ):
        slack.channel("#news", members=["U1"])
        asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(10)]
        await slack.until(lambda: all(len(slack.thread("#news", ts)) == 2 for ts in asked))
        times = [call.at_s for call in slack.calls("assistant.threads.setStatus")]
        later = [at_s for at_s in times if at_s > times[len(asked) - 1]]
        # Half of the 600 a minute that Slack takes, each counted once more for where it began.
        assert len(later) <= 5 * (times[-1] - times[0]) + len(asked)
        assert bot.desk.pool.held == 0


@conversation
async def test_when_the_line_is_full_it_is_said(data: Path, bot_in: BotIn) -> None:
    reader = Reader(data, delay_s=0.3)
    async with (
        Workspace() as slack,
        bot_in(slack, data, reader, slack_workers=1, slack_waiting=0),
    ):
        slack.channel("#news", members=["U1"])
        for n in range(2):
            await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}")
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "Try again in a minute" in words_of(slack.ephemerals("U1")[0])


@conversation
async def test_a_failure_is_said_with_an_id_and_without_its_cause(
    data: Path, bot_in: BotIn
) -> None:
    reader = Reader(data, fails={"boom": RuntimeError("xoxb-secret")})
    async with Workspace() as slack, bot_in(slack, data, reader):
        slack.channel("#news", members=["U1"])
        await slack.post("U1", "#news", "<@BOT> boom?")
        await slack.until(lambda: slack.ephemerals("U1"))
        said = words_of(slack.ephemerals("U1")[0])
        assert "Something broke" in said and "(id " in said and "secret" not in said


@conversation
async def test_what_was_begun_is_finished_when_the_bot_stops(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack:
        slack.channel("#news", members=["U1"])
        async with bot_in(slack, data, Reader(data, delay_s=0.3)):
            ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
            await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        assert len(slack.thread("#news", ts)) == 2


@conversation
async def test_what_could_not_be_finished_is_taken_up_by_the_next_process(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace() as slack:
        slack.channel("#news", members=["U1"])
        async with bot_in(slack, data, Reader(data, delay_s=1.0), slack_stop_s=0):
            ts = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
            await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        assert len(slack.thread("#news", ts)) == 1
        async with bot_in(slack, data):
            await slack.until(lambda: len(slack.thread("#news", ts)) == 2)
            await slack.quiet()
        assert len(slack.thread("#news", ts)) == 2


@conversation
async def test_whoever_asks_too_often_is_told_when_to_try_again(data: Path, bot_in: BotIn) -> None:
    async with Workspace() as slack, bot_in(slack, data, slack_person_a_minute=1):
        slack.channel("#news", members=["U1"])
        first = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: len(slack.thread("#news", first)) == 2)
        second = await slack.post("U1", "#news", f"<@BOT> {LEADS}")
        await slack.until(lambda: slack.ephemerals("U1"))
        assert "1 question a minute. Try again in" in words_of(slack.ephemerals("U1")[0])
        assert len(slack.thread("#news", second)) == 1


@conversation
async def test_questions_that_come_together_are_acknowledged_before_any_is_begun(
    data: Path, bot_in: BotIn
) -> None:
    async with Workspace(rates=False) as slack, bot_in(slack, data, slack_person_a_minute=0):
        slack.channel("#news", members=["U1"])
        asked = [await slack.post("U1", "#news", f"<@BOT> {LEADS} {n}") for n in range(10)]
        await slack.until(lambda: slack.calls("assistant.threads.setStatus"))
        assert sum(attempt.acknowledged for attempt in slack.attempts()) == 2 * len(asked)
