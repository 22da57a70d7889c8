"""Commands of admins: the account and its members."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from server.campaigns.reading import account_now, member_now
from server.campaigns.senders import disable
from server.campaigns.settings import LARGEST_BATCH
from server.commands.table import Asking, Commands, Id, Limit
from server.errors import Refused
from server.people.members import token_id
from server.things import Thing
from server.words.stop_words import CARRIERS, LANGUAGES

commands = Commands()


@commands
async def set_default_batch_size(asking: Asking, *, size: Id | None) -> Thing:
    """The batch size that self assignment starts with on other campaigns from now on; null: back to 300."""
    if size is not None and not 1 <= size <= LARGEST_BATCH:
        raise Refused("batch_size_out_of_range")
    await asking.scripts.run("set_default_batch_size", size=size)
    return await account_now(asking.scripts)


@commands
async def list_stop_languages(asking: Asking) -> dict[str, list[Thing]]:
    """The languages whose stop words can be chosen, as {language, name, stop, start}; the first are the carriers' own
    words, with null for the language: they always count."""
    choices = [(None, CARRIERS), *LANGUAGES.items()]
    return {"languages": [{"language": code, **msgspec.to_builtins(words)} for code, words in choices]}


@commands
async def set_stop_languages(asking: Asking, *, languages: Sequence[str] | None) -> Thing:
    """Choose the languages whose stop words count, by their codes; null: back to the default."""
    if unknown := [code for code in languages or () if code not in LANGUAGES]:
        known = ", ".join(LANGUAGES)
        raise Refused("bad_arguments", f"There are no stop words for “{unknown[0][:50]}”. Choose among {known}.")
    stored = None if languages is None else " ".join(dict.fromkeys(languages))
    await asking.scripts.run("set_stop_languages", languages=stored)
    return await account_now(asking.scripts)


@commands
async def list_unplaced(asking: Asking, *, after: Id | None = None, limit: Limit = 100) -> Thing:
    """A page of the texts that no texter gets, from phones in no campaign or opted out, oldest first: {id, phone, text,
    at (ms), opted_out, campaign, conversation}, the last two null for a phone in no campaign."""
    page = await asking.scripts.run("list_unplaced", after=after, limit=limit)
    texts = [{"campaign": None, "conversation": None, **text} for text in page["texts"]]
    return {"texts": texts, "next": page.get("next")}


@commands
async def dismiss_unplaced(asking: Asking, *, text: Id) -> Thing:
    """Take one of those texts off the list."""
    await asking.scripts.run("dismiss_unplaced", text=text)
    return await account_now(asking.scripts)


@commands
async def invite_member(asking: Asking, *, email: str, name: str, role: Literal["admin", "texter"]) -> Thing:
    """Add a member, and mail them a link if a mail server is set up; for one who is there already, only a fresh link.

    Gives the member, and with it `link`, the path to pass on; `sent`, whether it was mailed; `sentence`, which says so.
    """
    member = await asking.members.add(email, name, role)
    link = (await asking.members.sign_in_link(member)).replace("/sign-in/", "/invite/")
    sent, sentence = await asking.mail.invite(member, link, asking.me)
    return {**await member_now(asking.scripts, member.id), "link": link, "sent": sent, "sentence": sentence}


@commands
async def change_role(asking: Asking, *, member: Id, role: Literal["admin", "texter"]) -> Thing:
    """Make a member an admin, or a texter only."""
    await asking.scripts.run("change_role", member=member, role=role)
    return await member_now(asking.scripts, member)


@commands
async def disable_member(asking: Asking, *, member: Id) -> Thing:
    """Keep a member out from now on; what they hold open in any campaign becomes unassigned."""
    await disable(asking.scripts, member)
    return await member_now(asking.scripts, member)


@commands
async def enable_member(asking: Asking, *, member: Id) -> Thing:
    """Let a disabled member sign in again."""
    await asking.scripts.run("enable_member", member=member)
    return await member_now(asking.scripts, member)


@commands
async def list_tokens(asking: Asking) -> dict[str, list[Thing]]:
    """Every API token, without the token itself: whose it is, when it was made and last used."""
    return {"tokens": await asking.scripts.run("list_tokens")}


@commands
async def revoke_token(asking: Asking, *, token: str) -> Thing:
    """End an API token: by its id of `list_tokens`, or by the token itself."""
    revoked: Thing = await asking.scripts.run("revoke_token", token=token_id(token))
    return revoked
