"""Nothing stays with someone who can't answer it, also when the process that took them out didn't live to finish."""

from server.campaigns.chunks import in_chunks
from server.errors import Refused
from server.store.scripts import Scripts


async def finish_removals(scripts: Scripts) -> None:
    """Finish in every campaign. It does no harm that several processes do it, and one that removes somebody.

    Raises Refused (try_again).
    """
    account = await scripts.run("describe_account")
    disabled = [member["id"] for member in account["members"] if member["disabled"]]
    for campaign in account["campaigns"]:
        try:
            await in_chunks(scripts, "finish_removals", campaign, disabled=disabled)
        except Refused as refused:
            if refused.code != "unknown_campaign":  # listed, and not made yet
                raise
