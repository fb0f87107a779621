"""Texts of the window: where lines and headings break, what marks mean, and a true minus."""

from __future__ import annotations

import pytest

from greatgame.ui.kit.words import NO_END, NO_START, Line, marked, phrases, plain, typeset, wrapped

JAPANESE_TEXT = "外務省は「協議」を求めてきた。助言者の意見は（まだ）割れている、とのことだ。"


def broken(text: str, width: int) -> list[str]:
    lines: list[Line] = wrapped(marked(text), width, lambda span: 10 * len(span.text))
    return [plain(run.span for run in line) for line in lines]


@pytest.mark.parametrize("width", range(60, 400, 10))
def test_japanese_lines_neither_begin_nor_end_where_they_must_not(width: int) -> None:
    lines = broken(JAPANESE_TEXT, width)
    assert "".join(lines) == JAPANESE_TEXT
    assert all(line[0] not in NO_START for line in lines[1:])
    assert all(line[-1] not in NO_END for line in lines)
    assert all(len(line) * 10 <= width for line in lines)


def test_english_lines_break_at_spaces_and_long_words_within() -> None:
    assert [line.rstrip() for line in broken("one two three", 80)] == ["one two", "three"]
    assert broken("incomprehensible", 100) == ["incomprehe", "nsible"]


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("首位の大国の影響力 (%)", ["首位の", "大国の", "影響力", " ", "(%)"]),
        ("アメリカ", ["アメリカ"]),
        ("お金の残り", ["お金の", "残り"]),
        ("サービス・スコア", ["サービス・", "スコア"]),
        ("Leading power", ["Leading", " ", "power"]),
    ],
)
def test_headings_are_broken_between_phrases(title: str, pieces: list[str]) -> None:
    assert phrases(title) == pieces


def test_per_cent_stays_with_its_number() -> None:
    for width in range(100, 300, 10):
        assert not [line for line in broken("points at a weight of 18 % each", width) if line.startswith("%")]


def test_no_letter_of_japanese_is_left_alone_in_the_last_line() -> None:
    text = "2026年末、カザフスタンの日本への信頼は69点以上である。"
    lines = broken(text, 290)
    assert "".join(lines) == text
    assert lines[-1] == "69点以上である。"
    assert broken("一つ目の行\nです", 290) == ["一つ目の行", "です"]


def test_numbers_have_a_true_minus() -> None:
    assert typeset("-0.02 points (-1) of 2026-27, quick-7") == "−0.02 points (−1) of 2026-27, quick-7"
    assert typeset("総合点で-0.02") == "総合点で−0.02"


def test_a_stop_after_a_bold_word_stays_with_it() -> None:
    assert [line.rstrip() for line in broken("ab cd **efg**, h", 90)] == ["ab cd", "efg, h"]


def test_markup_becomes_spans() -> None:
    spans = marked("a **b** [c](d) {gain:e}![train-front]")
    assert [(s.text, s.bold, s.link, s.ink, s.icon) for s in spans if s.text != " "] == [
        ("a ", False, None, None, None),
        ("b", True, None, None, None),
        ("c", False, "d", "link", None),
        ("e", False, None, "gain", None),
        ("", False, None, None, "train-front"),
    ]
