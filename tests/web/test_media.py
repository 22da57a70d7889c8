import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from server.campaigns.attached import Attached
from server.campaigns.contact import receive
from server.carriers import media, registry
from server.carriers.drawn import CARD, drawn
from server.errors import SENTENCES, Refused
from server.host.fetching import NotFetched, TooLarge
from server.web.media import ENDINGS
from tests.browsers import PLAIN
from tests.carriers.carrying import Remembering
from tests.world import Texter, World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@dataclass
class Scene:
    """A conversation of Ana's whose contact has sent files."""

    world: World
    ana: Texter
    url: str

    async def get(self, path: str, member: int | None = None, **headers: str) -> httpx.Response:
        """The answer to a member, by default Ana."""
        who = next(one for one in await self.world.members.all() if one.id == (member or self.ana.id))
        bearer = {"authorization": f"Bearer {await self.world.members.token(who)}", **headers}
        async with httpx.AsyncClient(base_url=self.url, headers=bearer, verify=PLAIN) as client:
            return await client.get(path)

    def path(self, text: int = 2, place: int = 1, conversation: int = 1) -> str:
        """The path of a file."""
        return f"/media/{self.ana.campaign}/{conversation}/{text}/{place}"


@pytest.fixture
async def scene(world: World, hub_url: str) -> Scene:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    files = [
        Attached("simulator:picture:1", "image/png"),
        Attached("simulator:card:1", "text/x-vCard; charset=utf-8"),
        Attached("elsewhere:picture:1", "image/png"),
    ]
    await receive(world.scripts, phone, "Look!", "simulator:SM1", files, carrier="simulator")
    return Scene(world, ana, hub_url)


async def test_a_picture_is_shown_and_told_by_our_own_path(scene: Scene) -> None:
    text = (await scene.world.conversation(scene.ana.campaign, 1))["texts"][-1]
    types = ["image/png", "text/x-vcard; charset=utf-8", "image/png"]
    assert text["files"] == [{"path": scene.path(place=n), "type": type} for n, type in enumerate(types, 1)]
    assert "simulator:picture" not in str(text)

    answer = await scene.get(text["files"][0]["path"])

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    assert "content-disposition" not in answer.headers


async def test_what_is_no_picture_is_saved_and_never_opened(scene: Scene) -> None:
    answer = await scene.get(scene.path(place=2))
    assert (answer.status_code, answer.content) == (200, CARD)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="file-1-2-2.vcf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_only_its_holder_and_admins_get_it(scene: Scene) -> None:
    world = scene.world
    ben = await world.texter(scene.ana.campaign, "Ben")
    root = await world.member("Root", "admin")
    assert (await scene.get(scene.path(), root.id)).status_code == 200
    answer = await scene.get(scene.path(), ben.id)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    await world.scripts.run("remove_sender", scene.ana.campaign, member=scene.ana.id, most=1000)
    assert (await scene.get(scene.path())).status_code == 403
    async with httpx.AsyncClient(base_url=scene.url, verify=PLAIN) as nobody:
        answer = await nobody.get(scene.path())
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/media/{c}/1/2/4", "unknown_file"),
        ("/media/{c}/1/2/0", "unknown_file"),
        ("/media/{c}/1/1/1", "unknown_file"),
        ("/media/{c}/1/0/1", "unknown_file"),
        ("/media/{c}/1/9/1", "unknown_file"),
        ("/media/{c}/1/2/x", "unknown_file"),
        ("/media/{c}/1/2/٣", "unknown_file"),
        ("/media/{c}/1/2/1234567890123456", "unknown_file"),
        ("/media/{c}/9/2/1", "unknown_conversation"),
        ("/media/9999/1/2/1", "unknown_campaign"),
        ("/media/{c}/1/2", "unknown_page"),
    ],
)
async def test_what_is_not_there_is_not_found(scene: Scene, path: str, code: str) -> None:
    answer = await scene.get(path.format(c=scene.ana.campaign))
    assert (answer.status_code, answer.json()["code"]) == (404, code)


class Keeping(Remembering):
    """A carrier that keeps files, and gives what a test says."""

    def __init__(self, gives: bytes | Exception | asyncio.Event) -> None:
        super().__init__()
        self.gives = gives

    async def fetch(self, url: str) -> bytes:
        """Give it."""
        if isinstance(self.gives, asyncio.Event):
            await self.gives.wait()
            return b""
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives


@pytest.fixture
async def keeping(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Keeping]:
    """The simulator is replaced by a carrier that keeps files."""
    carrier = Keeping(b"")

    async def build(*_: object) -> Keeping:
        return carrier

    monkeypatch.setitem(registry.CARRIERS, "simulator", registry.Entry("Files.", build))
    yield carrier


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotFetched("It answered 404.", 404), 410, "file_gone"),
        (NotFetched("It answered 403.", 403), 410, "file_gone"),
        (NotFetched("It answered 500.", 500), 503, "file_not_now"),
        (NotFetched("evil.org isn't one of its hosts."), 503, "file_not_now"),
        (TooLarge("It has more."), 413, "file_too_large"),
        (Refused("file_gone"), 410, "file_gone"),
    ],
)
async def test_a_file_that_the_carrier_cannot_give_is_told_in_a_sentence(
    scene: Scene, keeping: Keeping, error: Exception, status: int, code: str
) -> None:
    keeping.gives = error
    answer = await scene.get(scene.path())
    assert (answer.status_code, answer.json()) == (status, {"code": code, "sentence": SENTENCES[code]})
    assert answer.headers["cache-control"] == "no-store"


async def test_a_file_of_a_carrier_that_is_no_more_is_gone(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry.CARRIERS, "simulator")
    assert (await scene.get(scene.path())).json()["code"] == "file_gone"


async def test_only_some_files_are_fetched_at_once_and_nobody_waits_for_ever(
    scene: Scene, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "WAIT_SECONDS", 0.5)
    keeping.gives = asyncio.Event()
    answers = await asyncio.gather(*(scene.get(scene.path()) for _ in range(media.FILES_FETCHED_AT_ONCE + 2)))
    assert {answer.json()["code"] for answer in answers} == {"file_not_now"}
    keeping.gives = drawn("hello")
    assert (await scene.get(scene.path())).status_code == 200


TYPES = some.sampled_from([*ENDINGS, "image/svg+xml", "text/html", "application/x-msdownload", "", 'a"\r\nx: y', "ü"])
FILES = some.one_of(
    some.binary(max_size=200),
    some.sampled_from(
        [SVG, CARD, drawn("a"), b"<html><script>alert(1)</script>", b"MZ\x90\0", b"%PDF-1.7", b"#!/bin/sh"]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(file=FILES, type=TYPES)
async def test_no_bytes_of_a_stranger_are_ever_opened_by_a_browser(
    scene: Scene, keeping: Keeping, file: bytes, type: str
) -> None:
    phone = (await scene.world.conversation(scene.ana.campaign, 1))["contact"]["phone"]
    await receive(scene.world.scripts, phone, "", f"SM {file!r} {type}", [Attached("x", type)], carrier="simulator")
    last = len((await scene.world.conversation(scene.ana.campaign, 1))["texts"])
    keeping.gives = file

    answer = await scene.get(scene.path(text=last), accept="text/html,image/*")

    assert answer.status_code == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    if answer.headers["content-type"] == "application/octet-stream":
        name = answer.headers["content-disposition"].removeprefix(f'attachment; filename="file-1-{last}-1')
        assert name.removesuffix('"') in {"", *ENDINGS.values()}
    else:
        assert answer.headers["content-type"] in ("image/jpeg", "image/webp")
        assert answer.content != file
