from server.store.scripts import Scripts


async def test_without_any_there_is_only_the_time(scripts: Scripts, account: None) -> None:
    told = await scripts.run("list_processes")
    assert (list(told["processes"]), abs(told["at"] - await scripts.now()) < 1000) == ([], True)


async def test_each_is_told_as_it_reported_and_since_when(scripts: Scripts, account: None) -> None:
    for process in ("one", "two"):
        await scripts.run("report_process", process=process, report={"host": process, "pid": 7})

    told = await scripts.run("list_processes")
    since = [process.pop("since") for process in told["processes"]]
    assert sorted(process["host"] for process in told["processes"]) == ["one", "two"]
    assert all(process.keys() == {"host", "pid"} for process in told["processes"])
    assert max(since) <= told["at"]
