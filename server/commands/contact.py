"""What a contact does: writes, and says stop. Carriers call these with what comes in."""

from server import keys
from server.scripts import Scripts

STOP_WORDS = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
"""A text that is one of these and nothing else asks for no more texts: CTIA's messaging principles, Twilio's list."""


def says_stop(text: str) -> bool:
    """Whether a text is one of the words that mean: no more texts."""
    return text.strip().strip(".!\"'").lower().replace("-", "").replace(" ", "") in STOP_WORDS


async def receive(scripts: Scripts, phone: str, text: str, reference: str) -> None:
    """Take in a text from a contact; `reference` is the carrier's name for it, and the same one again changes nothing.

    Goes to the conversation that texted this phone last; a text from a phone that we never texted is nobody's.

    Raises Refused.
    """
    at: bytes | None
    [at] = await scripts.ask(("HGET", keys.under(keys.ACCOUNT, "phones"), phone))
    if at is None:
        return
    campaign, conversation = map(int, at.split(b":"))
    stop = says_stop(text)
    if stop:
        await scripts.run("opt_out_phone", phone=phone)
    await scripts.run("receive_text", campaign, conversation=conversation, text=text, reference=reference, stop=stop)
    if stop:
        await opt_out_everywhere(scripts, phone)


async def opt_out_everywhere(scripts: Scripts, phone: str) -> None:
    """No more texts to this phone: noted in the account first, then in each campaign. Doing it again finishes it.

    Raises Refused (try_again).
    """
    await scripts.run("opt_out_phone", phone=phone)
    campaigns = (await scripts.run("describe_account"))["campaigns"]
    found = await scripts.ask(*(("HGET", keys.under(keys.campaign(id), "phones"), phone) for id in campaigns))
    for campaign, conversation in zip(campaigns, found, strict=True):
        if conversation:
            await scripts.run("opt_out", campaign, conversation=int(conversation))
