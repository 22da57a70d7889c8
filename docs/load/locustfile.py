"""Texters of Handraise as Locust users: each works batches to their end and answers replies.

    pip install locust websockets
    HANDRAISE_PLAN=plan.json locust -f locustfile.py --host http://127.0.0.1:8000

`handraise load prepare` makes the plan. Each user needs a texter of its own there: start no more users than that. Every
command is reported with its time, and a refusal as a failure with its code; `push delay` is the time from the answer to
a change until the console shows it.

For a load beyond one machine, copy the plan to each, and say with `--expect-workers` how many there will be:

    HANDRAISE_PLAN=plan.json locust -f locustfile.py --host http://HUB:8000 --master --expect-workers 4
    HANDRAISE_PLAN=plan.json locust -f locustfile.py --worker --master-host MASTER
"""

import itertools
import json
import os
import time
import uuid
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import gevent
from gevent.event import AsyncResult, Event
from locust import User, between, events, task
from locust.env import Environment
from locust.exception import StopUser
from locust.runners import MasterRunner
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PLAN = json.loads(Path(os.environ["HANDRAISE_PLAN"]).read_text())
CAMPAIGN = PLAN["campaign"]
WITHIN_SECONDS = 30
"""Seconds in which an answer or a push must come."""

tokens = deque[str]()


@events.test_start.add_listener
def take_tokens(environment: Environment, **_: Any) -> None:
    """Take the tokens of this process: it shares the plan with the other workers."""
    if isinstance(environment.runner, MasterRunner):
        return
    workers = max(1, environment.parsed_options.expect_workers)
    tokens.clear()
    tokens.extend(PLAN["texters"][environment.runner.worker_index :: workers])


class Refused(Exception):
    """A command that wasn't carried out; its text is the code."""


class Texter(User):
    """A texter at their console. `wait_time`: seconds from one act to the next."""

    wait_time = between(0.5, 1.5)
    socket = None

    def on_start(self) -> None:
        """Take a token that nobody else has."""
        if not tokens:
            print("There are more users than texters in the plan.")
            raise StopUser
        self.token = tokens.popleft()
        self.connection = ExitStack()

    def on_stop(self) -> None:
        """Leave, and give the token back."""
        self.connection.close()
        tokens.append(self.token)

    @task
    def act(self) -> None:
        """Do what the console is for at this moment."""
        if self.socket is None:
            self.open()
        elif self.console["initial"]:
            self.send_first()
        elif self.console["reply"]:
            self.answer()
        elif self.console["request"]["allowed"]:
            self.change("request_conversations", request_id=str(uuid.uuid4()))

    def open(self) -> None:
        """Connect and open the console; a connection that was lost is made again by the next act."""
        self.refs = itertools.count(1)
        self.answers: dict[int, AsyncResult] = {}
        self.firsts = deque[int]()
        self.pushed = Event()
        connected = connect(
            self.host.replace("http", "ws", 1) + "/ws/texter",
            additional_headers={"Authorization": f"Bearer {self.token}"},
            subprotocols=["handraise.v1.json"],
            compression=None,
            max_size=None,
            proxy=None,
        )
        self.socket = self.connection.enter_context(connected)
        gevent.spawn(self.read, self.socket)
        things = self.ask("open_console", campaign=None)["things"]
        self.console = next(it for it in things if it["kind"] == "console" and it["campaign"] == CAMPAIGN)
        if self.console["carrier"] != "simulator":
            print(f"Campaign {CAMPAIGN} isn't the simulator's alone, so this could text real people.")
            raise StopUser

    def send_first(self) -> None:
        """Send the next first message of the batch."""
        if not self.firsts:
            page = self.ask("list_conversations", lane="initial", limit=100)
            self.firsts.extend(it["id"] for it in page["conversations"])
        if self.firsts:
            self.change("send_initial", conversation=self.firsts.popleft())

    def answer(self) -> None:
        """Answer the contact who has waited longest."""
        page = self.ask("list_conversations", lane="reply", limit=1)
        for waiting in page["conversations"]:
            whole = self.ask("open_conversation", conversation=waiting["id"])
            last = whole["texts"][-1]["id"]
            self.change("send_reply", conversation=waiting["id"], text="Good to hear from you!", last_seen=last)

    def change(self, name: str, **args: Any) -> None:
        """Ask for a change, and look at the console until it shows it, as people do: that takes the push delay."""
        before = self.console["moved"]
        v = self.ask(name, **args).get("v", before + 1)
        answered = time.perf_counter()
        with gevent.Timeout(WITHIN_SECONDS):
            while self.socket and self.console["moved"] < v:
                self.pushed.clear()
                self.pushed.wait()
        self.report("push delay", answered)

    def ask(self, name: str, **args: Any) -> dict[str, Any]:
        """Ask for a command, report it to Locust, and return its answer.

        Raises Refused or ConnectionClosed: Locust logs it, and goes on with the next act.
        """
        given = {"campaign": CAMPAIGN, **args}
        ref, answered = next(self.refs), AsyncResult()
        self.answers[ref] = answered
        began = time.perf_counter()
        try:
            self.socket.send(json.dumps([ref, name, {key: it for key, it in given.items() if it is not None}]))
            answer = answered.get(timeout=WITHIN_SECONDS)
        except (Refused, ConnectionClosed, gevent.Timeout) as error:
            self.report(name, began, error)
            raise
        self.report(name, began)
        return answer

    def read(self, socket: Any) -> None:
        """Take in what the hub says: answers, and the console as it looks now."""
        try:
            for frame in socket:
                match json.loads(frame):
                    case ["reply", ref, answer]:
                        self.answers.pop(ref).set(answer)
                    case ["refused", ref, code, *_]:
                        self.answers.pop(ref).set_exception(Refused(code))
                    case ["changed", {"kind": "console", "campaign": campaign} as console] if campaign == CAMPAIGN:
                        self.console = console
                        self.pushed.set()
        finally:
            self.socket = None
            self.pushed.set()
            for answered in self.answers.values():
                answered.set_exception(ConnectionClosed(None, None))

    def report(self, name: str, since: float, error: Exception | None = None) -> None:
        """Tell Locust of something that took until now."""
        self.environment.events.request.fire(
            request_type="WebSocket",
            name=name,
            response_time=(time.perf_counter() - since) * 1000,
            response_length=0,
            exception=error,
            context={},
        )
