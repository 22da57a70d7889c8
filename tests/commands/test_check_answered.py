import pytest

from server.campaigns.check import check
from server.store import keys
from tests.commands.test_note_answered import two_answers
from tests.world import World


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (("SREM", "answered", 2), "Its contact wrote, and isn't noted to have."),
        (("SADD", "answered", 1), "Its contact is noted to have written, and hasn't."),
        (("ZADD", "replying", 5, 4), "By its counter it has 2 conversations that wait for an answer; counted, they"),
    ],
)
async def test_a_wrong_note_is_found(world: World, broken: tuple[str, str, *tuple[int, ...]], sentence: str) -> None:
    campaign = await two_answers(world)
    assert (await check(world.scripts)).faults == []
    command, name, *rest = broken
    await world.scripts.ask((command, keys.under(keys.campaign(campaign), name), *rest))
    [fault] = (await check(world.scripts)).faults
    assert fault.sentence.startswith(sentence)
