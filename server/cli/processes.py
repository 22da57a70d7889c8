"""The commands that serve, `handraise demo` and `handraise serve`, and `handraise status` of all that is served."""

import socket
from pathlib import Path

import click

from server.cli.options import LOG_FORMAT, METRICS
from server.cli.running import run


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), default="demo-data", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of 8000, or the next one that is free.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other people.")
@click.option("--delay", type=click.FloatRange(0), default=1.0, show_default=True, help="How slowly they answer.")
def demo(data: Path, port: int | None, seed: int, delay: float) -> None:
    """Everything on one screen: a store, a sample campaign, and people who answer. Nobody real is texted."""
    from server import demo
    from server.host.listening import listen

    listening = demo.listen_somewhere() if port is None else listen("127.0.0.1", port)
    run(demo.demo(data, listening, click.echo, seed=seed, delay=delay))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="How many processes serve.")
@click.option("--metrics", **METRICS)
@click.option("--log-format", **LOG_FORMAT)
@click.option("--descriptor", type=int, hidden=True, help="The listening socket, given by the process that started us.")
@click.option("--measures", type=int, hidden=True, help="The file that we count in, given likewise.")
def serve(
    host: str,
    port: int,
    workers: int,
    metrics: tuple[str, int] | None,
    log_format: str,
    descriptor: int | None,
    measures: int | None,
) -> None:
    """Serve the consoles."""
    from server.config import Config
    from server.host.listening import listen
    from server.people.provider import check_installed
    from server.serve import serve
    from server.workers import supervise, work

    config = Config.read()
    if config.openid:
        check_installed()
    if descriptor is not None:
        run(work(config, socket.socket(fileno=descriptor), measures))
        return
    listening = listen(host, port)
    scraped = listen(*metrics, "--metrics") if metrics else None
    if workers > 1:
        run(supervise(config, listening, scraped, workers, log_format, click.echo))
    else:
        run(serve(config, listening, scraped, click.echo))


@click.command()
@click.option("--watch", is_flag=True, help="Show it again every 2 seconds, until Ctrl-C.")
@click.option(
    "--json", "as_json", is_flag=True, help="{at, hubs, sockets, carriers, queue, store, campaigns}, on a line."
)
def status(watch: bool, as_json: bool) -> None:
    """Show hubs, carriers, what waits, and the store, on one screen."""
    from server.cli.drawing import show

    run(show(as_json, watch))
