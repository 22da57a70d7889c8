"""Commands of admins: the account."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import UNSET, UnsetType, convert

from server.campaigns import automatic
from server.campaigns.automatic import AutomaticKind, AutomaticText
from server.campaigns.reading import account_now
from server.campaigns.settings import TextingHours, stored_hours
from server.commands.table import Asking, Commands
from server.contacts import zones
from server.errors import Refused
from server.people.members import one_line
from server.wire.arguments import BatchSize, HoursBetween, Limit, RetentionDays, TextId, limited
from server.wire.parts import LARGEST_INTEGER
from server.wire.replies import Deed, Deeds, StopLanguage, StopLanguages, Unplaced
from server.wire.things import Account
from server.words.stop_words import CARRIERS, LANGUAGES

commands = Commands()

DeedId = Annotated[int, limited("The `next` of the page before.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]


@commands
async def set_organisation(
    asking: Asking,
    *,
    name: Annotated[str | UnsetType, limited("Its name; left out: it stays.")] = UNSET,
    time_zone: Annotated[
        str | UnsetType | None, limited("A time zone, by its name of IANA; null: none; left out: it stays.")
    ] = UNSET,
) -> Account:
    """Set the organization's name, and the time zone of its reports."""
    zone = time_zone and zones.time_zone(time_zone)
    if time_zone and not zone:
        raise Refused("bad_time_zone")
    given = None if name is UNSET else one_line(name)
    chosen = None if time_zone is UNSET else zone or ""
    await asking.scripts.run("set_organisation", name=given, time_zone=chosen)
    return await account_now(asking.scripts)


@commands
async def set_default_batch_size(asking: Asking, *, size: BatchSize | None) -> Account:
    """The batch size that self assignment starts with on other campaigns from now on; null: back to 300."""
    await asking.scripts.run("set_default_batch_size", size=size)
    return await account_now(asking.scripts)


@commands
async def set_default_hours(asking: Asking, *, hours: TextingHours = UNSET) -> Account:
    """The texting hours of campaigns that are made from now on; null: any time; left out: back to 9 to 21."""
    await asking.scripts.run("set_default_hours", hours=stored_hours(hours))
    return await account_now(asking.scripts)


@commands
async def set_retention(asking: Asking, *, days: RetentionDays | None) -> Account:
    """Delete contacts' data so many days after their campaign was archived; null: keep them for ever."""
    await asking.scripts.run("set_retention", days=days)
    return await account_now(asking.scripts)


@commands
async def set_hours_between(asking: Asking, *, hours: HoursBetween | None) -> Account:
    """Set the hours between two campaigns' texts to one phone, unless its owner wrote; 0: off; null: back to 6."""
    await asking.scripts.run("set_hours_between", hours=hours)
    return await account_now(asking.scripts)


@commands
async def list_stop_languages(asking: Asking) -> StopLanguages:
    """List the languages whose stop words can be chosen."""
    choices = [(None, CARRIERS), *LANGUAGES.items()]
    return StopLanguages(
        languages=[
            StopLanguage(
                language=code, name=words.name, stop=list(words.stop), start=list(words.start), help=list(words.help)
            )
            for code, words in choices
        ]
    )


@commands
async def set_stop_languages(
    asking: Asking,
    *,
    languages: Annotated[Sequence[str] | None, limited("Codes of `list_stop_languages`; null: back to the default.")],
) -> Account:
    """Choose the languages whose stop words count."""
    if unknown := [code for code in languages or () if code not in LANGUAGES]:
        known = ", ".join(LANGUAGES)
        raise Refused("bad_arguments", f"There are no stop words for “{unknown[0][:50]}”. Choose among {known}.")
    stored = None if languages is None else " ".join(dict.fromkeys(languages))
    await asking.scripts.run("set_stop_languages", languages=stored)
    return await account_now(asking.scripts)


@commands
async def set_automatic_text(
    asking: Asking,
    *,
    kind: Annotated[AutomaticKind, limited("The text: that confirms an opt-out, or that answers who asks for help.")],
    text: AutomaticText,
) -> Account:
    """Set a text that goes out by itself; empty: none does."""
    await automatic.set_text(asking.scripts, kind, text)
    return await account_now(asking.scripts)


@commands
async def list_unplaced(asking: Asking, *, after: TextId | None = None, limit: Limit = 100) -> Unplaced:
    """List a page of the texts that no texter gets, from phones in no campaign or opted out, oldest first."""
    return convert(await asking.scripts.run("list_unplaced", after=after, limit=limit), Unplaced)


@commands
async def dismiss_unplaced(asking: Asking, *, text: TextId) -> Account:
    """Take one of those texts off the list."""
    await asking.scripts.run("dismiss_unplaced", text=text)
    return await account_now(asking.scripts)


@commands
async def list_deeds(
    asking: Asking,
    *,
    before: DeedId | None = None,
    limit: Limit = 100,
) -> Deeds:
    """List a page of the audit: which admin did what, newest first."""
    deeds = convert(await asking.scripts.run("list_deeds", before=before, limit=limit), list[Deed])
    return Deeds(deeds=deeds, next=deeds[-1].id if len(deeds) == limit else None)
