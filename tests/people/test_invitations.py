import asyncio
from typing import Any

import pytest

from server.config import Config
from server.people import invitations
from server.people.mail import Mail
from server.people.members import Member
from server.wire.account import GivenPerson
from tests.mail_server import mail_server
from tests.world import World

Outcomes = list[dict[str, Any]]


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


def person(name: str, role: str = "texter") -> dict[str, str]:
    return {"email": f"{name.lower()}@example.org", "name": name, "role": role}


async def invited(world: World, root: Member, *people: dict[str, str]) -> Outcomes:
    outcomes: Outcomes = (await world.ask(root, "invite_members", people=list(people)))["people"]
    return outcomes


async def test_each_becomes_a_member_with_a_link_of_their_own(world: World, root: Member) -> None:
    outcomes = await invited(world, root, person("Ana"), person("Ben", "admin"))
    assert [(it["outcome"], it["name"], it["role"]) for it in outcomes] == [
        ("invited", "Ana", "texter"),
        ("invited", "Ben", "admin"),
    ]
    for each in outcomes:
        assert (await world.members.of_link(each["link"].removeprefix("/invite/"))).id == each["member"]
        assert (each["sent"], "pass the link on yourself" in each["sentence"]) == (False, True)


async def test_one_who_is_refused_doesnt_keep_the_others_out(world: World, root: Member) -> None:
    wrong = [{"email": "nonsense", "name": "X"}, {"email": "x@example.org", "name": " "}, person("x" * 201)]
    outcomes = await invited(world, root, *wrong, person("Ana"))
    assert [it["outcome"] for it in outcomes] == ["refused"] * 3 + ["invited"]
    assert [it["sentence"] for it in outcomes[:3]] == [
        "This isn't an e-mail address. Write it like ana@example.org.",
        "Give the member a name.",
        "The name is longer than 200 characters. Shorten it.",
    ]
    assert (outcomes[0]["member"], outcomes[0]["link"]) == (None, None)


async def test_an_address_that_is_there_twice_is_invited_once(world: World, root: Member) -> None:
    outcomes = await invited(world, root, person("Ana"), {"email": " ANA@example.org", "name": "Anna"})
    assert [it["outcome"] for it in outcomes] == ["invited", "refused"]
    assert outcomes[1]["sentence"] == "This address is in the list twice."


async def test_a_member_stays_as_they_are_and_gets_a_fresh_link(world: World, root: Member) -> None:
    ana = await world.member("Ana")
    [outcome] = await invited(world, root, {"email": "ANA@example.org", "name": "Anna", "role": "admin"})
    assert (outcome["outcome"], outcome["member"], outcome["name"]) == ("already", ana.id, "Ana")
    assert outcome["role"] == "texter"
    assert (await world.members.of_link(outcome["link"].removeprefix("/invite/"))).id == ana.id


async def test_one_who_is_disabled_isnt_let_in_by_an_invitation(world: World, root: Member) -> None:
    ana = await world.member("Ana")
    await world.ask(root, "disable_member", member=ana.id)
    [outcome] = await invited(world, root, person("Ana"))
    assert (outcome["outcome"], outcome["link"]) == ("refused", None)
    assert outcome["sentence"] == "This member is disabled. Enable them to let them in again."


async def test_five_hundred_at_once(world: World, root: Member) -> None:
    outcomes = await invited(world, root, *(person(f"P{nth}") for nth in range(500)))
    assert {it["outcome"] for it in outcomes} == {"invited"}
    assert len({it["link"] for it in outcomes}) == 500


# With a mail server.


def given(*names: str) -> list[GivenPerson]:
    return [GivenPerson(email=f"{name.lower()}@example.org", name=name) for name in names]


def mail_to(port: int) -> Mail:
    at = {"smtp_url": f"smtp://127.0.0.1:{port}", "public_url": "https://text.example.org"}
    return Mail(Config(mail_from="handraise@example.org", **at))


async def test_new_members_are_mailed_and_those_who_were_there_arent(world: World, root: Member) -> None:
    await world.member("Ben")
    async with mail_server() as server:
        ana, ben, cleo = await invitations.invite(
            world.members, mail_to(server.port), given("Ana", "Ben", "Cleo"), root, "Friends of the Park"
        )
    assert [(it.outcome, it.sent) for it in (ana, ben, cleo)] == [
        ("invited", True),
        ("already", False),
        ("invited", True),
    ]
    mails = {message["To"]: message.get_content() for _, message in server.mails}
    assert set(mails) == {"ana@example.org", "cleo@example.org"}
    assert f"https://text.example.org{ana.link}" in mails["ana@example.org"]
    assert "Root invites you to text with Friends of the Park, on Handraise." in mails["ana@example.org"]


async def test_a_slow_mail_server_doesnt_keep_the_answer_back(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Mail):
        async def invite(self, *_: Any) -> tuple[bool, str]:
            await asyncio.sleep(0.02)
            return True, "Sent."

    monkeypatch.setattr(invitations, "MAILING_SECONDS", 0.01)
    monkeypatch.setattr(invitations, "MAILED_AT_ONCE", 2)
    outcomes = await invitations.invite(world.members, Slow(Config()), given("Ana", "Ben", "Cleo"), root, None)
    assert [it.sent for it in outcomes] == [True, True, False]
    assert outcomes[2].sentence == invitations.TOO_LATE
    assert outcomes[2].link is not None
