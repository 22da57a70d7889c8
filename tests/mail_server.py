"""A real mail server, in the test's own process, that keeps what it is sent."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "open: s/s@me?"
"""A password that must be quoted in a URL."""


@dataclass
class MailServer:
    """A mail server. `refuses` is its answer to every recipient; `silent_at` is a command that it never answers."""

    refuses: str | None = None
    silent_at: str | None = None
    port: int = 0
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    signed_in: list[bool] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        envelope.rcpt_tos.append(address)
        return self.refuses or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        message: Any = BytesParser(policy=default).parsebytes(envelope.content)
        self.raw.append(envelope.content)
        self.mails.append((envelope.rcpt_tos, message))
        assert server.transport
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        self.signed_in.append(session.authenticated)
        return await self.answer("DATA", "250 OK")

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Say good-bye."""
        return await self.answer("QUIT", "221 Bye")

    async def answer(self, command: str, said: str) -> str:
        """Return the answer to a command; never return from the command at which the server is silent."""
        if command == self.silent_at:
            await asyncio.Event().wait()  # until the client hangs up
        return said

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, who: Any) -> AuthResult:
        """Let in whoever knows the password."""
        return AuthResult(success=who == LoginPassword(b"mailer", PASSWORD.encode()), handled=False)


@asynccontextmanager
async def mail_server(
    context: ssl.SSLContext | None = None, *, from_the_start: bool = False, **answers: Any
) -> AsyncIterator[MailServer]:
    """A mail server on a free port; with a certificate it can encrypt, on request or from the start."""
    keeper = MailServer(**answers)
    starttls = None if from_the_start else context

    def session() -> SMTP:
        return SMTP(
            keeper,
            hostname="localhost",
            authenticator=keeper.authenticate,
            auth_require_tls=False,
            tls_context=starttls,
            require_starttls=starttls is not None,
        )

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", 0, ssl=context if from_the_start else None
    )
    async with server:
        keeper.port = server.sockets[0].getsockname()[1]
        yield keeper
