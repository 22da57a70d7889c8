"""Answers of Twilio's without success."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse


class Trouble(Exception):
    """An answer without success."""

    def __init__(self, status: int, code: int, message: str, **headers: str) -> None:
        self.answer = JSONResponse(
            {
                "code": code,
                "message": message,
                "more_info": f"https://www.twilio.com/docs/errors/{code}",
                "status": status,
            },
            status,
            headers,
        )


async def troubled(_: Request, trouble: Any) -> Response:
    """The answer that a Trouble is."""
    answer: Response = trouble.answer
    return answer


def breaking_off() -> Response:
    """An answer that ends before it is whole."""

    async def nothing() -> AsyncIterator[bytes]:
        yield b"{"

    return StreamingResponse(nothing(), 201, {"content-length": "1000", "content-type": "application/json"})
