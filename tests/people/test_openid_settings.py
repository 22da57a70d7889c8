"""The settings of OpenID Connect, and the package that it needs."""

import subprocess
import sys

import pytest

from server.config import Config
from server.errors import BadSetting
from server.people.provider import check_installed
from tests.processes import ROOT

GOOD = {
    "OIDC_ISSUER": "https://id.example.org/realms/crew",
    "OIDC_CLIENT_ID": "handraise",
    "OIDC_CLIENT_SECRET": "very secret",
    "PUBLIC_URL": "https://text.example.org",
}


def test_the_settings_are_read() -> None:
    settings = Config.read(GOOD | {"OIDC_NAME": "Park Crew", "OIDC_NEW_MEMBERS": "Example.org, parks.example"}).openid

    assert settings
    assert (settings.issuer, settings.name) == (GOOD["OIDC_ISSUER"], "Park Crew")
    assert settings.new_members == ("example.org", "parks.example")
    assert "very secret" not in repr(settings)
    assert Config.read({}).openid is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"OIDC_ISSUER": "http://id.example.org"}, "OIDC_ISSUER must be"),
        ({"OIDC_ISSUER": "http://localhost.evil.example"}, "OIDC_ISSUER must be"),
        ({"OIDC_ISSUER": "https://me:pw@id.example.org"}, "OIDC_ISSUER must be"),
        ({"OIDC_ISSUER": "https://id.example.org?x"}, "OIDC_ISSUER must be"),
        ({"OIDC_ISSUER": "accounts.google.com"}, "OIDC_ISSUER must be"),
        ({"OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be"),
        ({"OIDC_NEW_MEMBERS": "texter@example.org"}, "OIDC_NEW_MEMBERS must be"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL must say"),
    ],
)
def test_settings_that_cannot_work_are_told(change: dict[str, str], says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        Config.read(GOOD | change)


def test_without_its_package_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    check_installed()
    monkeypatch.setitem(sys.modules, "joserfc", None)
    with pytest.raises(BadSetting, match="oidc"):
        check_installed()


def test_a_hub_without_it_does_not_load_it() -> None:
    program = "import sys, server.app; print('joserfc' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"
