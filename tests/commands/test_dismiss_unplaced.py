from server.campaigns.contact import receive
from tests.account import listening
from tests.world import World


async def test_a_dismissed_text_is_gone_and_all_admins_are_told(world: World) -> None:
    ada = await world.member("Ada", "admin")
    for n in range(2):
        await receive(world.scripts, "+12025550110", f"Hello {n}", f"SM{n}")
    async with listening(world.scripts) as heard:
        assert (await world.ask(ada, "dismiss_unplaced", text=1))["unplaced"] == 1
        (message,) = await heard.news()
        assert message["account"]["unplaced"] == 1
        assert (await world.ask(ada, "dismiss_unplaced", text=1))["unplaced"] == 1
        assert await heard.news() == []
    left = (await world.ask(ada, "list_unplaced"))["texts"]
    assert [text["text"] for text in left] == ["Hello 1"]
