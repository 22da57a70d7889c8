"""The answers about people across campaigns: those who were searched for, and all of one person."""

from typing import Annotated

from server.fields import said
from server.wire.parts import CampaignId, Lane, Part, Status
from server.wire.replies import UnplacedText
from server.wire.things import Conversation


class FoundPerson(Part, frozen=True, kw_only=True):
    """A person in a campaign."""

    campaign: CampaignId
    title: Annotated[str, said("The campaign's title.")]
    status: Annotated[Status, said("The campaign's status.")]
    conversation: Annotated[int, said("The id of the conversation.")]
    first_name: Annotated[str, said("The first name there.")]
    last_name: Annotated[str, said("The last name there.")]
    phone: Annotated[str, said("The phone number, in E.164.")]
    lane: Annotated[Lane, said("Where the conversation stands.")]
    holder: Annotated[str | None, said("The name of the sender who holds it; null: unassigned.")] = None
    opted_out: Annotated[bool, said("True when the phone has opted out of all texts.")]


class Found(Part, frozen=True, kw_only=True):
    """The people who fit a query."""

    people: Annotated[list[FoundPerson], said("Those of the newest campaign first; somebody in several comes often.")]
    more: Annotated[bool, said("True when there are more, or may be.")]
    hint: Annotated[str | None, said("What to type to find more, if that would help.")] = None


class PersonsOptOut(Part, frozen=True, kw_only=True):
    """The last time that a phone was opted out, or in again."""

    out: Annotated[bool, said("True: out; false: in again.")]
    by: Annotated[str | None, said("The name of the member who did it; null: nobody did.")] = None
    at: Annotated[int | None, said("When; null: an older version didn't note it.", "ms since 1970")] = None
    how: Annotated[str | None, said("The way it came: text, carrier, texter, admin, import or command.")] = None


class PersonsConversation(Conversation, frozen=True, kw_only=True, tag="conversation"):
    """A conversation of a person, with all its texts."""

    title: Annotated[str, said("The campaign's title.")]
    status: Annotated[Status, said("The campaign's status.")]
    holder_name: Annotated[str | None, said("The name of the sender who holds it; null: unassigned.")] = None


class Person(Part, frozen=True, kw_only=True):
    """A person across all campaigns."""

    phone: Annotated[str, said("The phone number, in E.164.")]
    names: Annotated[list[str], said("The different names that campaigns have for the person, the newest first.")]
    opted_out: Annotated[bool, said("True when the phone has opted out of all texts.")]
    opt_out: Annotated[PersonsOptOut | None, said("Who last opted them out or in; null: that was never noted.")] = None
    conversations: Annotated[list[PersonsConversation], said("Those of the newest campaign first.")]
    unplaced: Annotated[list[UnplacedText], said("The person's texts that no texter gets, oldest first.")]


class ErasedPerson(Part, frozen=True, kw_only=True):
    """The result of erasing a person."""

    conversations: Annotated[int, said("How many were erased now.", "conversations", least=0)]
    waiting: Annotated[list[int], said("Ids of campaigns in which a text to them is with the carrier: there it waits.")]
    unplaced: Annotated[int, said("Their texts that no texter got, and that were forgotten.", "texts", least=0)]
    opted_out: Annotated[bool, said("True when the phone stays noted as opted out.")]
    files: Annotated[list[str], said("Addresses of the files that came from them, which stay with the carrier.")]
    sentence: Annotated[str, said("All this in words.")]
