"""The answers that texters have at hand: canned replies, tags, and the questions of a survey.

    set_tags ──▶ set_campaign_tags …
    the account   each campaign that has chosen some of them gets their new names

A refusal says in its details which entry is meant: `place` is its number in the list, from 1, and `answer` that of an
answer of a question.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import convert, to_builtins

from server.campaigns.merge import fields_in, unknown_field
from server.campaigns.message import taken_apart
from server.campaigns.reading import account_now, campaign_by, campaign_now
from server.errors import Refused
from server.limits import LIMITS
from server.store import at_hand as stored
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.at_hand import Canned, GivenAnswer, GivenCanned, GivenQuestion, GivenTag
from server.wire.replies import AtHand
from server.wire.things import Account, Campaign
from server.words.comparable import comparable

Place = dict[str, int]
"""The place of an entry, for the details of a refusal."""


async def set_canned_replies(scripts: Scripts, campaign: int, replies: Sequence[GivenCanned]) -> Campaign:
    """Set a campaign's canned replies, all of them in their order.

    Raises Refused.
    """
    given = [
        {**reply, "message": _taken_apart(reply["text"], {"place": place})}
        for place, reply in enumerate(_checked_replies(replies), 1)
    ]
    texts = [(reply["text"], {"place": place}) for place, reply in enumerate(given, 1)]
    return await _fitting(scripts, "set_canned_replies", campaign, texts, replies=given)


async def set_survey(scripts: Scripts, campaign: int, questions: Sequence[GivenQuestion]) -> Campaign:
    """Set a campaign's survey, all of its questions in their order.

    Raises Refused.
    """
    _at_most(len(questions), LIMITS.questions, "questions")
    _not_too_long(words for question in questions for words in _words_of(question))
    _different_ids([question.id for question in questions])
    given, texts = [], []
    for place, question in enumerate(questions, 1):
        asked = _label(question.question, {"place": place})
        if not question.answers:
            raise Refused("no_answers", details={"place": place})
        _at_most(len(question.answers), LIMITS.answers, "answers to a question", {"place": place})
        _different_ids([answer.id for answer in question.answers])
        answers = [_answer(answer, {"place": place, "answer": nth}) for nth, answer in enumerate(question.answers, 1)]
        _different([answer["answer"] for answer in answers], "answer", {"place": place})
        texts += [
            (answer["reply"], {"place": place, "answer": nth})
            for nth, answer in enumerate(answers, 1)
            if "reply" in answer
        ]
        given.append(_present({"id": question.id, "question": asked, "answers": answers}))
    _different([question["question"] for question in given], "place")
    return await _fitting(scripts, "set_survey", campaign, texts, questions=given)


async def set_tags(scripts: Scripts, tags: Sequence[GivenTag]) -> Account:
    """Set the account's tags, all of them in their order, and give campaigns their new names.

    Stopped half-way, the chore `rename_tags` goes on.

    Raises Refused.
    """
    _at_most(len(tags), LIMITS.tags, "tags")
    _different_ids([tag.id for tag in tags])
    names = [_label(tag.name, {"place": place}) for place, tag in enumerate(tags, 1)]
    _different(names, "place")
    given = [_present({"id": tag.id, "name": name}) for tag, name in zip(tags, names, strict=True)]
    await scripts.run("set_tags", tags=given)
    await rename_tags(scripts)
    return await account_now(scripts)


async def rename_tags(scripts: Scripts) -> None:
    """Give the tags that campaigns have chosen the names that they have in the account. This is a chore.

    Raises Refused (try_again).
    """
    named, campaigns = await stored.account_tags(scripts), await lookups.campaigns(scripts)
    for campaign, chosen in zip(campaigns, await stored.chosen_tags(scripts, campaigns), strict=True):
        if any(named.get(tag, name) != name for tag, name in chosen.items()):
            await scripts.run("set_campaign_tags", campaign, named=_named(named))


async def set_campaign_tags(scripts: Scripts, campaign: int, tags: Sequence[int]) -> Campaign:
    """Choose the tags that texters may put on conversations of a campaign.

    Raises Refused.
    """
    named = _named(await stored.account_tags(scripts))
    return await campaign_by("set_campaign_tags", scripts, campaign, tags=list(dict.fromkeys(tags)), named=named)


async def at_hand(scripts: Scripts, campaign: int, member: int, texter: int | None = None) -> AtHand:
    """Return all that a member has at hand in a campaign. `texter` must be a sender; None for admins.

    Raises Refused.
    """
    theirs = await scripts.run("list_at_hand", campaign, texter=texter)
    return convert({**theirs, "own": await stored.own_replies(scripts, member)}, AtHand)


async def set_own_replies(scripts: Scripts, member: int, replies: Sequence[GivenCanned]) -> list[Canned]:
    """Set a member's own canned replies, all of them in their order.

    Raises Refused.
    """
    given = _in_form(replies)
    return convert(await scripts.run("set_own_replies", member=member, replies=given), list[Canned])


async def set_account_canned(scripts: Scripts, replies: Sequence[GivenCanned]) -> list[Canned]:
    """Set the canned replies with which campaigns start, all of them in their order.

    Raises Refused.
    """
    given = _in_form(replies)
    return convert(await scripts.run("set_account_canned", replies=given), list[Canned])


async def own_message(scripts: Scripts, member: int, id: int) -> str:
    """Return one of a member's own canned replies, as lua/campaign/draft_reply.lua takes it.

    Raises Refused unknown_reply, try_again.
    """
    for reply in await stored.own_replies(scripts, member):
        if reply["id"] == id:
            return taken_apart(reply["text"])
    raise Refused("unknown_reply")


def _in_form(replies: Sequence[GivenCanned]) -> list[dict[str, Any]]:
    """Return replies of no campaign: their merge fields are in form, and needn't fit anybody yet."""
    given = _checked_replies(replies)
    for place, reply in enumerate(given, 1):
        _taken_apart(reply["text"], {"place": place})
    return given


def _checked_replies(replies: Sequence[GivenCanned]) -> list[dict[str, Any]]:
    _at_most(len(replies), LIMITS.canned_replies, "canned replies")
    _not_too_long(words for reply in replies for words in (reply.title, reply.text))
    _different_ids([reply.id for reply in replies])
    for place, reply in enumerate(replies, 1):
        if not comparable(reply.text):
            raise Refused("empty_text", details={"place": place})
    return [
        _present({"id": reply.id, "title": _label(reply.title, {"place": place}), "text": reply.text})
        for place, reply in enumerate(replies, 1)
    ]


def _words_of(question: GivenQuestion) -> list[str]:
    return [question.question, *(f"{each.answer}{each.reply or ''}" for each in question.answers)]


def _answer(answer: GivenAnswer, place: Place) -> dict[str, Any]:
    reply = answer.reply if answer.reply and comparable(answer.reply) else None
    message = _taken_apart(reply, place) if reply else None
    return _present({"id": answer.id, "answer": _label(answer.answer, place), "reply": reply, "message": message})


def _label(words: str, place: Place) -> str:
    """Return a title, name, question or answer on one line."""
    label = " ".join(words.split())
    if not comparable(label):
        raise Refused("empty_label", details=dict(place))
    if len(label) > LIMITS.label:
        raise Refused("label_too_long", details=dict(place))
    return label


def _taken_apart(text: str, place: Place) -> str:
    try:
        return taken_apart(text)
    except Refused as refused:
        raise Refused(refused.code, refused.sentence, {**(refused.details or {}), **place}) from refused


async def _fitting(
    scripts: Scripts, verb: str, campaign: int, texts: Iterable[tuple[str, Place]], **given: Any
) -> Campaign:
    """Run a verb with texts that must fit the contacts. The refusal of a field says in which text it is."""
    try:
        return await campaign_by(verb, scripts, campaign, **given)
    except Refused as refused:
        if refused.code != "unknown_field" or refused.details is None:
            raise
        field = refused.details["field"]
        found = [each for each in texts if any(one["f"] == field for one in fields_in(each[0]))]
        if not found:  # the store has cut the name short, at a NUL
            raise
        text, place = found[0]
        offered = [offer.field for offer in (await campaign_now(scripts, campaign)).merge_fields]
        said = unknown_field(text, field, offered)
        raise Refused(said.code, said.sentence, {**(said.details or {}), **place}) from refused


def _at_most(count: int, most: int, what: str, place: Place | None = None) -> None:
    if count > most:
        raise Refused("too_many", f"There can be at most {most} {what}. Take some off.", dict(place or {}) or None)


def _not_too_long(words: Iterable[str]) -> None:
    characters = sum(map(len, words))
    if characters > LIMITS.list_characters:
        most = f"{LIMITS.list_characters:,}"
        raise Refused("too_many", f"Together these have {characters:,} characters, and can have {most}. Shorten some.")


def _different_ids(ids: Iterable[int | None]) -> None:
    given = [id for id in ids if id is not None]
    if len(set(given)) < len(given):
        raise Refused("bad_arguments", "The same id is there twice.")


def _different(names: Sequence[str], called: str, place: Place | None = None) -> None:
    """Refuse a name that is the same as one before, when they are compared. `called` is the place's name in details."""
    seen = set()
    for nth, name in enumerate(map(comparable, names), 1):
        if name in seen:
            raise Refused("same_label", details={**(place or {}), called: nth})
        seen.add(name)


def _named(tags: dict[int, str]) -> list[dict[str, Any]]:
    return [{"id": id, "name": name} for id, name in tags.items()]


def _present(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without what is None, as the scripts take it."""
    return {name: to_builtins(value) for name, value in entry.items() if value is not None}
