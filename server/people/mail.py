"""Invitations by e-mail, where a mail server is set up: `SMTP_URL`, `MAIL_FROM` and `PUBLIC_URL`."""

import asyncio
import logging
import re
from email.message import EmailMessage
from typing import cast
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP, SMTPException

from server.config import MAILABLE, Config
from server.people.members import Member

MAILED_WITHIN_SECONDS = 10.0
"""Seconds that a mail server may take for all of it."""

SUBJECT = "Your invitation to Handraise"
TEXT = """\
Hello {name},

{inviter} invites you to text with {whom}, on Handraise. This link signs you in, once and within 7 days:

{link}
"""

NOT_TAKEN = "The mail server didn't take the e-mail: pass the link on yourself."
TOO_SLOW = "The mail server is too slow, so it isn't known whether the e-mail was sent: pass the link on yourself."

AN_ADDRESS = re.compile(r"[^\s<>'\"(]+@[^\s<>'\",)]+")
"""An e-mail address in the words of a mail server. The log holds none."""

log = logging.getLogger(__name__)


class Mail:
    """Sends invitations, or says why not."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def invite(
        self, member: Member, path: str, inviter: Member, organisation: str | None = None
    ) -> tuple[bool, str]:
        """Mail somebody their sign-in link: whether the mail server took it, and a sentence for the inviter. The e-mail
        names the organization, if that has a name."""
        if self._config.smtp_url is None:
            return False, "No e-mail is sent from here: pass the link on yourself."
        if not MAILABLE.fullmatch(member.email):  # of other addresses Python can't be trusted to make a header
            return False, f"No e-mail can be sent to {member.email}: pass the link on yourself."
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._config.mail_from, member.email, SUBJECT
        link = f"{self._config.public_url}{path}"
        message.set_content(TEXT.format(name=member.name, inviter=inviter.name, whom=organisation or "them", link=link))
        server, taken = self._server(), False
        try:
            async with asyncio.timeout(MAILED_WITHIN_SECONDS) as deadline:
                await server.connect()
                await server.send_message(message)
                taken = True
                await server.quit()
        except (SMTPException, OSError) as error:
            if not taken:  # afterwards it doesn't matter how it says good-bye
                says = AN_ADDRESS.sub("…", repr(error))
                log.warning("The mail server took no invitation to member %d: %s", member.id, says)
                return False, TOO_SLOW if deadline.expired() else NOT_TAKEN
        finally:
            server.close()
        return True, f"An e-mail with the link is on its way to {member.email}."

    def _server(self) -> SMTP:
        """Return a client of the mail server. It encrypts if it can; a password travels encrypted or not at all."""
        at = urlsplit(cast(str, self._config.smtp_url))
        encrypted = at.scheme == "smtps"
        return SMTP(
            hostname=at.hostname,
            port=at.port or (465 if encrypted else 25),
            use_tls=encrypted,
            start_tls=True if at.username and not encrypted else None,  # None: if the server can
            username=unquote(at.username) if at.username else None,
            password=unquote(at.password or ""),
            # By itself it would say this computer's name, and look that up in a thread, for as long as that takes.
            local_hostname=cast(str, self._config.mail_from).partition("@")[2],
            timeout=None,  # of each answer: there is one for all
        )
