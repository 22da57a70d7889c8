"""The segments, the cost and the time of the first messages of a campaign that aren't sent yet."""

from typing import Any

from server.campaigns.reading import account_now, campaign_now
from server.carriers.forecast import Limit, day_of, rate_of, seconds_for
from server.carriers.midnights import midnights
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.amounts import MILLIONTHS
from server.wire.replies import Estimate

CONVERSATIONS_PER_SCRIPT = 500


async def estimate(scripts: Scripts, campaign: int) -> Estimate:
    """Render every first message, some at a time, and say what they come to, if nothing else goes out by their carrier.

    Raises Refused.
    """
    thing, account, now = await campaign_now(scripts, campaign), await account_now(scripts), await scripts.now()
    ends = midnights(now)
    texts, segments, used = await _counted(scripts, campaign, ends)
    limits, price = [Limit("campaign", thing.per_second, thing.per_day, used)], None
    if thing.carrier:
        terms = await scripts.run("carrier_limits", carrier=thing.carrier, numbers=thing.numbers, midnights=ends)
        limits += [Limit(**limit) for limit in terms["limits"]]
        price = terms.get("price")
    cost = None if price is None else segments * price
    if thing.picture and thing.picture_first:
        each, _ = await lookups.price_of(scripts, thing.carrier, "picture")
        cost = cost if each is None else texts * each
    rate = rate_of(limits)
    return Estimate(
        texts=texts,
        segments=segments,
        cost=None if cost is None else written(cost),
        currency=account.currency,
        per_minute=None if rate is None or not segments else rate * 60 * texts / segments,
        per_day=day_of(limits),
        seconds=seconds_for(segments, limits, (ends[0] - now) / 1000),
        until_midnight=(ends[0] - now) / 1000,
    )


async def _counted(scripts: Scripts, campaign: int, ends: list[int]) -> tuple[int, int, int]:
    """Return how many texts there are, how many segments, and how many segments the campaign has used today."""
    texts = segments = used = 0
    first: int | None = 1
    while first is not None:
        some: dict[str, Any] = await scripts.run(
            "estimate_messages", campaign, first=first, most=CONVERSATIONS_PER_SCRIPT, midnights=ends
        )
        texts, segments, used = texts + some["texts"], segments + some["segments"], some["used"]
        first = some.get("next")
    return texts, segments, used


def written(millionths: int) -> str:
    """Return an amount as people write it, to the hundredth, rounded up: "31.60"."""
    hundredths = -(-millionths * 100 // MILLIONTHS)
    return f"{hundredths // 100}.{hundredths % 100:02d}"
