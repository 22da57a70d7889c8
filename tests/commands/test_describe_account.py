from tests.account import add


async def test_an_empty_account_has_its_defaults(scripts):
    assert await scripts.run("describe_account") == {
        "v": 0,
        "account": {
            "name": "Handraise",
            "default_batch_size": 300,
            "default_is_set": False,
            "default_carrier": "",
            "carriers": [],
            "tags": [],
            "canned_changed": 0,
            "hours_between": 6,
            "tokens_changed": 0,
            "troubles": [],
            "unplaced": 0,
            "last_unplaced": 0,
        },
        "members": [],
        "campaigns": [],
    }


async def test_members_and_campaigns_are_listed_in_order(scripts):
    for name in ("Ana", "Ben"):
        await add(scripts, name)
    for _ in range(12):
        await scripts.run("new_campaign")

    described = await scripts.run("describe_account")

    assert [member["name"] for member in described["members"]] == ["Ana", "Ben"]
    assert described["campaigns"] == list(range(1, 13))
    assert described["v"] == 14


async def test_it_can_leave_the_members_out(world, scripts):
    await world.member("Ana")
    whole = await scripts.run("describe_account")
    assert len(whole["members"]) == 1
    assert await scripts.run("describe_account", without_members=True) == whole | {"members": []}
