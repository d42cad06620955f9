"""Colours of the page against WCAG 2.1, criterion 1.4.3 (AA): 4.5:1 for text."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "adapter" / "review" / "page.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", CSS))
PAIRS = [
    *((text, paper) for text in ("ink", "soft", "decide", "link", "stop", "go") for paper in ("paper", "decide-paper")),
    ("paper", "stop"),
]


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "paper"), PAIRS)
def test_text_can_be_read_on_its_paper(text: str, paper: str) -> None:
    light, dark = sorted((luminance(COLOURS[text]), luminance(COLOURS[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_no_colour_is_written_outside_the_list() -> None:
    rules = CSS.partition("}")[2]
    assert set(re.findall(r": (#[0-9a-f]{3,6})", rules)) == set()
