from server.store import keys
from server.store.scripts import Scripts
from tests.world import World

PHONE = "+12025550123"


async def test_a_phone_may_be_texted_again(scripts: Scripts) -> None:
    out = await scripts.run("opt_out_phone", phone=PHONE)
    assert await scripts.run("opt_in_phone", phone=PHONE, by="Ada") > out["at"]
    assert await scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == set()
    assert await scripts.redis.zcard(keys.under(keys.ACCOUNT, "out_since")) == 0


async def test_doing_it_again_gives_the_same_note_so_that_campaigns_can_be_finished(scripts: Scripts) -> None:
    await scripts.run("opt_out_phone", phone=PHONE)
    first = await scripts.run("opt_in_phone", phone=PHONE, by="Ada")
    assert await scripts.run("opt_in_phone", phone=PHONE, by="Ada") == first


async def test_one_that_never_opted_out_is_not_noted(scripts: Scripts) -> None:
    assert await scripts.run("opt_in_phone", phone=PHONE, by="Ada") is None
    assert await scripts.redis.exists(keys.under(keys.ACCOUNT, "opt_outs")) == 0


async def test_a_later_opt_out_counts_again(scripts: Scripts) -> None:
    for verb in ("opt_out_phone", "opt_in_phone", "opt_out_phone"):
        await scripts.run(verb, phone=PHONE, by="Ada")
    assert await scripts.redis.sismember(keys.under(keys.ACCOUNT, "opted_out"), PHONE)


async def test_an_admin_undoes_it_in_every_campaign(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=1, launch=False)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await world.ask(root, "opt_out_phone", phone=phone)
    told = await world.ask(root, "opt_in_phone", phone=phone)
    assert told == {"phone": phone, "opted_out": False, "changed": True}
    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], [(each.get("opted_out"), each["by"]) for each in thing["opt_outs"]]) == (
        "initial",
        [(True, "Root"), (False, "Root")],
    )


async def test_a_number_that_no_list_would_take_can_be_brought_back(world: World) -> None:
    root = await world.member("Root", "admin")
    await world.scripts.run("opt_out_phone", phone="+493012345678", how="text")
    assert (await world.ask(root, "opt_in_phone", phone="+493012345678"))["changed"]


async def test_one_that_may_be_texted_stays_so(world: World) -> None:
    root = await world.member("Root", "admin")
    assert not (await world.ask(root, "opt_in_phone", phone="(202) 555-0123"))["changed"]
