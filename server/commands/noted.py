"""The admins' commands, each noted in the audit once it is done. All of them pass through here."""

from collections.abc import Mapping
from typing import Any

from server.commands.table import Asking, Commands
from server.people import deeds
from server.wire.things import Member

READINGS = {
    *(
        "open_admin",
        "watch_campaign",
        "campaign_history",
        "list_ledger",
        "list_conversations",
        "open_conversation",
        "preview_message",
    ),
    *("list_stop_languages", "list_unplaced", "list_tokens", "list_deeds", "list_at_hand", "board_history"),
    *("list_opt_outs", "list_account_canned", "list_sign_ins"),
    *("search_people", "open_person"),
    *("list_carriers", "estimate_campaign", "price_lookup"),
}
"""Commands that change nothing, so that there is nothing to note. Every other one is noted."""


class NotedCommands(Commands):
    """A table of commands whose deeds are noted. One that is refused has done nothing."""

    async def run(self, asking: Asking, name: str, args: dict[str, Any]) -> Any:
        """Check the arguments, run a command, and note it.

        Raises Refused.
        """
        answer = await super().run(asking, name, args)
        if name not in READINGS:
            campaign, member = concerned(args, answer)
            await deeds.note(asking.scripts, asking.me, name, args, campaign, member)
        return answer


def concerned(args: Mapping[str, Any], answer: Any) -> tuple[int | None, int | None]:
    """Return the campaign and the member whom a command concerns: named by its arguments, or made by it."""
    member = answer.id if isinstance(answer, Member) else getattr(answer, "member", None)
    return args.get("campaign", getattr(answer, "campaign", None)), args.get("member", member)
