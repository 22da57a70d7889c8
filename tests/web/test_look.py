"""The look is made of tokens: four sizes and two weights of type, and colours that both schemes have."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
SHEETS = sorted(STATIC.rglob("*.css"))
TOKENS = {"size": {"--small", "--body", "--heading", "--title", "--wall"}, "weight": {"--normal", "--strong"}}
"""`--wall` is the wall view's alone, which is read at five metres."""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_type_has_four_sizes_and_two_weights(sheet: Path) -> None:
    for what, value in re.findall(r"font-(size|weight): ([^;]+);", sheet.read_text()):
        name = re.fullmatch(r"var\((--[\w-]+)\)", value)
        assert value in ("0", "inherit") or (name and name[1] in TOKENS[what]), f"font-{what}: {value}"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_have_names(sheet: Path) -> None:
    """So that each has its value in the light and in the dark scheme."""
    named = re.sub(r"--[\w-]+: [^;]+;|::backdrop \{[^}]*\}", "", sheet.read_text())
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|\b(?:rgba?|hsla?)\([^)]*\)", named) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_used_is_declared(sheet: Path) -> None:
    declared = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in SHEETS)))
    set_by_pages = set(re.findall(r'setProperty\("(--[\w-]+)"', "".join(p.read_text() for p in STATIC.rglob("*.js"))))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= declared | set_by_pages


def test_pink_is_for_a_texters_next_act_alone() -> None:
    elsewhere = [path for folder in ("admin", "pages") for path in (STATIC / folder).iterdir()]
    assert [path.name for path in elsewhere if "pink" in path.read_text()] == []
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", "".join(path.read_text() for path in SHEETS))
    pink = [selector.strip() for selector, rule in rules if "var(--pink" in rule]
    assert [selector for selector in pink if "button.pink" not in selector] == []
