import pytest

from server.campaigns.contact import receive
from tests.world import World


async def test_an_admin_pages_through_them_oldest_first(world: World) -> None:
    ada = await world.member("Ada", "admin")
    for n in range(5):
        await receive(world.scripts, f"+1202555011{n}", f"Hello {n}", f"SM{n}")
    texts: list[str] = []
    after = None
    for length in (2, 2, 1):
        page = await world.ask(ada, "list_unplaced", after=after, limit=2)
        assert len(page["texts"]) == length
        texts += [text["text"] for text in page["texts"]]
        after = page["next"]
    assert (texts, after) == ([f"Hello {n}" for n in range(5)], None)


@pytest.mark.parametrize("args", [{"after": "x"}, {"limit": 0}, {"limit": 101}])
async def test_what_is_no_page_is_refused(world: World, args: dict[str, object]) -> None:
    ada = await world.member("Ada", "admin")
    async with world.refused("bad_arguments"):
        await world.ask(ada, "list_unplaced", **args)
