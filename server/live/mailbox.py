"""Frames that one browser is still to be sent: replies in order, of each thing only the newest. Pure.

It holds at most one frame per thing that is shown, however slowly the browser reads, and lets things go at most ten
times a second; replies go at once.
"""

from collections.abc import Callable

from server.wire.frames import Frame, Key

SECONDS_BETWEEN_PUSHES = 0.1
"""Seconds: at most 10 pushes a second."""

REPLIES_WAITING = 16
"""Answers that wait to be sent before the next command is read: who doesn't read isn't listened to either."""


class Mailbox:
    """`wake` is called when something new may have become due."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.closing: tuple[int, str] | None = None
        self._wake = wake
        self._replies: list[Frame] = []
        self._things: dict[Key | None, Frame] = {}
        self._pushed = float("-inf")

    def reply(self, frame: Frame) -> None:
        """Send an answer: at once, in order, before any thing."""
        self._replies.append(frame)
        self._wake()

    def push(self, frame: Frame) -> None:
        """Send a `changed` or `gone` of a thing, in place of one of the same thing that still waits."""
        waiting = bool(self._things)
        self._things[frame.about] = frame
        if not waiting:
            self._wake()

    def close(self, code: int, sentence: str) -> None:
        """Send what is left, then close the socket."""
        self.closing = self.closing or (code, sentence)
        self._wake()

    @property
    def behind(self) -> bool:
        """True when so many answers wait that no more commands should be read."""
        return len(self._replies) >= REPLIES_WAITING

    def take(self, now: float) -> list[Frame]:
        """Return the frames to send at this moment (seconds of any clock)."""
        frames, self._replies = self._replies, []
        if self._things and (self.closing or now >= self._pushed + SECONDS_BETWEEN_PUSHES):
            frames += self._things.values()
            self._things = {}
            self._pushed = now
        return frames

    def due_in(self, now: float) -> float | None:
        """Seconds until `take` has something, or None: not before something new arrives."""
        if self._replies or self.closing:
            return 0.0
        if self._things:
            return max(0.0, self._pushed + SECONDS_BETWEEN_PUSHES - now)
        return None
