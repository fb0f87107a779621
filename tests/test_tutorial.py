"""The researcher's tutorial is executed, section by section, with fewer campaigns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import ROOT, Page, Section, perform

PAGE = Page("docs/TUTORIAL.md")


@pytest.mark.parametrize("section", PAGE.sections(), ids=lambda section: section.title)
def test_section(section: Section, tmp_path: Path) -> None:
    for block in section.blocks:
        perform(block, tmp_path)


def test_every_fence_is_read_and_every_page_exists() -> None:
    assert PAGE.text.count("```") == 2 * len(PAGE.blocks)
    links = re.findall(r"\]\(([^)#:]+)\)", PAGE.text)
    assert links
    assert [name for name in links if not (ROOT / "docs" / name).exists()] == []
