"""Commands that are asked at the same moment share a round trip to the store.

Taking a connection and giving it back costs more than a small script does, so a busy hub answers half as many requests
again by this (tests/benchmarks/hub.py).
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from server.measures.declared import ROUND_TRIP_SECONDS, ROUND_TRIPS_FAILED
from server.store.connecting import ANSWER_WITHIN_SECONDS

ROUND_TRIPS_AT_ONCE = 2
"""Round trips under way: while the store works on one, the next one gathers."""

DOUBTED_AFTER_SECONDS = 1.0
"""Seconds without an answer after which a connection may be dead: a network can drop it without a word."""

PROBED_WITHIN_SECONDS = 1.0
"""Seconds in which a store that isn't busy answers a new connection. An answer that was on its way on the doubted one
gets as long again."""

Command = tuple[Any, ...]
Asked = tuple[Command, asyncio.Future[Any]]


class Line:
    """A connection of the pool for as long as there are commands one after the other; one that fails is closed.

    A pipeline of redis-py does the same, and computes half as long again for a single command (measured).
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._connection: Any = None

    async def ask(self, commands: list[Command]) -> list[Any]:
        """Return the answers to commands, in one round trip; an error reply is the answer to its own command.

        Raises redis' exceptions and OSError.
        """
        if not hasattr(self._redis, "connection_pool"):  # a cluster: it has one for each node
            return await self._by_pipeline(commands)
        try:
            if self._connection is None:
                self._connection = await self._redis.connection_pool.get_connection()  # type: ignore[no-untyped-call]
            connection = self._connection
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [await self._answer(command) for command in commands]
        except BaseException:
            if self._connection is not None:  # it may still get answers that nobody reads
                await self._connection.disconnect(nowait=True)
                await self.give_back()
            raise

    async def _by_pipeline(self, commands: list[Command]) -> list[Any]:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for command in commands:
                pipeline.execute_command(*command)
            answers: list[Any] = await pipeline.execute(raise_on_error=False)
            return answers

    async def _answer(self, command: Command) -> Any:
        try:
            return await self._redis.parse_response(self._connection, command[0])
        except ResponseError as error:
            return error

    async def give_back(self) -> None:
        """Let others have the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._redis.connection_pool.release(connection)


class RoundTrips:
    """The round trips to one store."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._asked: list[Asked] = []
        self._under_way: set[asyncio.Task[Any] | None] = set()

    async def ask(self, *command: Any) -> Any:
        """Return the answer to a command. It runs to its end, and once, even when nobody waits for it any more.

        Raises redis' exceptions and OSError.
        """
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append((command, answer))
        if len(self._under_way) < ROUND_TRIPS_AT_ONCE:
            self._under_way.add(asyncio.create_task(self._go()))
        return await answer

    async def _go(self) -> None:
        line = Line(self._redis)
        try:
            while self._asked:
                asked, self._asked = self._asked, []
                try:
                    self._settle(asked, await self._answers(line, asked))
                finally:
                    for _, answer in asked:  # if this was stopped, nobody is to wait for ever
                        answer.cancel()
        finally:  # before anything else can ask, or that would count on us
            self._under_way.discard(asyncio.current_task())
            await line.give_back()

    async def _answers(self, line: "Line", asked: list[Asked]) -> list[Any]:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS) as deadline, self._doubting(deadline):
                return await line.ask([command for command, _ in asked])
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            ROUND_TRIPS_FAILED.add()
            return [error] * len(asked)
        finally:
            ROUND_TRIP_SECONDS.observe(time.perf_counter() - began)

    @asynccontextmanager
    async def _doubting(self, deadline: asyncio.Timeout) -> AsyncIterator[None]:
        """Bring the deadline forward once the store answers others but not us: then no answer can come any more."""
        loop, waiting = asyncio.get_running_loop(), True
        doubting: asyncio.Task[None] | None = None

        async def doubt() -> None:
            await self._others_are_answered()
            if waiting and not deadline.expired():  # a cancelled task may come this far, when the deadline has ended
                deadline.reschedule(loop.time())

        def begin() -> None:
            nonlocal doubting
            doubting = asyncio.create_task(doubt())

        # A timer: a task for each round trip would cost more than a small script does.
        timer = loop.call_later(DOUBTED_AFTER_SECONDS, begin)
        try:
            yield
        finally:
            waiting = False
            timer.cancel()
            if doubting:
                doubting.cancel()

    async def _others_are_answered(self) -> None:
        """Return once the store has answered others, and then had a while more for us.

        A store that is merely busy answers nobody: it does one thing at a time. It is given until the deadline.
        """
        others_are_answered = False
        while not others_are_answered:
            others_are_answered = await self._answers_others()
            await asyncio.sleep(PROBED_WITHIN_SECONDS)

    async def _answers_others(self) -> bool:
        """Return whether the store answers on a new connection. An error is no answer (BUSY, while a script runs)."""
        connection = self._redis.connection_pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(PROBED_WITHIN_SECONDS):
                await connection.connect()
                await connection.send_command("PING")
                await connection.read_response()
                return True
        except (RedisError, OSError):
            return False
        finally:
            await connection.disconnect(nowait=True)

    @staticmethod
    def _settle(asked: list[Asked], answers: list[Any]) -> None:
        for (_, future), answer in zip(asked, answers, strict=True):
            if future.done():  # nobody waits any more
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
