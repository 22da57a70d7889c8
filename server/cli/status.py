"""The state of a campaign, as a thing and in lines for people."""

from server.cli.account import account
from server.store.keys import OPEN_LANES
from server.things import Thing, campaign_thing, sender_thing


async def status(campaign: int) -> Thing:
    """Return the campaign thing, and in `sender_rows` a sender thing for each sender, by id.

    Raises Refused (unknown_campaign, try_again).
    """
    async with account() as (scripts, _):
        snapshot = await scripts.run("snapshot", campaign, texters=[], rows=True)
        members = {member["id"]: member for member in (await scripts.run("describe_account"))["members"]}
    rows = [
        sender_thing(campaign, snapshot["v"], row, members.get(row["id"], {}))
        for row in sorted(snapshot["texters"], key=lambda row: int(row["id"]))
        if row["sender"]
    ]
    return campaign_thing(snapshot["campaign"]) | {"sender_rows": rows}


def told(thing: Thing) -> list[str]:
    """Return the lines that tell how the campaign of such a thing stands."""
    rows = [("unassigned", thing["unassigned"]), *((row["name"], row) for row in thing["sender_rows"])]
    width = max(len(name) for name, _ in rows)
    return [
        f"{thing['title']}: {thing['status']}, {thing['contacts']:,} contacts, {thing['sent']:,} sent",
        " " * width + "".join(f"{lane:>12}" for lane in OPEN_LANES),
        *(f"{name:{width}}" + "".join(f"{counts[lane]:>12,}" for lane in OPEN_LANES) for name, counts in rows),
        f"closed {thing['closed']:,}, opted out {thing['opted_out']:,}",
    ]
