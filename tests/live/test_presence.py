"""Presence, told by several hubs, one of which is on a host whose clock is off."""

from pathlib import Path

import pytest

from server.client import Client
from tests.processes import hub_process
from tests.world import World

OFF = """
import time
right = time.time
time.time = lambda: right() + ({seconds})
"""


@pytest.mark.parametrize("seconds", [-3_600, 3_600], ids=["an hour behind", "an hour ahead"])
async def test_hubs_agree_who_is_online_whatever_their_hosts_clocks_say(
    store_url: str, world: World, tmp_path: Path, seconds: int
) -> None:
    (tmp_path / "sitecustomize.py").write_text(OFF.format(seconds=seconds))  # Python runs this at its start
    members = {name: await world.member(name) for name in ("Ana", "Ben", "Cleo")}
    tokens = {name: await world.members.token(member) for name, member in members.items()}
    root = await world.members.token(await world.member("Root", "admin"))

    def online(client: Client, name: str) -> bool:
        thing = client.thing("presence", members[name].id)
        return bool(thing and thing["online"])

    async with (
        hub_process(store_url) as right,
        hub_process(store_url, PYTHONPATH=str(tmp_path)) as off,
        Client(right.url, root, "/ws/admin") as at_right,
        Client(off.url, root, "/ws/admin") as at_off,
    ):
        opened = [await admin.ask("open_admin") for admin in (at_right, at_off)]
        assert abs(opened[0]["now"] - opened[1]["now"]) < 60_000
        async with Client(right.url, tokens["Ana"]), Client(off.url, tokens["Ben"]):
            for admin in (at_right, at_off):
                await admin.until(lambda admin: online(admin, "Ana") and online(admin, "Ben"))
            async with Client(off.url, tokens["Cleo"]):  # each hub looks again, and drops nobody whom the other shows
                for admin in (at_right, at_off):
                    await admin.until(lambda admin: online(admin, "Cleo"))
                    assert online(admin, "Ana")
                    assert online(admin, "Ben")
            seen = [admin.thing("presence", members[name].id) for admin in (at_right, at_off) for name in members]
        for admin in (at_right, at_off):
            await admin.until(lambda admin: not online(admin, "Ana") and not online(admin, "Ben"))
    store = (await world.scripts.now()) / 1000
    assert all(thing and abs(thing["v"] / 1000 - store) < 60 for thing in seen)
