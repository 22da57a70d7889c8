"""Invitations by e-mail, where a mail server is set up: `SMTP_URL`, `MAIL_FROM` and `PUBLIC_URL`."""

import asyncio
import logging
import ssl
from contextlib import suppress
from email.message import EmailMessage
from smtplib import SMTP, SMTP_SSL
from typing import cast
from urllib.parse import SplitResult, unquote, urlsplit

from server.config import MAILABLE, Config
from server.members import Member

WITHIN = 10.0
"""Seconds that a mail server may take for each of its answers."""

SUBJECT = "Your invitation to Handraise"
TEXT = """\
Hello {name},

{inviter} invites you to text with them, on Handraise. This link signs you in, once and within 7 days:

{link}
"""

log = logging.getLogger(__name__)


class Mail:
    """Sends invitations, or says why not."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def invite(self, member: Member, path: str, inviter: Member) -> tuple[bool, str]:
        """Mail somebody their sign-in link: whether the mail server took it, and a sentence for the inviter."""
        if self._config.smtp_url is None:
            return False, "No e-mail is sent from here: pass the link on yourself."
        if not MAILABLE.fullmatch(member.email):  # of other addresses Python can't be trusted to make a header
            return False, f"No e-mail can be sent to {member.email}: pass the link on yourself."
        text = TEXT.format(name=member.name, inviter=inviter.name, link=f"{self._config.public_url}{path}")
        try:
            await asyncio.to_thread(self._send, member.email, text)
        except OSError as error:  # so is everything that smtplib and ssl raise
            log.warning("The mail server took no invitation to %s: %s", member.email, error)
            return False, "The mail server didn't take the e-mail: pass the link on yourself."
        return True, f"An e-mail with the link is on its way to {member.email}."

    def _send(self, to: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._config.mail_from, to, SUBJECT
        message.set_content(text)
        at = urlsplit(cast(str, self._config.smtp_url))
        server = connect(at)
        try:
            sign_in(server, at)
            server.send_message(message)
            with suppress(OSError):  # it has taken the message; how it says good-bye doesn't matter
                server.quit()
        finally:
            server.close()


def connect(at: SplitResult) -> SMTP:
    """The mail server there."""
    host = cast(str, at.hostname)
    if at.scheme == "smtps":
        return SMTP_SSL(host, at.port or 465, timeout=WITHIN, context=ssl.create_default_context())
    return SMTP(host, at.port or 25, timeout=WITHIN)


def sign_in(server: SMTP, at: SplitResult) -> None:
    """Encrypt if the server can, and sign in if we are to: a password travels encrypted or not at all."""
    server.ehlo_or_helo_if_needed()
    if at.scheme == "smtp" and (at.username or server.has_extn("starttls")):
        server.starttls(context=ssl.create_default_context())
    if at.username:
        server.login(unquote(at.username), unquote(at.password or ""))
