import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme

from server.client import Client
from server.config import Config
from server.errors import BadSetting
from server.people import mail
from server.people.mail import Mail
from server.people.members import Member, Members
from server.store.scripts import Scripts
from tests.command_line import handraise
from tests.mail_server import PASSWORD, mail_server
from tests.processes import hub_process
from tests.world import World

ANA = Member(2, "Ana", "ana@example.org", "texter")
ROOT = Member(1, "Root", "root@example.org", "admin")


def config(port: int, scheme: str = "smtp", who: str = "", host: str = "127.0.0.1") -> Config:
    """Settings that lead to a mail server."""
    return Config(
        smtp_url=f"{scheme}://{who}{host}:{port}",
        mail_from="handraise@example.org",
        public_url="https://text.example.org",
    )


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server called localhost, which is trusted here."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


async def refused(config: Config, caplog: pytest.LogCaptureFixture, member: Member = ANA) -> str:
    """The sentence that tells the admin of a mail that failed. The log has one line and no traceback."""
    with caplog.at_level(logging.WARNING):
        sent, sentence = await Mail(config).invite(member, "/invite/x", ROOT)
    assert not sent
    assert sentence.endswith("pass the link on yourself.")
    logged = [record for record in caplog.records if record.name == mail.log.name]
    assert [(record.exc_info, len(record.getMessage().splitlines())) for record in logged] == [(None, 1)]
    return sentence


# Sent


async def test_an_invited_member_gets_a_mail_with_the_whole_link(world: World) -> None:
    root = await world.member("Root", "admin")
    async with mail_server() as server:
        world.config = config(server.port)
        thing = await world.ask(root, "invite_member", email="ana@example.org", name="Ana", role="texter")
    [(recipients, message)] = server.mails
    assert thing["sent"] is True
    assert "ana@example.org" in thing["sentence"]
    assert recipients == ["ana@example.org"]
    assert (message["From"], message["To"]) == ("handraise@example.org", "ana@example.org")
    assert message["Subject"] == "Your invitation to Handraise"
    text = message.get_content()
    assert "Hello Ana" in text
    assert "Root invites you" in text
    assert f"https://text.example.org{thing['link']}\n" in text.replace("\r\n", "\n")


async def test_a_real_hub_mails_too(store_url: str, scripts: Scripts, members: Members) -> None:
    token = await members.token(await members.add("root@example.org", "Root", "admin"))
    async with mail_server() as server:
        settings = {
            "SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "MAIL_FROM": "handraise@example.org",
            "PUBLIC_URL": "https://text.example.org",
        }
        async with hub_process(store_url, **settings) as hub, Client(hub.url, token, "/ws/admin") as admin:
            thing = await admin.ask("invite_member", email="ana@example.org", name="Ana", role="texter")
    assert thing["sent"] is True
    assert f"https://text.example.org{thing['link']}" in server.mails[0][1].get_content()


@pytest.mark.parametrize("from_the_start", [True, False])
async def test_a_password_travels_encrypted(certificate: ssl.SSLContext, from_the_start: bool) -> None:
    scheme = "smtps" if from_the_start else "smtp"
    async with mail_server(certificate, from_the_start=from_the_start) as server:
        at = config(server.port, scheme, f"mailer:{quote(PASSWORD, safe='')}@", "localhost")
        assert (await Mail(at).invite(ANA, "/invite/x", ROOT))[0]
    assert (server.encrypted, server.signed_in) == ([True], [True])


async def test_without_a_password_it_encrypts_when_the_server_can(certificate: ssl.SSLContext) -> None:
    async with mail_server(certificate) as server:
        assert (await Mail(config(server.port, host="localhost")).invite(ANA, "/invite/x", ROOT))[0]
    assert server.encrypted == [True]


@pytest.mark.parametrize(
    "name", ["Ana\r\nBcc: eve@example.org", "Ana\n.\nQUIT", "‮Zoë 👋", "{link}", "Ana\u2028B\x0b\x85C", "x" * 200]
)
async def test_no_name_gets_out_of_the_text(name: str) -> None:
    async with mail_server() as server:
        await Mail(config(server.port)).invite(Member(2, name, "ana@example.org", "texter"), "/invite/x", ROOT)
    [(recipients, message)] = server.mails
    assert recipients == ["ana@example.org"]
    assert {header.lower() for header in message} <= {
        *("from", "to", "subject", "content-type", "content-transfer-encoding", "mime-version", "x-peer"),
        *("x-mailfrom", "x-rcptto"),
    }
    assert "https://text.example.org/invite/x" in message.get_content()
    assert "{link}" not in message.get_content() or name == "{link}"


# Not sent: the link is still there, and a sentence says so.


async def test_a_failing_mail_server_still_leaves_the_link(world: World, caplog: pytest.LogCaptureFixture) -> None:
    root = await world.member("Root", "admin")
    async with mail_server(refuses="550 No such person <ana@example.org>") as server:
        world.config = config(server.port)
        thing = await world.ask(root, "invite_member", email="ana@example.org", name="Ana", role="texter")
    assert (thing["sent"], thing["sentence"]) == (
        False,
        "The mail server didn't take the e-mail: pass the link on yourself.",
    )
    assert (await world.members.of_link(thing["link"].removeprefix("/invite/"))).name == "Ana"
    assert "took no invitation to member 2: " in caplog.text
    assert "550, 'No such person <…>'" in caplog.text
    assert "ana@" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_no_mail_server_there(caplog: pytest.LogCaptureFixture) -> None:
    async with mail_server() as server:
        pass
    await refused(config(server.port), caplog)


async def test_a_host_that_does_not_exist(caplog: pytest.LogCaptureFixture) -> None:
    await refused(config(25, host="nowhere.invalid"), caplog)


@pytest.mark.parametrize("says", [b"", b"554 Go away\r\n", b"220 Hi\r\n", b"\xff\xfe\r\n" * 100, b"x" * 100_000])
async def test_a_server_that_speaks_no_smtp_or_hangs_up(says: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        await refused(config(server.sockets[0].getsockname()[1]), caplog)


@asynccontextmanager
async def silent_server() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """The port of a server that takes connections and says nothing, and what is set when it has one."""
    there, leaving = asyncio.Event(), asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there.set()
        await leaving.wait()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        try:
            yield server.sockets[0].getsockname()[1], there
        finally:
            leaving.set()


async def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(mail, "MAILED_WITHIN_SECONDS", 0.1)
    async with silent_server() as (port, _):
        assert await refused(config(port), caplog) == mail.TOO_SLOW


async def test_a_server_that_always_has_one_more_thing_to_say(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail, "MAILED_WITHIN_SECONDS", 0.3)
    ended = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(30):
            writer.write(b"220-One moment\r\n")
            await asyncio.sleep(0.1)
            if reader.at_eof():
                break
        writer.close()
        ended.set()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        assert await refused(config(server.sockets[0].getsockname()[1]), caplog) == mail.TOO_SLOW
        await ended.wait()


async def test_a_server_that_does_not_say_whether_it_took_the_message(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail, "MAILED_WITHIN_SECONDS", 0.5)
    async with mail_server(silent_at="DATA") as server:
        assert await refused(config(server.port), caplog) == mail.TOO_SLOW


async def test_a_message_that_was_taken_is_on_its_way_even_if_nobody_says_good_bye(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "MAILED_WITHIN_SECONDS", 2.0)
    async with mail_server(silent_at="QUIT") as server:
        assert (await Mail(config(server.port)).invite(ANA, "/invite/x", ROOT))[0]
    assert len(server.mails) == 1


async def test_waiting_for_a_mail_server_takes_no_thread_from_those_who_upload() -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    async with silent_server() as (port, there):
        inviting = asyncio.create_task(Mail(config(port)).invite(ANA, "/invite/x", ROOT))
        await there.wait()
        await asyncio.to_thread(int)
        assert not inviting.done()
        inviting.cancel()
        await asyncio.wait([inviting])


async def test_a_wrong_password(certificate: ssl.SSLContext, caplog: pytest.LogCaptureFixture) -> None:
    async with mail_server(certificate) as server:
        await refused(config(server.port, who="mailer:wrong-secret@", host="localhost"), caplog)
    assert server.mails == []
    assert "535" in caplog.text
    assert "wrong-secret" not in caplog.text


async def test_a_server_that_cannot_encrypt_is_told_no_password(caplog: pytest.LogCaptureFixture) -> None:
    async with mail_server() as server:
        await refused(config(server.port, who=f"mailer:{quote(PASSWORD, safe='')}@"), caplog)
    assert server.mails == []
    assert "STARTTLS" in caplog.text


@pytest.mark.parametrize("from_the_start", [True, False])
async def test_a_server_whose_certificate_nobody_vouches_for(
    certificate: ssl.SSLContext,
    from_the_start: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    async with mail_server(certificate, from_the_start=from_the_start) as server:
        await refused(config(server.port, "smtps" if from_the_start else "smtp", host="localhost"), caplog)
    assert server.mails == []


@pytest.mark.parametrize("email", ["zoë@example.org", "a..b@example.org", "(a)@example.org", "a@[1", "a@exämple.org"])
async def test_an_address_that_mail_servers_may_not_take(email: str) -> None:
    async with mail_server() as server:
        sent, sentence = await Mail(config(server.port)).invite(Member(2, "Ana", email, "texter"), "/invite/x", ROOT)
    assert (sent, sentence) == (False, f"No e-mail can be sent to {email}: pass the link on yourself.")
    assert server.mails == []


# Settings

GOOD = {
    "SMTP_URL": "smtps://mailer:a%3Ab@mail.example.org",
    "MAIL_FROM": "handraise@example.org",
    "PUBLIC_URL": "https://text.example.org",
}


def test_without_smtp_url_the_others_do_not_matter() -> None:
    assert Config.read({"MAIL_FROM": "nonsense"}).smtp_url is None


def test_good_settings_are_taken_and_the_password_is_not_shown() -> None:
    config = Config.read(GOOD)
    assert config.smtp_url == GOOD["SMTP_URL"]
    assert "a%3Ab" not in repr(config)


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"SMTP_URL": "mail.example.org"}, "SMTP_URL"),
        ({"SMTP_URL": "http://mail.example.org"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example.org:abc"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example.org:99999"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail..org"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://[::1"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://u:p%C3%A4@mail.example.org"}, "SMTP_URL"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"MAIL_FROM": "Handraise"}, "MAIL_FROM"),
        ({"MAIL_FROM": "a@b.org\nBcc: c@d.org"}, "MAIL_FROM"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
    ],
)
def test_settings_with_which_nothing_could_be_mailed_are_told_at_the_start(wrong: dict[str, str], names: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Config.read(GOOD | wrong)
    assert re.findall("[A-Z]+_[A-Z]+", str(caught.value))[-1 if names != "SMTP_URL" else 0] == names


async def test_the_command_line_tells_it_in_a_sentence(store_url: str) -> None:
    ended = await handraise("check", REDIS_URL=store_url, SMTP_URL="mail.example.org")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("Error: SMTP_URL must be like ")
