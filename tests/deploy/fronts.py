"""The proxies of `deploy/`, as they stand there but for addresses and paths, in front of two hubs of the tests."""

import asyncio
import os
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import trustme

from tests.forked import ROOT
from tests.processes import Process, free_port, unrecorded_hub

DEPLOY = ROOT / "deploy"
PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


@dataclass
class Front:
    """A proxy, and the hubs behind it.

    url     where browsers find it, by https
    plain   where it answers http
    folder  has its files; `authority.pem` vouches for it
    hubs    their ports
    start   the command that runs it
    again   the command that has it read its settings anew
    """

    url: str
    plain: str
    folder: Path
    hubs: list[int]
    start: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The surroundings of its commands: it keeps nothing elsewhere."""
        here = str(self.folder)
        return {**os.environ, "HOME": here, "XDG_DATA_HOME": here, "XDG_CONFIG_HOME": here}

    @property
    def authority(self) -> str:
        """The file of the authority that vouches for it."""
        return str(self.folder / "authority.pem")

    @property
    def trusting(self) -> ssl.SSLContext:
        """The trust of a browser that knows the authority."""
        return ssl.create_default_context(cafile=self.authority)

    @asynccontextmanager
    async def browser(self, local_address: str | None = None, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser that nobody is signed in to, at an address of this machine's."""
        transport = httpx.AsyncHTTPTransport(verify=self.trusting, local_address=local_address)
        sent = {"accept": "text/html", "origin": self.url, **headers}
        async with httpx.AsyncClient(base_url=self.url, headers=sent, timeout=60, transport=transport) as client:
            yield client

    @asynccontextmanager
    async def hub(self, nth: int, store_url: str, **settings: str) -> AsyncIterator[Process]:
        """One of the hubs, with the settings that `deploy/` asks for."""
        wanted = {"PUBLIC_URL": self.url, "TRUSTED_PROXIES": "127.0.0.1", **settings}
        async with unrecorded_hub(store_url, self.hubs[nth], **wanted) as hub:
            yield hub

    @asynccontextmanager
    async def runs(self) -> AsyncIterator[None]:
        """Run it. Hubs that aren't there by then, it leaves out for a while."""
        with (self.folder / "said").open("wb") as said:
            process = await asyncio.create_subprocess_exec(*self.start, env=self.environment, stdout=said, stderr=said)
            try:
                await self._answers(process)
                yield
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()

    async def _answers(self, process: asyncio.subprocess.Process) -> None:
        """Wait until it leads to https."""
        async with asyncio.timeout(20), self.browser() as browser:
            while True:
                try:
                    assert (await browser.get(self.plain)).status_code == 308
                    return
                except httpx.TransportError:
                    assert process.returncode is None, (self.folder / "said").read_text()
                    await asyncio.sleep(0.05)

    async def reload(self) -> None:
        """Have it read its settings anew."""
        process = await asyncio.create_subprocess_exec(*self.again, env=self.environment)
        assert await process.wait() == 0


def changed(text: str, **changes: str) -> str:
    """A file of `deploy/` with its examples replaced; each must be there."""
    for before, after in changes.items():
        assert before in text, f"deploy/ says nothing of {before}"
        text = text.replace(before, after)
    return text


def nginx(front: Front, program: str) -> None:
    """Write nginx's file, and say how it is started and reloaded."""
    folder = front.folder
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in paths)
    http, https = (url.rpartition(":")[2] for url in (front.plain, front.url))
    text = (DEPLOY / "nginx.conf").read_text()
    text = changed(
        text,
        **{
            "http {\n": f"http {{\n{temporary}",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{http};",
            "listen 443 ": f"listen 127.0.0.1:{https} ",
            "https://text.example.org$": f"{front.url}$",
            "/etc/letsencrypt/live/text.example.org/": f"{folder}/",
            "text.example.org": "localhost",
            "/run/nginx.pid": f"{folder}/pid",
            "/var/log/nginx/": f"{folder}/",
            "127.0.0.1:8001 ": f"127.0.0.1:{front.hubs[0]} ",
            "127.0.0.1:8002 ": f"127.0.0.1:{front.hubs[1]} ",
        },
    )
    (folder / "conf").write_text(text)
    command = [program, "-p", str(folder), "-c", str(folder / "conf"), "-e", str(folder / "error.log")]
    front.start, front.again = [*command, "-g", "daemon off;"], [*command, "-s", "reload"]


def caddy(front: Front, program: str) -> None:
    """Write Caddy's file, and say how it is started and reloaded."""
    folder = front.folder
    http, https = (url.rpartition(":")[2] for url in (front.plain, front.url))
    admin = f"127.0.0.1:{free_port()}"
    ports = f"{{\n\tadmin {admin}\n\thttp_port {http}\n\thttps_port {https}\n\tskip_install_trust\n"
    text = (DEPLOY / "Caddyfile").read_text()
    certificate = f"tls {folder}/fullchain.pem {folder}/privkey.pem"
    text = changed(
        text,
        **{
            "\n{\n": f"\n{ports}",
            "\n{$HANDRAISE_HOST:text.example.org} {": f"\nlocalhost {{\n\tbind 127.0.0.1\n\t{certificate}",
            "127.0.0.1:8001 127.0.0.1:8002": " ".join(f"127.0.0.1:{port}" for port in front.hubs),
        },
    )
    (folder / "Caddyfile").write_text(text)
    options = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    front.start, front.again = [program, "run", *options], [program, "reload", *options, "--address", admin]


PROXIES: dict[str, Callable[[Front, str], None]] = {"nginx": nginx, "caddy": caddy}


@asynccontextmanager
async def arranged(name: str) -> AsyncIterator[Front]:
    """A real proxy of this name, with a certificate of our own. Neither it nor its hubs run yet."""
    program = shutil.which(name, path=PATH)
    if program is None:
        pytest.skip(f"Not run: there is no {name} here.")
    with tempfile.TemporaryDirectory(prefix="hr-front-") as where:
        folder = Path(where)
        authority = trustme.CA()
        issued = authority.issue_cert("localhost")
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        issued.private_key_pem.write_to_path(str(folder / "privkey.pem"))
        for part in issued.cert_chain_pems:
            part.write_to_path(str(folder / "fullchain.pem"), append=True)
        https, http, *hubs = (free_port() for _ in range(4))
        front = Front(f"https://localhost:{https}", f"http://localhost:{http}", folder, hubs)
        PROXIES[name](front, program)
        yield front
