import pytest

from server.config import Config
from server.doctor.settings import look_at_settings
from tests.command_line import handraise
from tests.doctor.examined import marks, said, told


async def test_settings_that_cant_be_right_are_a_finding() -> None:
    parts = await told(PUBLIC_URL="ftp://x")
    assert marks(parts) == {"Settings": "wrong"}
    assert "PUBLIC_URL must be like https://text.example.org" in said(parts, "Settings")
    plain = await handraise("doctor", HANDRAISE_ACCEPT_LOSS="perhaps")
    assert (plain.code, plain.err) == (1, "")
    assert plain.out == "✗ Settings: HANDRAISE_ACCEPT_LOSS must be 1 or 0.\n1 to be mended.\n"


@pytest.mark.parametrize(
    ("about", "settings", "mark", "words"),
    [
        ("SECRET_KEY", {}, "fine", "the store keeps one"),
        ("SECRET_KEY", {"SECRET_KEY": "short"}, "wrong", "Make one: python3 -c"),
        ("SECRET_KEY", {"SECRET_KEY": "x" * 32}, "fine", "each hub must have the same"),
        ("PUBLIC_URL", {}, "doubt", "Set it to how browsers reach this"),
        ("PUBLIC_URL", {"PUBLIC_URL": "http://localhost:1"}, "doubt", "only this machine reaches"),
        ("PUBLIC_URL", {"PUBLIC_URL": "http://[::1]:1"}, "doubt", "only this machine reaches"),
        ("PUBLIC_URL", {"PUBLIC_URL": "http://192.0.2.1:1"}, "wrong", "Put a proxy with TLS in front"),
        ("TRUSTED_PROXIES", {}, "fine", "people connect to the hubs themselves"),
        ("TRUSTED_PROXIES", {"PUBLIC_URL": "https://localhost:1"}, "wrong", "Name your proxy's address"),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "0.0.0.0/0"}, "wrong", "0.0.0.0/0 is nearly everybody"),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "::/0"}, "wrong", "::/0 is nearly everybody"),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8"}, "fine", "names proxies"),
    ],
)
async def test_a_setting_is_judged(about: str, settings: dict[str, str], mark: str, words: str) -> None:
    found = [finding async for finding in look_at_settings(Config.read(settings)) if finding.about == about]
    assert [finding.mark for finding in found] == [mark]
    assert words in f"{found[0].sentence} {found[0].do}"
