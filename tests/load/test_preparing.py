"""A load test makes members and a campaign on the store, and takes all of it out again."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.campaigns import contact
from server.client import Client
from server.errors import Refused
from server.load.plan import BadPlan, Plan, claim_plan, read_plan, read_tokens, write_plan
from server.load.preparing import clean, forget, people, person, prepare
from server.people.members import Members
from server.store import keys
from server.store.scripts import Scripts
from tests.stored import everything
from tests.world import Texter, World


async def test_all_that_is_prepared_is_taken_out_again(
    scripts: Scripts, members: Members, account: None, world: World
) -> None:
    before = await everything(scripts.redis)
    plan = await prepare(scripts, members, "a1b2c3", texters=3, admins=1, contacts=1_200, batch_size=7)
    thing = await world.counts(plan.campaign)
    assert (thing["carrier"], thing["status"], thing["contacts"], thing["senders"]) == ("simulator", "active", 1_200, 3)
    assert (len(plan.texters), len(plan.admins), len(plan.made)) == (3, 1, 4)
    texter = Texter(scripts, plan.campaign, plan.made[1])
    await scripts.run("approve_sender", plan.campaign, member=texter.id)
    await texter.request()
    first = (await texter.holds("initial"))[0]
    await texter.send_initials()
    phone = person(plan.campaign, first - 1)[0]
    await contact.receive(scripts, phone, "STOP", "SM1")
    await contact.receive(scripts, person(plan.campaign, 700)[0], "Hello?", "SM2")

    assert await clean(scripts, members, plan) == (1, 4)
    assert await clean(scripts, members, plan) == (1, 0)

    after = await everything(scripts.redis)
    left = {name for name, value in after.items() if value != before.get(name)}
    kept_for_a_day = {name for name in left if ":request:" in name or ":received:" in name}
    assert left - kept_for_a_day == {keys.campaign(plan.campaign), keys.ACCOUNT, keys.under(keys.ACCOUNT, "erased")}
    assert before.keys() <= after.keys()
    assert [member.name for member in await members.all()] == ["First"]
    assert (await scripts.run("describe_account"))["campaigns"] == []


@pytest.mark.parametrize("verb", ["create_campaign", "launch_campaign", "add_member", "add_senders"])
async def test_what_was_made_before_an_interruption_is_found_by_its_run(
    verb: str, scripts: Scripts, members: Members, account: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, run = claim_plan(tmp_path / "plan.json"), scripts.run

    async def lost(asked: str, *owner: int, **args: Any) -> Any:
        """Do as asked, and then don't answer."""
        answer = await run(asked, *owner, **args)
        if asked == verb:
            raise Refused("try_again")
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(scripts, "run", lost)
        with pytest.raises(Refused, match="try_again"):
            await prepare(scripts, members, plan.run, texters=2, admins=1, contacts=20, batch_size=7)

    await clean(scripts, members, read_plan(tmp_path / "plan.json"))

    assert [member.name for member in await members.all()] == ["First"]
    assert (await scripts.run("describe_account"))["campaigns"] == []
    assert [name for name in await everything(scripts.redis) if ":phones" in name or ":contacts" in name] == []


async def test_a_campaign_of_many_senders_is_emptied_in_steps(scripts: Scripts, world: World) -> None:
    campaign = await world.campaign(contacts=7, batch_size=1, carrier="simulator")
    texters = [await world.texter(campaign, f"Texter{n}") for n in range(5)]
    for texter in texters:
        await texter.request()
    await scripts.run("archive_campaign", campaign)
    await scripts.run("erase_campaign", campaign, delete=True, carrier="simulator")
    taken = []
    while not taken or taken[-1] >= 4:
        taken.append(await scripts.run("empty_campaign", campaign, most=4))
    assert sum(taken) == 7 + 5 + 5, "conversations, and those that somebody held, and the holders"
    assert max(taken) <= 5
    under_it = [name for name in await everything(scripts.redis) if name.startswith(f"{keys.campaign(campaign)}:")]
    assert all(":request:" in name for name in under_it)


def test_no_two_campaigns_share_a_contact() -> None:
    phones = [person(campaign, n)[0] for campaign in (1, 11, 10_001, 20_001, 123_456) for n in (0, 1, 99_999)]
    assert len({*phones}) == len(phones)
    assert {len(phone) for phone in phones} == {len("+") + 15}


async def test_a_campaign_has_no_more_contacts_than_there_are_numbers(
    scripts: Scripts, members: Members, account: None
) -> None:
    await scripts.redis.hset(keys.ACCOUNT, "last_campaign", 99_999_999)
    with pytest.raises(BadPlan, match=r"Campaign 100000000 can have 100 contacts who don't exist, and no more."):
        await prepare(scripts, members, "a1b2c3", texters=1, admins=0, contacts=101, batch_size=7)


async def test_an_admin_who_looks_sees_the_members_go(
    hub_url: str, scripts: Scripts, members: Members, world: World
) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=5, carrier="simulator")
    async with Client(hub_url, await members.token(root), "/ws/admin") as board:
        await board.ask("open_admin")
        plan = await people(scripts, members, "a1b2c3", campaign, texters=1, admins=1)
        await board.until(lambda board: all(board.thing("member", id) for id in plan.made))
        async with Client(hub_url, plan.texters[0]) as texter:
            await texter.ask("open_console")
            await forget(scripts, members, plan.run)
            await board.until(lambda board: not any(board.thing("member", id) for id in plan.made))
            await texter.until(lambda texter: texter.close_code == 4401)
        assert board.thing("member", root.id)
    assert [member.name for member in await members.all()] == ["Root"]


async def test_only_members_of_a_load_test_are_forgotten(scripts: Scripts, members: Members, world: World) -> None:
    ana = await world.member("Ana")
    await forget(scripts, members, "", [ana.id])
    assert not (await members.find(ana.email)).disabled
    with pytest.raises(Refused, match="not_disabled"):
        await members.forget(ana)


async def test_a_campaign_that_could_reach_people_is_neither_driven_nor_emptied(
    scripts: Scripts, members: Members, world: World
) -> None:
    campaign = await world.campaign(contacts=5)
    with pytest.raises(BadPlan, match="could text real people"):
        await people(scripts, members, "a1b2c3", campaign, texters=1, admins=0)
    assert await members.all() == []
    with pytest.raises(Refused, match="not_archived"):
        await scripts.run("erase_campaign", campaign, carrier="simulator")
    await scripts.run("archive_campaign", campaign)
    with pytest.raises(Refused, match="not_simulated"):
        await clean(scripts, members, Plan(campaign=campaign, texters=[]))
    with pytest.raises(Refused, match="not_simulated"):
        await scripts.run("erase_campaign", campaign, carrier="simulator", delete=True)
    assert (await world.counts(campaign))["contacts"] == 5


def test_a_plan_is_for_its_owners_eyes(tmp_path: Path) -> None:
    path, plan = tmp_path / "plan.json", Plan(run="a1b2c3", campaign=1, texters=["a"], made=[2])
    claimed = claim_plan(path)
    assert (path.stat().st_mode & 0o777, read_plan(path)) == (0o600, claimed)
    write_plan(path, plan)
    assert (path.stat().st_mode & 0o777, read_plan(path)) == (0o600, plan)
    with pytest.raises(BadPlan, match="is there already"):
        claim_plan(path)
    with pytest.raises(BadPlan, match=r"can't be written: No such file or directory\."):
        claim_plan(tmp_path / "none" / "plan.json")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"campaign": "x", "texters": []}', '{"campaign": 1, "texters": [], "more": 1}']
)
def test_what_is_no_plan_is_told_in_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(BadPlan, match="is no plan of handraise load prepare"):
        read_plan(path)
    with pytest.raises(BadPlan, match="can't be read"):
        read_plan(tmp_path / "none")


def test_tokens_stand_one_on_each_line(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.write_text("one\n\ntexter two\nadmin three\n")
    assert read_tokens(path) == (["one", "two"], ["three"])
    path.write_text(json.dumps({"tokens": ["a b c", 1]}))
    with pytest.raises(BadPlan, match="is no list of tokens"):
        read_tokens(path)
