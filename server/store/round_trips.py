"""Commands that are asked at the same moment share a round trip to a server of the store.

Taking a connection and giving it back costs more than a small script does, so a busy hub answers half as many requests
again by this (tests/benchmarks/hub.py).

Where answers must be on replicas, a round trip ends with `WAIT`, which looks at what this connection wrote last. A verb
that found its work done already has written nothing, though what it tells of may be on no replica yet. So a mark is
written just before, and everything that the verbs saw is on the replicas when the mark is.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import RedisError, ResponseError

from server.background import end
from server.measures.declared import ROUND_TRIP_SECONDS, ROUND_TRIPS_FAILED, UNCONFIRMED
from server.store import keys
from server.store.connections import ANSWER_WITHIN_SECONDS, BROKEN

log = logging.getLogger(__name__)

ROUND_TRIPS_AT_ONCE = 2
"""Round trips under way: while the store works on one, the next one gathers."""

DOUBTED_AFTER_SECONDS = 1.0
"""Seconds without an answer after which a connection may be dead: a network can drop it without a word."""

PROBED_WITHIN_SECONDS = 1.0
"""Seconds in which a store that isn't busy answers a new connection. An answer that was on its way on the doubted one
gets as long again."""

ANSWERED_WITHIN_SECONDS = 0.5
"""Seconds that a server has for what it was asked, when it isn't to be asked again."""

REPLICATED_WITHIN_MS = 800
"""Milliseconds in which replicas must have what verbs did: less than it takes to doubt the connection."""

MARK_SECONDS = 60
"""Seconds after which a mark is gone."""

RUNS = ("EVALSHA", "EVAL")
"""The commands that run a verb: name, script, how many keys, the owner."""

Command = tuple[Any, ...]
Led = tuple[str | None, int | None]
"""The host and the port that a connection leads to; None and None by a unix socket."""


Asked = tuple[Command, asyncio.Future[Any]]


class TooFewReplicas(StoreAway):
    """The verb ran, but fewer replicas than it takes have what it did: nobody knows whether a failover keeps it."""


def _led(connection: Any) -> Led:
    return getattr(connection, "host", None), getattr(connection, "port", None)


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
        try:
            if self._connection is None:
                self._connection = await self._redis.connection_pool.get_connection()  # type: ignore[no-untyped-call]
            connection = self._connection
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)
            return [await self._answer(command) for command in commands]
        except BaseException as error:
            if self._connection is not None:  # it may still get answers that nobody reads
                await self._connection.disconnect(nowait=True)
                await self.give_back()
            if isinstance(error, RuntimeError):  # uvloop's word
                raise StoreAway(str(error)) from error
            raise

    async def _answer(self, command: Command) -> Any:
        try:
            return await self._redis.parse_response(self._connection, command[0])
        except ResponseError as error:
            return error

    @property
    def leads_to(self) -> Led | None:
        """The server at the other end; None while there is no connection."""
        return self._connection and _led(self._connection)

    async def give_back(self) -> None:
        """Let others have the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._redis.connection_pool.release(connection)


def _refused_by_store(answer: Any) -> bool:
    """Return whether it was the server that refused the verb, so that it never ran, and not the verb itself."""
    return isinstance(answer, ResponseError) and "REFUSED" not in str(answer)


def _give_up(asked: list[Asked]) -> None:
    for _, answer in asked:
        if not answer.done():
            answer.set_exception(StoreAway("it was given up"))


class RoundTrips:
    """The round trips to one server.

    replicas  how many replicas must have what a verb did and saw before it is answered; if any, it is asked verbs alone
    doubted   is called each second in which the server doesn't answer
    """

    def __init__(self, redis: Redis, replicas: int = 0, doubted: Callable[[], None] = lambda: None) -> None:
        self._redis = redis
        self._replicas = replicas
        self._doubted = doubted
        self._confirming = True
        self._asked: list[Asked] = []
        self._under_way: set[asyncio.Task[Any] | None] = set()

    async def ask(self, *command: Any) -> Any:
        """Return the answer to a command. It runs to its end, and once, even when nobody waits for it any more.

        Raises redis' exceptions and OSError.
        """
        return await self._enter(command)

    async def ask_importing(self, *command: Any) -> Any:
        """Return the answer to a plain command about a key that is on its way here with its slot, likewise."""
        self._enter(("ASKING",)).add_done_callback(lambda asking: asking.cancelled() or asking.exception())
        return await self._enter(command)

    def _enter(self, command: Command) -> asyncio.Future[Any]:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append((command, answer))
        if len(self._under_way) < ROUND_TRIPS_AT_ONCE:
            self._under_way.add(asyncio.create_task(self._go()))
        return answer

    async def _go(self) -> None:
        line = Line(self._redis)
        try:
            while self._asked:
                asked, self._asked = self._asked, []
                try:
                    self._settle(asked, await self._answers(line, asked))
                finally:
                    _give_up(asked)  # if this was stopped, nobody is to wait for ever
        finally:  # before anything else can ask, or that would count on us
            self._under_way.discard(asyncio.current_task())
            await line.give_back()

    async def end(self) -> None:
        """Give what was asked a moment to be answered, and let the rest end in redis' ConnectionError.

        This comes before the client is closed: redis-py would break what is under way by errors that nobody expects.
        """
        if self._under_way:
            await asyncio.wait({task for task in self._under_way if task}, timeout=ANSWERED_WITHIN_SECONDS)
        await end([task for task in self._under_way if task])
        _give_up(self._asked)
        self._asked = []

    async def _answers(self, line: "Line", asked: list[Asked]) -> list[Any]:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS) as deadline, self._doubting(deadline, line):
                commands = [command for command, _ in asked]
                return await (self._confirmed(line, commands) if self._replicas else line.ask(commands))
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            ROUND_TRIPS_FAILED.add()
            return [error] * len(asked)
        finally:
            ROUND_TRIP_SECONDS.observe(time.perf_counter() - began)

    async def _confirmed(self, line: "Line", commands: list[Command]) -> list[Any]:
        """Return the answers to verbs, confirmed, or else TooFewReplicas."""
        mark = keys.under(commands[-1][3], "mark")
        *answers, marked, replicas = await line.ask(
            [*commands, ("SET", mark, "", "EX", MARK_SECONDS), ("WAIT", self._replicas, REPLICATED_WITHIN_MS)]
        )
        refused = isinstance(marked, Exception) or isinstance(replicas, Exception)  # it may be a replica itself by now
        confirmed = not refused and replicas >= self._replicas
        if not refused:
            self._tell(confirmed)
        return answers if confirmed else [self._unconfirmed(answer, replicas) for answer in answers]

    def _unconfirmed(self, answer: Any, replicas: Any) -> Any:
        if _refused_by_store(answer):
            return answer
        UNCONFIRMED.add()
        return TooFewReplicas(f"{replicas} of {self._replicas} replicas have it")

    def _tell(self, confirming: bool) -> None:
        """Note whether enough replicas keep up, and log it when that changes."""
        if self._confirming and not confirming:
            log.error("Too few replicas of the store keep up: what is changed can't be confirmed until they do.")
        elif confirming and not self._confirming:
            log.warning("Enough replicas of the store keep up again.")
        self._confirming = confirming

    @asynccontextmanager
    async def _doubting(self, deadline: asyncio.Timeout, line: Line) -> AsyncIterator[None]:
        """Bring the deadline forward once the store answers others but not us: then no answer can come any more."""
        loop, waiting = asyncio.get_running_loop(), True
        doubting: asyncio.Task[None] | None = None

        async def doubt() -> None:
            await self._others_are_answered(line)
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

    async def _others_are_answered(self, line: Line) -> None:
        """Return once the store has answered others, and then had a while more for us.

        A store that is merely busy answers nobody: it does one thing at a time. It is given until the deadline. Where
        another server has taken its place, ours is given no more: it wouldn't be heard.
        """
        answered = None
        while answered is None:
            self._doubted()
            probed = asyncio.get_running_loop().time()
            answered = await self._answered_by()
            if answered and line.leads_to and answered != line.leads_to:
                return
            await asyncio.sleep(probed + PROBED_WITHIN_SECONDS - asyncio.get_running_loop().time())
        await asyncio.sleep(PROBED_WITHIN_SECONDS)

    async def _answered_by(self) -> Led | None:
        """Return the server that answers on a new connection; None: none. An error is none (BUSY, a script runs)."""
        connection = self._redis.connection_pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            async with asyncio.timeout(PROBED_WITHIN_SECONDS):
                await connection.connect()
                await connection.send_command("PING")
                await connection.read_response()
                return _led(connection)
        except BROKEN:
            return None
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
