from pathlib import Path

from server.store.scripts import Scripts
from tests.command_line import handraise
from tests.world import World


async def test_a_list_is_imported_and_exported(store_url: str, world: World, tmp_path: Path) -> None:
    await world.member("Ada", "admin")
    (tmp_path / "in.csv").write_text("phone\n202-555-0123\n12\n")

    ended = await handraise("opt-outs", "import", tmp_path / "in.csv", REDIS_URL=store_url)

    assert (ended.code, ended.out) == (0, "")
    assert "Line 3: bad_number." in ended.err
    assert "2 rows: 1 opted out, 0 had opted out already, 1 rejected." in ended.err
    assert (await handraise("opt-outs", "export", tmp_path / "out.csv", REDIS_URL=store_url)).code == 0
    header, row = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert header == "phone,status,at,by,how"
    assert row.startswith("'+12025550123,opted out,20")
    assert row.endswith("+00:00,,import")
    shown = await handraise("opt-outs", "export", "-", REDIS_URL=store_url)
    assert shown.out.splitlines()[1] == row


async def test_a_list_of_which_nothing_comes_in_is_an_error(store_url: str, world: World, tmp_path: Path) -> None:
    await world.member("Ada", "admin")
    (tmp_path / "in.csv").write_text("phone\n12\n")
    ended = await handraise("opt-outs", "import", tmp_path / "in.csv", REDIS_URL=store_url)
    assert ended.code == 1
    assert ended.err.endswith("Error: No row could come in, so nobody was opted out.\n")


async def test_the_accounts_texts_are_set_and_shown(store_url: str, scripts: Scripts) -> None:
    ended = await handraise(
        *("account", "set", "--confirm-opt-out", "You are out.", "--help-text", "The park crew."), REDIS_URL=store_url
    )
    assert (ended.code, ended.err) == (0, "Saved.\n")
    shown = await handraise("account", "show", REDIS_URL=store_url)
    assert shown.out.splitlines() == [
        "Default batch size: 300",
        "Texting hours of new campaigns: 09:00 to 21:00",
        "Contacts' data are kept: for ever",
        "Between two campaigns' texts to one person: 6 hours",
        "Languages of stop words: es, fr",
        "Confirmation of an opt-out: You are out.",
        "Answer to HELP: The park crew.",
        "Carrier of new campaigns: any that runs",
    ]
    assert (await handraise("account", "set", "--help-text", "", REDIS_URL=store_url)).code == 0
    assert '"help_text": ""' in (await handraise("account", "show", "--json", REDIS_URL=store_url)).out
    ended = await handraise("account", "set", "--help-text", "Hi {first_name}", REDIS_URL=store_url)
    assert (ended.code, ended.err) == (1, "Error: This text goes out as it stands. Take {first_name} out of it.\n")
    assert (await handraise("account", "set", REDIS_URL=store_url)).code == 2
