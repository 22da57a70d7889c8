import pytest

from server.config import Config
from server.web.answers import safe_headers
from server.web.origin import fetched_by_another_site, origin_allowed

OWN_HOST = Config()
PUBLIC = Config(public_url="https://text.example.org")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://ana.localhost:8000", "ana.localhost:8000"),
        ("https://Text.example.org", "text.example.ORG"),
        ("https://text.example.org", "text.example.org:443"),
        ("http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_without_a_public_url_the_hosts_own_pages_may_ask(origin, host):
    assert origin_allowed({"origin": origin, "host": host}, OWN_HOST)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:8001",
        "http://localhost:8000.evil.example",
        "http://user@localhost:8000",
        "file://localhost:8000",
        "localhost:8000",
        "http://[::1",
        "http://",
        "null",
        "",
    ],
)
def test_nobody_elses_page_may(origin):
    assert not origin_allowed({"origin": origin, "host": "localhost:8000"}, OWN_HOST)


def test_an_origin_without_any_host_to_compare_with_may_not():
    assert not origin_allowed({"origin": "http://localhost"}, OWN_HOST)
    assert not origin_allowed({"origin": "http://"}, OWN_HOST)


def test_with_a_public_url_only_its_pages_may_whatever_the_host():
    def allowed(origin: str) -> bool:
        return origin_allowed({"origin": origin, "host": "10.0.0.1:8000"}, PUBLIC)

    assert allowed("https://text.example.org")
    assert allowed("https://text.example.org:443")
    assert not allowed("http://text.example.org")
    assert not allowed("https://text.example.org:8443")
    assert not allowed("http://10.0.0.1:8000")


@pytest.mark.parametrize("config", [OWN_HOST, PUBLIC])
def test_scripts_and_carriers_which_send_no_origin_may(config):
    assert origin_allowed({"host": "localhost:8000"}, config)


@pytest.mark.parametrize(
    ("site", "others"),
    [
        ("cross-site", True),
        ("same-site", True),
        (" Cross-Site", True),
        ("same-origin", False),
        ("none", False),
        ("", False),
        (None, False),
    ],
)
def test_a_browser_says_when_the_page_that_asks_is_another_sites(site, others):
    assert fetched_by_another_site({"sec-fetch-site": site} if site is not None else {}) is others


@pytest.mark.parametrize("config", [OWN_HOST, Config(public_url="http://text.example.org"), PUBLIC])
def test_only_where_the_public_url_is_https_do_browsers_keep_to_https(config):
    assert ("strict-transport-security" in safe_headers(config, "text/html")) == (config is PUBLIC)
