"""Writes a store of every kind that this version can store, and keeps it in a file: see tests/upgrades/kept.py.

    python -m tests.upgrades.keep_store URL-OF-AN-EMPTY-STORE FILE

That of schema 1 was written in the tree of commit 30294b0, with this file and kept.py put into its tests/ (there,
`Scripts` took the client itself). Run it before a schema is raised: the new version then has a store of the one
before to upgrade.
"""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from redis.asyncio import Redis

from server.campaigns import contact
from server.campaigns.attached import Attached
from server.config import Config
from server.people.cookies import Visitor, digest
from server.people.members import Members
from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.upgrades.kept import write
from tests.world import World

UNKNOWN = "+12125550199"


async def arrange(world: World) -> None:
    """Have an organisation work for a while."""
    root = await world.member("Root", "admin")
    ana, ben = await world.member("Ana"), await world.member("Ben")
    await settings(world)
    await credentials(world)
    active = await working(world)
    await asleep(world)
    draft = await world.campaign(contacts=5, launch=False, title="Draft", carrier="simulator", fields={"Team": "Red"})
    await world.imported(draft, "Phone,First name,Town\n2125550150,Zoë,Łódź\n2125550151,Jo,\n")
    await world.scripts.run("set_picture", draft, token="1-p", picture="/9g=")
    await world.scripts.run("look_up_numbers", draft, after=0, most=20)
    await world.scripts.run("note_lookups", draft, answers=[[1, "landline"], [2, "mobile"]])
    for title, command in (("Paused", "pause_campaign"), ("Archived", "archive_campaign")):
        campaign = await world.campaign(contacts=4, title=title)
        texter = await world.texter(campaign, "Ben")
        await texter.request()
        await texter.send_initial((await texter.holds("initial"))[0])
        await world.ask(root, command, campaign=campaign)
    await world.scripts.run("remove_sender", active, member=ben.id, most=3)  # interrupted: a chore finishes it
    gone = await world.member("Gone")
    await world.scripts.run("disable_member", member=gone.id)
    await world.scripts.run("arrive", members=[ana.id], hub="one")
    report = {"host": "here", "pid": 1, "version": "0.1.0", "sockets": {"texter": 1, "admin": 0}}
    await world.scripts.run("report_process", process="one", report=report)
    await world.scripts.run("begin_chore", chore="turn_hours", period=5000, process="here:1")


async def settings(world: World) -> None:
    """Everything that can be set for the account."""
    run = world.scripts.run
    await run("set_default_batch_size", size=20)
    await run("set_default_hours", hours="")
    await run("set_carrier", carrier="simulator", per_second=4.0, per_day=2000, price="0.0079", picture_price="0.02")
    await run("set_default_carrier", carrier="simulator")
    await run("set_currency", currency="CAD")
    await run("set_automatic_text", setting="confirm_opt_out", text="You get no more texts.")
    await run("set_automatic_text", setting="help_text", text="We are the park crew.")
    await run("set_stop_languages", languages="de")
    await run("grant_segments", grant="g", carrier="simulator", numbers="", wanted=[1, 2])
    await run("catch_up", carrier="simulator")
    await run("note_carrier", carrier="telnyx", trouble="It has no numbers.")
    await run("opt_out_phones", phones=["+12125550190"], how="import")
    await contact.receive(world.scripts, UNKNOWN, "Who is this?", "SM-unknown")


async def credentials(world: World) -> None:
    """Everything that lets somebody in: passwords, sessions, tokens and links."""
    visitor = Visitor(address="192.0.2.7", device="d")
    for name, role in (("Root", "admin"), ("Ana", "texter")):
        member = await world.member(name, role)
        signed_in = await world.members.use_link(
            (await world.members.sign_in_link(member)).removeprefix("/sign-in/"), "press", visitor
        )
        await world.members.set_password(signed_in, f"password of {name}")
        await world.scripts.run("add_token", member=member.id, token=digest(f"token of {name}"), name="for a script")
        await world.members.sign_in_link(member)
    await world.scripts.run("attempt_password", emails=["nobody@x.org"], address="192.0.2.8")
    await world.scripts.run("secret_key", offered="the key that signs cookies")


async def working(world: World) -> int:
    """A campaign at its height: conversations in every lane, texts in every state."""
    run, campaign = world.scripts.run, await world.campaign(contacts=30, budget="50", sender_link=True)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request("once")
    await ben.request()
    sent = await ana.send_initials()
    for conversation, words in zip(sent, ("Yes!", "No", "STOP", "HELP", "Who is this?", "STOP"), strict=False):
        phone = (await world.conversation(campaign, conversation))["contact"]["phone"]
        picture = [Attached("simulator:picture:1", "image/png")] if words == "Yes!" else 0
        await contact.receive(world.scripts, phone, words, f"SM{conversation}", picture, carrier="simulator")
    await ana.send_reply(sent[0], last_seen=2)
    await ana.close(sent[1])
    await contact.undo_opt_out(world.scripts, campaign, sent[2], "Root")
    await contact.opt_out_by(world.scripts, campaign, sent[4], texter=ana.id, name="Ana", text="Bye.")
    for carrier, status in (("one", "sent"), ("two", "delivered"), ("three", "failed"), ("simulator.gone", "")):
        for text in await run("take_texts", campaign, carrier=carrier, name="simulator", count=2, price=7900):
            name = {"conversation": text["conversation"], "text": text["id"]}
            if status:
                await run("report_text", campaign, **name, status=status)
                place = {"campaign": campaign, **name, "at": await world.scripts.now()}
                reference = f"ref-{text['conversation']}"
                number = {"phone": text["phone"], "number": "+12125550100"}
                await run("note_sent", carrier="simulator", reference=reference, place=place, **number)
            else:  # its process was killed a minute ago and more
                taken = keys.under(keys.campaign(campaign), "sending")
                await world.scripts.redis.hset(taken, f"{text['conversation']}:{text['id']}", f"{carrier}:0")
    await run("give_up_texts", campaign)
    await run("find_sent", carrier="simulator", reference="early", status="failed", why="It came back.")
    await run("take_texts", campaign, carrier="simulator.here", name="simulator", count=1, price=7900)
    await ana.release(("quiet",), most=1)
    for conversation, words in zip(sent[6:], ("Grüße 👋", "Hello", "HELP", "STOP"), strict=True):
        phone = (await world.conversation(campaign, conversation))["contact"]["phone"]
        await contact.receive(world.scripts, phone, words, f"SM{conversation}", carrier="simulator")
    by = {"name": "Root", "move": "1"}
    await run("unassign", campaign, holder=ben.id, lanes=["initial"], most=2, by=by)
    return campaign


async def asleep(world: World) -> None:
    """A campaign whose contacts sleep: one text waits for their morning, the others for bulk send."""
    campaign = await world.campaign(contacts=5, title="Asleep", bulk_send=True, batch_size=2)
    texter = await world.texter(campaign, "Ben")
    await texter.request()
    await texter.send_initials()
    now = datetime.now(ZoneInfo("America/New_York"))
    begin = (now + timedelta(hours=8)).replace(minute=0)
    hours = {"from": f"{begin:%H:%M}", "to": f"{begin + timedelta(minutes=30):%H:%M}"}
    await world.ask(await world.member("Root", "admin"), "update_campaign", campaign=campaign, hours=hours)
    assert await world.scripts.run("take_texts", campaign, carrier="one", name="simulator", count=9) == []
    assert await world.scripts.run("send_bulk", campaign, most=9) == 0


async def keep(url: str, file: Path) -> None:
    """Write the store, and keep it."""
    async with Redis.from_url(url) as redis:
        assert not await redis.keys("*"), "the store isn't empty"
        scripts = Scripts(Nodes(redis))
        world = World(scripts, Members(scripts, Config(secret_key="for tests")))
        await arrange(world)
        await write(world, file)


if __name__ == "__main__":
    asyncio.run(keep(sys.argv[1], Path(sys.argv[2])))
