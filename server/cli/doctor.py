"""The command `handraise doctor`."""

import click

from server.cli.running import run

MARKS = {"fine": "✓", "doubt": "!", "wrong": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="{ok, findings: [{about, mark, sentence, do}]}, on a line.")
def doctor(as_json: bool) -> None:
    """Look at settings, store, clock, PUBLIC_URL, hubs and carriers; exit code 1 if anything is wrong, with what to do.

    It sends nothing and changes no setting. Run it on the machine of a hub, with the hub's settings.
    """
    import msgspec

    from server.doctor.examination import examine
    from server.doctor.findings import Finding, Mark

    async def look() -> list[Finding]:
        found = []
        async for finding in examine():
            found.append(finding)
            if not as_json:
                click.echo(f"{MARKS[finding.mark]} {finding.about}: {finding.sentence}")
                if finding.do:
                    click.echo(f"    {finding.do}")
        return found

    found = run(look())
    broken = sum(finding.mark == Mark.WRONG for finding in found)
    if as_json:
        click.echo(msgspec.json.encode({"ok": not broken, "findings": found}).decode())
    else:
        click.echo(f"{broken} to be mended." if broken else "All is well.")
    if broken:
        raise SystemExit(1)
