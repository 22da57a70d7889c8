"""Commands that are asked at the same moment share a round trip to the store.

Taking a connection and giving it back costs more than a small script does, so a busy hub answers half as many requests
again by this (tests/benchmarks/hub.py).
"""

import asyncio
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

AT_ONCE = 2
"""Round trips under way: while the store works on one, the next one gathers."""

Asked = tuple[tuple[Any, ...], asyncio.Future[Any]]


class RoundTrips:
    """To one store."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._asked: list[Asked] = []
        self._under_way: set[asyncio.Task[Any] | None] = set()

    async def ask(self, *command: Any) -> Any:
        """The answer to a command, which runs to its end, and once, even when nobody waits for it any more.

        Raises redis' exceptions and OSError.
        """
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append((command, answer))
        if len(self._under_way) < AT_ONCE:
            self._under_way.add(asyncio.create_task(self._go()))
        return await answer

    async def _go(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, []
                try:
                    self._settle(asked, await self._answers(asked))
                finally:
                    for _, answer in asked:  # if this was stopped, nobody is to wait for ever
                        answer.cancel()
        finally:  # before anything else can ask, or that would count on us
            self._under_way.discard(asyncio.current_task())

    async def _answers(self, asked: list[Asked]) -> list[Any]:
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for command, _ in asked:
                    pipeline.execute_command(*command)
                answers: list[Any] = await pipeline.execute(raise_on_error=False)
                return answers
        except (RedisError, OSError) as error:
            return [error] * len(asked)

    @staticmethod
    def _settle(asked: list[Asked], answers: list[Any]) -> None:
        for (_, future), answer in zip(asked, answers, strict=True):
            if future.done():  # nobody waits any more
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
