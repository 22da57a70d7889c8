"""The conversation that a contact's text belongs to, when several campaigns have the same person. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

STATUSES = ("active", "paused", "draft", "archived")
"""By how soon somebody there can answer: now, once it is resumed, once it is launched, never."""


@dataclass(frozen=True, slots=True)
class Place:
    """One campaign's conversation with the person, the campaign's title and status, and when we last texted there (ms;
    None: never)."""

    campaign: int
    conversation: int
    title: str
    status: str
    texted: int | None


def chosen(
    places: Iterable[Place], last: tuple[int, int] | None, by_number: tuple[int, int] | None = None
) -> Place | None:
    """Return the place to which an answer goes, or None if no campaign has the person.

    `last` is the (campaign, conversation) whose text a carrier handed over last, `by_number` the one whose text came
    last from the number that the person writes to. The first that is there:

        1. not archived, and the last text from that number came from it: the person sees one thread with the number
        2. active, and the last text came from it
        3. active, and we have texted there: the latest
        4. active: the newest campaign
        5. by the rules 2 to 4 a paused campaign, then a draft, then an archived one
    """

    def order(place: Place) -> tuple[bool, int, bool, float, int]:
        same_thread = (place.campaign, place.conversation) == by_number and place.status != "archived"
        is_last = (place.campaign, place.conversation) == last
        texted = -float("inf") if place.texted is None else place.texted
        return not same_thread, STATUSES.index(place.status), not is_last, -texted, -place.campaign

    return min(places, key=order, default=None)


def also_in(places: Iterable[Place], campaign: int) -> list[str]:
    """Return the titles of the other campaigns that a texter of this one should know of: those that are active, or have
    texted the person. The newest five."""
    others = [
        place
        for place in places
        if place.campaign != campaign and (place.status == "active" or place.texted is not None)
    ]
    return [place.title for place in sorted(others, key=lambda place: -place.campaign)[:5]]
