"""The documents speak of the program that is here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from standoff.model import ACTS, CERTAINTIES, ROLES, STATUSES
from standoff.present.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "decisions", ROOT / "quality")
    for path in folder.glob("*.md")
)
RUN = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/standoff code examples && .venv/bin/standoff brief"
TEST = "python3 -m venv .venv && .venv/bin/pip install '.[dev]' && .venv/bin/python -m pytest"


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced code blocks of a page in one of ``languages``."""
    found = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [code for language, code in found if language in languages]


def test_the_readme_has_its_two_commands() -> None:
    """One line runs the main job, one line the tests; nothing else is a shell command there."""
    assert [block.strip() for block in blocks(ROOT / "README.md", "bash", "sh", "console")] == [RUN, TEST]


def test_ci_runs_the_readme_s_test_command_and_the_gate() -> None:
    lines = [line.strip() for line in CI.splitlines()]
    assert "set -euo pipefail" in lines
    assert TEST in lines
    for step in ("ruff check", "mypy --strict src", "lint-imports", "python -m quality.gate"):
        assert any(line.endswith(f".venv/bin/{step}") for line in lines), step


def test_ci_names_no_host_and_no_path_of_one_machine() -> None:
    assert "://" not in CI and "index-url" not in CI
    assert not re.search(r"(?<![\w.])/(?!usr/bin/env|dev/null|\.\.)\w+/", CI)


def test_the_commands_of_the_readme_can_be_run() -> None:
    """What they install and call is declared."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "standoff" in project["scripts"]
    assert "dev" in project["optional-dependencies"]
    assert any(need.startswith("pytest") for need in project["optional-dependencies"]["dev"])
    assert (ROOT / "examples" / "manifest.csv").is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_a_code_block_exists(page: Path) -> None:
    """``standoff NAME --option`` in a block names a command and options that are there."""
    context = click.Context(cli)
    everywhere = {option for parameter in cli.params for option in parameter.opts} | {"--help", "-h"}
    for block in blocks(page, "bash", "sh", "console", "shell", "text", ""):
        for line in block.replace("\\\n", " ").splitlines():
            for call in re.findall(r"(?:^|[\s/])standoff\s+([^|&;>#\n]+)", line):
                words = call.split()
                options = {word.split("=")[0] for word in words if word.startswith("--")}
                names = [word for word in words if not word.startswith("-")]
                if not names:
                    assert options <= everywhere, line
                    continue
                assert names[0] in COMMANDS, f"{page.name}: no command {names[0]!r} in {line!r}"
                command = cli.get_command(context, names[0])
                assert command is not None
                options_of = ((*parameter.opts, *parameter.secondary_opts) for parameter in command.params)
                known = {option for names_of in options_of for option in names_of}
                assert options <= known | everywhere, f"{page.name}: {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*-*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*-*.md"):
        title = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.match(rf"# {int(path.name[:4])}\. \w", title), f"{path.name}: its title begins with its number"


@pytest.mark.parametrize("word", [*ROLES, *ACTS, *CERTAINTIES, *STATUSES])
def test_the_codebook_explains_every_label(word: str) -> None:
    """A label that the codebook does not mention means nothing."""
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert re.search(rf"(?<![\w+-]){re.escape(word)}(?![\w+-])", page), word


def test_no_page_names_a_path_of_one_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:work|opt|tmp|home|root)/", page.read_text(encoding="utf-8")), page.name


def test_readme_example_is_python() -> None:
    for block in blocks(ROOT / "README.md", "python"):
        compile(block, "README.md", "exec")
