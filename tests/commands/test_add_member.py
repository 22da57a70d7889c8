import pytest

from server.errors import Refused
from tests.account import add, listening

FORMS = ["ana@example.org"]
ANA = {"id": 1, "name": "Ana", "email": "Ana@Example.org", "role": "admin", "disabled": False}


async def test_a_member_is_added_and_announced(scripts):
    async with listening(scripts) as heard:
        answer = await scripts.run("add_member", email="Ana@Example.org", emails=FORMS, name=" Ana ", role="admin")

        assert answer == {"member": ANA, "added": True}
        assert await heard.news() == [{"member": ANA}]


async def test_an_address_known_in_any_form_changes_nothing_and_is_no_news(scripts):
    await scripts.run("add_member", email="Ana@Example.org", emails=FORMS, name="Ana", role="admin")

    async with listening(scripts) as heard:
        answer = await scripts.run(
            "add_member", email="ana@EXAMPLE.ORG", emails=["other@example.org", *FORMS], name="Anastasia", role="texter"
        )

        assert answer == {"member": ANA, "added": False}
        assert await heard.news() == []


async def test_members_count_from_one(scripts):
    assert [await add(scripts, name) for name in ("Ana", "Ben", "Cleo")] == [1, 2, 3]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ana",
        "@",
        "ana@",
        "@example.org",
        "a b@example.org",
        "a@b@c",
        "a@example..org",
        "a@.org",
        "a@org.",
        "a\0@b.org",
        "a,b@example.org",
        "<a@example.org>",
        "a" * 250 + "@b.org",
        " " * 60_000 + "x",
    ],
)
async def test_what_is_no_address_is_refused(scripts, email):
    with pytest.raises(Refused, match="bad_email"):
        await scripts.run("add_member", email=email, emails=[email], name="Ana", role="texter")
    assert (await scripts.run("describe_account"))["members"] == []


async def test_an_address_is_kept_under_the_last_of_its_forms(scripts):
    await scripts.run("add_member", email="Ana@x.org", emails=["older@x.org", "ana@x.org"], name="Ana", role="texter")

    assert await scripts.run("find_member", emails=["older@x.org"]) is None
    assert (await scripts.run("find_member", emails=["ana@x.org"]))["email"] == "Ana@x.org"


@pytest.mark.parametrize("email", ["ana@localhost", "o'neill+x@sub.example.org", "zoë@exämple.org"])
async def test_unusual_addresses_are_fine(scripts, email):
    answer = await scripts.run("add_member", email=email, emails=[email], name="Ana", role="texter")

    assert answer["member"]["email"] == email


@pytest.mark.parametrize(
    ("name", "role", "code"),
    [
        ("", "texter", "empty_name"),
        (" \n", "texter", "empty_name"),
        ("é" * 201, "texter", "name_too_long"),
        ("Ana", "owner", "bad_arguments"),
    ],
)
async def test_a_member_needs_a_name_and_a_role(scripts, name, role, code):
    with pytest.raises(Refused, match=code):
        await scripts.run("add_member", email="ana@example.org", emails=FORMS, name=name, role=role)
    assert await scripts.run("find_member", emails=["ana@example.org"]) is None


async def test_a_name_of_200_letters_fits(scripts):
    answer = await scripts.run("add_member", email="ana@example.org", emails=FORMS, name="é" * 200, role="texter")

    assert answer["member"]["name"] == "é" * 200
