"""Members, sessions and API tokens of the account, and what the account announces."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import msgpack

from server.live.news import PresenceNews, presence_news
from server.live.presence import CHANNEL
from server.store import keys
from server.store.scripts import Scripts

CREDENTIAL = "session:one"


async def add(scripts: Scripts, name: str, role: str = "texter") -> int:
    """A new member, `ana@example.org` for "Ana"; gives the id."""
    email = f"{name.lower()}@example.org"
    answer = await scripts.run("add_member", email=email, emails=[email], name=name, role=role)
    return int(answer["member"]["id"])


async def sign_in(scripts: Scripts, member: int, credential: str = CREDENTIAL) -> str:
    """A session of that member; gives its credential."""
    await scripts.run("start_session", member=member, credential=credential)
    return credential


async def add_token(scripts: Scripts, member: int, name: str = "") -> str:
    """An API token of that member; gives its id."""
    token = sha256(f"{member} {name}".encode()).hexdigest()
    await scripts.run("add_token", member=member, token=token, name=name)
    return token


class Heard:
    """The announcements of the account from now on."""

    def __init__(self, scripts: Scripts, pubsub: Any, v: int) -> None:
        self._scripts, self._pubsub, self._v = scripts, pubsub, v

    async def news(self) -> list[dict[str, Any]]:
        """The announcements since this was last asked, without `v`, which rises by 1 each time."""
        now = (await self._scripts.run("describe_account"))["v"]
        news = []
        while self._v < now:
            message = await self._pubsub.get_message(ignore_subscribe_messages=True, timeout=5)
            if message is None:
                continue
            change = msgpack.unpackb(message["data"])
            self._v += 1
            assert change.pop("v") == self._v
            news.append(change)
        return news


@asynccontextmanager
async def listening(scripts: Scripts) -> AsyncIterator[Heard]:
    """Listens to the account."""
    async with scripts.redis.pubsub() as pubsub:
        await pubsub.subscribe(keys.changes(keys.ACCOUNT))
        await pubsub.get_message(timeout=5)
        yield Heard(scripts, pubsub, (await scripts.run("describe_account"))["v"])


async def online(scripts: Scripts, members: Sequence[int] = (), hub: str = "asking") -> list[int]:
    """The ids of the members who are online, once for each hub, when a hub that vouches for `members` asks."""
    found = await scripts.run("who_is_online", members=list(members), hub=hub)
    return sorted(member for at_hub in dict(found["online"]).values() for member in at_hub)


@asynccontextmanager
async def presence_told(scripts: Scripts) -> AsyncIterator[Callable[[], Awaitable[PresenceNews]]]:
    """Listens for presence; gives a function that returns the next change that is heard."""
    async with scripts.redis.pubsub() as pubsub:
        await pubsub.subscribe(CHANNEL)
        await pubsub.get_message(timeout=5)

        async def told() -> PresenceNews:
            message = await pubsub.get_message(timeout=5)
            assert message, "nothing was told"
            return presence_news(message["data"])

        yield told
