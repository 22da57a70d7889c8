"""Promises about how the code is laid out, read from its text."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from server.commands.actors import ACTORS
from server.errors import SENTENCES
from server.store import verbs

ROOT = Path(__file__).parent.parent
SERVER, LUA, STATIC = ROOT / "server", ROOT / "lua", ROOT / "static"

HOUSE = {
    "": "resources fields limits errors",
    "measures": "cells kinds declared exposition",
    "words": "comparable names stop_words wishes regions moments",
    "host": "addresses crowded fetching proxies signals open_files listening logs",
    " ": "config background",
    "wire": "hours parts at_hand things described replies account people arguments amounts frames",
    "store": "keys private_socket private address connections round_trips nodes cluster fitness connecting epoch "
    "refusals verbs scripts scanning processes lookups found kept readings texting_hours at_hand queues load_tests "
    "same_store work snapshots copying half_restored",
    "contacts": "cells american numbers columns states zones plausible encodings table workbook rows reader",
    "people": "turns passwords emails browsers cookies members deeds provider openid mail invitations",
    "campaigns": "attached chunks merge automatic shares places reading indexing ledger replay windows hours "
    "message at_hand settings launching senders moving finishing contact check removals days room taking_back erasing "
    "person doubles imports correcting copying opt_outs lines search organising recent",
    "upgrades": "steps upgrading opening",
    "live": "console mailbox stranded watch sockets news ear announcements directory presence watches "
    "account audit here disturbances hub doors",
    "carriers": "carrier pictures drawn people pace midnights patience backoff intake lost in_hand terms granting "
    "taking apart fates unsure catching_up looking_up handover simulator",
    "carriers.telnyx": "errors files posts calls missed setup carrier",
    "carriers.twilio": "answers errors senders files hearing calls missed carrier setup",
    "carriers ": "registry rates classes forecast estimate media",
    "commands": "table noted texter at_hand admin drafts offers moves account members opt_outs people sending numbers "
    "actors",
    "  ": "readiness scraping chores world",
    "web": "static_files answers origin asking sender_link sign_in openid sessions export people reports uploads "
    "opt_outs join media pictures webhooks asyncapi health pages connections upgraded",
    "   ": "writer session app serve workers shown client handraise sample demo",
    "load": "plan history pace tab pages texter board crew deployment preparing evidence owners verdict figures end "
    "run screen report driving",
    "backup": "archive interrupted primaries making claiming loading settling restoring outcome",
    "cli": "running files options account terms settings opt_outs creating status deployment drawing audit members "
    "contacts deleting campaigns carrying carriers processes backups load",
    "doctor": "findings settings machine store public work examination",
    "cli ": "doctor main",
}
"""The folders of server/ (blank: beside them), each above those that may import it, and so their files."""

ROOMS = [f"{folder.strip()}.{name}".lstrip(".") for folder, names in HOUSE.items() for name in names.split()]

PYTHON = sorted(SERVER.rglob("*.py"))
VERBS = verbs.verbs()

TESTED_ELSEWHERE = {
    "approve_sender": "commands/test_waiting_room.py",
    "fail_launch": "commands/test_schedule_launch.py",
    "end_days": "commands/test_update_sender.py",
    "serve_room": "commands/test_waiting_room.py",
    "stop_waiting": "commands/test_waiting_room.py",
    "vouch_here": "commands/test_waiting_room.py",
    "wait_for_more": "commands/test_waiting_room.py",
    "check_conversation": "campaigns/test_check.py",
    "check_counters": "campaigns/test_check.py",
    "check_labels": "campaigns/test_check.py",
    "export_conversations": "web/test_export.py",
    "places_of": "campaigns/test_replay.py",
    **dict.fromkeys(["erase_campaign", "empty_campaign", "note_archived"], "campaigns/test_erasing.py"),
    **dict.fromkeys(["forget_campaign", "forget_hints", "forget_places"], "campaigns/test_erasing.py"),
    "forget_unplaced": "campaigns/test_erasing.py",
    "join_campaign": "web/test_join.py",
    "note_disturbance": "live/test_disturbances.py",
    **dict.fromkeys(["forget_member", "forget_phones"], "load/test_preparing.py"),
}
"""Verbs that are one feature's alone."""

READS = set(
    """
    EXISTS GET HEXISTS HGET HGETALL HKEYS HLEN HMGET HVALS LINDEX LLEN LRANGE SCARD SISMEMBER SMEMBERS SMISMEMBER
    SSCAN TIME XREVRANGE ZCARD ZCOUNT ZMSCORE ZLEXCOUNT ZRANGE ZRANGEBYSCORE ZRANK ZSCORE
    """.split()
)
"""Commands of the store that change nothing."""


def room(path: Path) -> str:
    """`server/commands/admin.py` → `commands.admin`."""
    return ".".join(path.relative_to(SERVER).with_suffix("").parts)


def imports(path: Path) -> set[str]:
    """The rooms that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not any(alias.name.split(".")[0] == "server" for alias in node.names), "write: from server.…"
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write: from server.…"
            package, *rest = (node.module or "").split(".")
            for alias in node.names if package == "server" else ():
                whole = ".".join([*rest, alias.name])
                found.add(whole if whole in ROOMS else ".".join(rest))
    return found


@pytest.mark.parametrize("path", PYTHON, ids=room)
def test_imports_point_upwards(path: Path) -> None:
    if path.name == "__init__.py":
        only = ast.parse(path.read_text()).body
        assert [type(node) for node in only] == [ast.Expr], "one sentence, which says what the folder is for"
        return
    assert room(path) in ROOMS, "give it its place in the list"
    above = ROOMS[: ROOMS.index(room(path))]
    assert imports(path) <= set(above)


def test_every_process_comes_to_the_store_by_one_door() -> None:
    """There it is upgraded, or refused: see docs/operating/upgrading.md."""
    opening = {room(path) for path in PYTHON if re.search(r"\bopen_store\b", path.read_text())}
    assert opening == {"store.connecting", "upgrades.opening"}


def test_only_the_settings_read_the_environment() -> None:
    assert [room(path) for path in PYTHON if re.search(r"\benviron\b|getenv", path.read_text())] == ["config"]


def test_no_file_asks_this_hosts_clock_what_time_it_is() -> None:
    """The store's is asked: hosts and phones may be off by hours. How long something takes is another question."""
    python = re.compile(
        r"\btime\.(time|time_ns|gmtime|localtime|ctime)\b|\b(datetime|date)\.(now|utcnow|today)\b"
        r"|from time import .*\b(time|time_ns|gmtime|localtime|ctime)\b|\bformatdate\b"
    )
    assert [room(path) for path in PYTHON if python.search(path.read_text())] == ["doctor.machine"]  # it compares them
    javascript = re.compile(r"\bDate\.now\b|\bnew Date\(\)|\bDate\(\)")
    files = sorted(STATIC.rglob("*.js"))
    asking = [str(path.relative_to(STATIC)) for path in files if javascript.search(path.read_text())]
    durations = ["console/drafts.js", "console/view.js", "shared/socket.js"]
    assert asking == [*durations, "shared/store_time.js"]


def modules_of(folder: str) -> set[Path]:
    """The modules that a console's page loads: its own, and what they import."""
    loaded, next_ones = set[Path](), set((STATIC / folder).glob("*.js"))
    while next_ones:
        loaded |= next_ones
        named = [(path, name) for path in next_ones for name in re.findall(r'from "(\.[^"]+)"', path.read_text())]
        next_ones = {(path.parent / name).resolve() for path, name in named} - loaded
    return loaded


def test_the_two_consoles_share_all_that_is_in_shared_and_nothing_else() -> None:
    assert modules_of("console") & modules_of("admin") == set((STATIC / "shared").glob("*.js"))


def test_only_the_stores_folder_speaks_to_the_store_in_its_own_commands() -> None:
    """Every change of state is a verb; plain questions are in these files."""
    asking = re.compile(r'(?<!redis\.call)\("(HM?|SM?|Z|L)(GET|SET|MEMBERS|ISMEMBER|LEN|CARD|GETALL|SETNX)", ')
    asking_files = {room(path) for path in PYTHON if asking.search(path.read_text())}
    assert asking_files == {"store.found"} | {
        f"store.{name}"
        for name in ("lookups", "kept", "readings", "at_hand", "texting_hours", "queues", "load_tests", "work")
    }


PAGES = sorted(
    path for folder in ("", "docs", "docs/load", "docs/operating", ".github") for path in (ROOT / folder).glob("*.md")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_files_that_are_here(page: Path) -> None:
    text = page.read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("http")]
    named = re.findall(r"`((?:server|lua|static|tests)/[\w/.]+)`", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []


def test_the_code_names_only_files_that_are_here() -> None:
    for path in [*PYTHON, *LUA.rglob("*.lua"), *STATIC.rglob("*.js")]:
        for name in re.findall(r"\b(?:server|lua|static|tests)/[\w/]+\.(?:py|lua|js)\b", path.read_text()):
            assert (ROOT / name).exists(), f"{path} names {name}"


RIDDLES = r"(?:Who|Whose|Whom|What|Whether|How|Which|Why)\b"
"""Beginnings of a sentence that leaves its noun out."""

BEGINNINGS = {
    ".py": r'(?:"""|# )',
    ".lua": r"--(?:\[\[)?\s*",
    ".js": r"(?://|/\*\*?)[\s*]*",
    ".css": r"/\*\s*",
}
"""The beginning of a docstring or comment, by the suffix of its file."""

FOLDERS = (SERVER, LUA, STATIC, ROOT / "tests")
COMMENTED = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in BEGINNINGS)


@pytest.mark.parametrize("path", COMMENTED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_docstring_or_comment_names_its_subject(path: Path) -> None:
    assert re.findall(BEGINNINGS[path.suffix] + RIDDLES, path.read_text()) == []


def test_nothing_is_called_by_a_name_that_says_nothing() -> None:
    names = re.compile(r"(?i)\b(util|utils|helper|helpers|manager|service|base|common|misc)\b")
    for folder in ("server", "lua", "static", "tests"):
        for path in (ROOT / folder).rglob("*"):
            words = " ".join(path.relative_to(ROOT).parts).replace("_", " ").replace(".", " ")
            assert not names.search(words), path


# Lua: a verb's header is its contract.


@cache
def functions(verb: str) -> dict[str, str]:
    """The functions of a verb and of what it includes, by name; its own body is "" ."""
    found: dict[str, list[str]] = {"": []}
    inside = ""
    for line in code(verbs.source(verb)).splitlines():
        if begun := re.match(r"(?:local )?function ([\w.]+)\(", line):
            inside = begun[1]
            found[inside] = []
        found[inside].append(line)
        if inside and (line == "end" or (begun and line.endswith(" end"))):
            inside = ""
    return {name: "\n".join(lines) for name, lines in found.items()}


def code(text: str) -> str:
    """Without comments."""
    return re.sub(r"--[^\n]*", "", re.sub(r"--\[\[.*?\]\]", "", text, flags=re.DOTALL))


def called(text: str, known: dict[str, str]) -> set[str]:
    """The known functions that a text mentions."""
    return set(re.findall(r"[\w.]+", text)) & known.keys()


@cache
def reached(verb: str) -> str:
    """The text that a verb can come to."""
    known = functions(verb)
    seen, open_ = {""}, {""}
    while open_:
        open_ = {name for function in open_ for name in called(known[function], known)} - seen
        seen |= open_
    return "\n".join(known[name] for name in sorted(seen))


def header(verb: str) -> str:
    """The comment that a verb's file begins with."""
    match = re.match(r"--\[\[\n(.*?)\n\]\]\n", next(LUA.glob(f"[!s]*/{verb}.lua")).read_text(), re.DOTALL)
    assert match, "it begins with a header"
    return match[1]


def part(verb: str, label: str) -> str | None:
    """The words of a header under a label, on one line and without brackets; None without the label."""
    match = re.search(rf"^  {label}  (.*?)(?=^  [A-Z]\w+  |\Z)", header(verb) + "\n", re.DOTALL | re.MULTILINE)
    if not match:
        return None
    return re.sub(r"\s*\([^)]*\)", "", " ".join(match[1].split()))


def refusals(text: str) -> set[str]:
    """The codes that a piece of Lua refuses with; `refuse(kept)` is for what keeps a texter from taking any."""
    kept = set(re.findall(r'return "(\w+)"', text)) if "refuse(kept)" in text else set()
    excepted = set(re.findall(r'kept ~= "(\w+)"', text))
    return set(re.findall(r'refuse\("(\w+)', text)) | set(re.findall(r'return nil, "(\w+)"', text)) | kept - excepted


@pytest.mark.parametrize("verb", VERBS)
def test_a_header_says_what_it_does_and_what_it_returns(verb: str) -> None:
    assert re.match(r"  [A-Z].*?[.?](\s|$)", header(verb), re.DOTALL)
    assert part(verb, "Returns")


@pytest.mark.parametrize("verb", VERBS)
def test_a_header_names_exactly_the_refusals_that_its_text_can_come_to(verb: str) -> None:
    said = part(verb, "Refuses")
    assert set(re.split("[,;] ", said) if said else []) == refusals(reached(verb))


@pytest.mark.parametrize("verb", VERBS)
def test_a_header_says_whom_it_tells_if_anybody(verb: str) -> None:
    tells = part(verb, "Tells")
    assert (tells not in (None, "nobody")) == ("call(PUBLISH" in reached(verb))


@pytest.mark.parametrize("verb", VERBS)
def test_a_header_says_so_if_it_changes_nothing(verb: str) -> None:
    said = part(verb, "Changes")
    assert verbs.changes(verb) == (said is None)
    assert said == "nothing that lasts" or (said == "nothing") == (not writes(reached(verb)))


@pytest.mark.parametrize("verb", VERBS)
def test_a_header_names_exactly_the_arguments_that_it_reads(verb: str) -> None:
    used = set(re.findall(r"args\.(\w+)", reached(verb)))
    if "args[name]" in reached(verb):
        used |= {"title", "script", "message", "batch_size", "self_assign", "bulk_send"}
    assert set(re.findall(r"args\.(\w+)", header(verb))) == used


@pytest.mark.parametrize("verb", VERBS)
def test_all_guards_come_before_all_writes(verb: str) -> None:
    known = functions(verb)
    writing = {name for name, text in known.items() if name and writes(text)}
    while grown := {name for name, text in known.items() if name and called(text, known) & writing} - writing:
        writing |= grown
    written = False
    for line in known[""].splitlines():
        assert not (written and re.search(r"\brefus(e|al)\b", line)), line
        written = written or writes(line) or bool(called(line, known) & writing)


def writes(text: str) -> bool:
    """Return whether a piece of Lua itself changes something."""
    return any(command not in READS for command in re.findall(r'redis\.call\("(\w+)"', text))


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_run_from_the_server_and_has_a_test(verb: str) -> None:
    assert any(f'"{verb}"' in path.read_text() for path in PYTHON)
    elsewhere = TESTED_ELSEWHERE.get(verb)
    assert (ROOT / "tests" / (elsewhere or f"commands/test_{verb}.py")).exists()


@pytest.mark.parametrize("path", sorted((LUA / "shared").glob("*.lua")), ids=lambda path: path.stem)
def test_an_include_is_given_what_it_needs(path: Path) -> None:
    """An include gets a verb's arguments as parameters, and reads only functions and constants of other includes."""
    text = code(path.read_text())
    assert not re.search(r"\bargs\b", text)
    variables = set(re.findall(r"^local ([a-z]\w*)(?: =|,|$)", text, re.MULTILINE)) - {path.stem}
    for other in (LUA / "shared").glob("*.lua"):
        if other != path:
            assert not variables & set(re.findall(r"(?<![.\w])[a-z]\w*", code(other.read_text())))


def test_every_include_is_used() -> None:
    included = set(
        re.findall(r"^-- include (\w+)$", "\n".join(p.read_text() for p in LUA.rglob("*.lua")), re.MULTILINE)
    )
    assert included == {path.stem for path in (LUA / "shared").glob("*.lua")}


# Refusals and commands.


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    lua = {code for verb in VERBS for code in refusals(reached(verb))}
    assert lua | raised() <= SENTENCES.keys()
    named = {word for path in PYTHON if room(path) != "errors" for word in re.findall(r'"(\w+)"', path.read_text())}
    assert SENTENCES.keys() - lua - named == set()


def raised() -> set[str]:
    """The codes that Python refuses with."""
    calls = [node for path in PYTHON for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Refused"
        if call.args and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_one_that_a_person_can_read(code: str) -> None:
    assert re.fullmatch(r"[A-Z].*[.!?]", SENTENCES[code])
    assert code not in SENTENCES[code] or "_" not in code


@pytest.mark.parametrize("name", sorted({name for table in ACTORS.values() for name in table.names()}))
def test_every_command_has_a_test(name: str) -> None:
    tests = [path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path.name != "test_structure.py"]
    assert any(f'"{name}"' in text for text in tests)
