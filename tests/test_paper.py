"""Paper of exercises: guide, students' pages, slides and order cards, in both languages."""

from __future__ import annotations

import re
import zlib
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from greatgame.classroom.cards import deck
from greatgame.classroom.load import available, load_exercise
from greatgame.classroom.paper import Paper
from greatgame.classroom.paper_cards import campaign
from greatgame.classroom.texts import LANGUAGES
from greatgame.cli import app
from greatgame.drawing import Block as Bar
from greatgame.drawing import Dot, Drawing, Way, Words
from greatgame.errors import GreatGameError
from greatgame.leaf import Grid, Heading, Leaf, Paragraph, Picture, Tile, Tiles, html
from greatgame.leaf_pdf import BREAK, NOT_FIRST, breakable, pdf


def _text(leaf: Leaf) -> str:
    return unescape(re.sub(r"<[^>]+>", "\n", html(leaf).split("</head>")[1]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", available())
def test_an_exercise_prints_everything_a_teacher_needs_and_students_no_keys(name: str, language: str) -> None:
    exercise = load_exercise(name)
    words = exercise.texts[language]
    guide, students, slides, cards = (_text(leaf) for leaf in Paper(exercise, language).documents())
    for step in exercise.plan.step:
        assert " ".join(words.step[step.id].say.split("\n")) in guide
    needed = [row.why for row in words.question.values() if row.why] + [row.do for row in words.guide.if_then]
    needed += [*words.guide.rules, *words.guide.limits, *words.discussion.values(), *words.forecast.values()]
    keys = [line for sheet in words.guide.worksheet.values() for line in sheet.key]
    assert [line for line in needed + keys if line not in guide] == []
    assert [line for line in keys if line in students] == []
    assert [brief.who for brief in words.brief.values() if brief.who not in students] == []
    assert [slide.title for slide in words.guide.slide if slide.title not in slides] == []
    assert [words.step[step.id].title for step in exercise.plan.rounds if words.step[step.id].title not in cards] == []


def test_pages_need_nothing_from_elsewhere_and_hold_no_markup_from_words() -> None:
    page = html(Leaf("a", "<b>title</b>", "en", blocks=list(Paper(load_exercise("taster-45"), "ja").guide().blocks)))
    assert "<b>title</b>" not in page
    assert re.findall(r"(?:src|href)=|url\(|@import|https?://", page) in ([], ["http://"])
    assert "size: A4 portrait" in page


def test_codes_of_order_cards_lead_back_to_orders_and_wrong_ones_are_named() -> None:
    exercise = load_exercise("host-side")
    session = campaign(exercise, "kyrgyzstan")
    cards = deck(session, "kyrgyzstan")
    codes = [row.code for card in cards.cards for row in card.rows]
    assert len(codes) == len(set(codes)) == len(session.moves("kyrgyzstan", all=True))
    for card in cards.cards:
        for row in (card.rows[0], card.rows[-1]):
            assert cards.orders(f" {row.code.lower()}x2, {row.code}") == {row.order: 3}
    first, last = cards.cards[0].rows[0], cards.cards[0].rows[-1]
    wide = first.code.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert wide == "Ａ１"
    for typed in (f"{wide}ｘ２・{last.code}", f"{first.code}ｘ2･{last.code}", f"{wide}×２，{last.code}"):
        assert cards.orders(typed) == {first.order: 2, last.order: 1}
    assert cards.orders("") == {}
    with pytest.raises(GreatGameError, match=r"'A999': card A has numbers 1 to \d+; 'hello' is no code"):
        cards.orders("A1 A999 hello")


def test_project_cards_share_the_numbers_of_one_list_of_projects() -> None:
    cards = deck(campaign(load_exercise("taster-45"), "japan"), "japan")
    numbers = {str(project.number): project.id for project in cards.projects}
    shared = [card for card in cards.cards if card.on_projects]
    assert len(shared) >= 6
    for card in shared:
        assert [row.order.split("/")[2] for row in card.rows] == [numbers[row.code[1:]] for row in card.rows]
    kinds = {card.kind for card in cards.cards}
    assert "scholarships" not in kinds, "the level keeps it for later"


def test_japanese_lines_end_where_they_may() -> None:
    words = "「約束」は、100パーセント守られますか。"
    marked = breakable(words)
    assert marked.replace(BREAK, "") == words
    assert f"「{BREAK}" not in marked
    assert not [mark for mark in NOT_FIRST if f"{BREAK}{mark}" in marked]
    assert BREAK not in breakable("A promise of 100 per cent")
    assert "100" in marked


def test_the_pages_are_written_as_html_and_pdf(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    run = CliRunner().invoke(app, ["class", "guide", "strategy-lab", "--out", str(out), "--language", "ja"])
    assert run.exit_code == 0
    names = {path.name for path in out.iterdir()}
    parts = ("guide", "students", "slides", "cards")
    assert names == {f"strategy-lab-{part}.ja.{ending}" for part in parts for ending in ("html", "pdf")}
    for part in parts:
        content = (out / f"strategy-lab-{part}.ja.pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
    wrong = CliRunner().invoke(app, ["class", "guide", "strategy-lab", "--out", str(out), "--language", "fr"])
    assert wrong.exit_code == 2


def test_words_of_a_pdf_can_be_searched_for() -> None:
    leaf = Leaf("page", "約束", "ja")
    row = ("台帳を開くと、数値を動かした項目が並びます。", "1")
    leaf.add(Paragraph("約束は、守られてこそ約束です。" * 9), Grid(("", ""), [row], (1, 3)))
    content = pdf(leaf)
    # The first table says which letter a glyph's number stands for, as a reader of the PDF does.
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", content[: content.index(b"endcmap")])
    letter = {bytes.fromhex(number.decode()): chr(int(code, 16)) for number, code in pairs}
    written = ""
    for string in re.findall(rb"\(((?:\\.|[^\\)])*)\)", _page(content), re.DOTALL):
        plain = re.sub(rb"\\(.)", lambda mark: b"\r" if mark[1] == b"r" else mark[1], string, flags=re.DOTALL)
        written += "".join(letter[plain[place : place + 2]] for place in range(0, len(plain), 2))
    assert "守られてこそ" in written
    assert "項目が並びます" in written
    assert BREAK not in written, "marks of where a line may end are not in the text"


def test_pictures_are_drawn_into_a_pdf_and_into_a_page() -> None:
    drawing = Drawing("A picture", 100.0, 50.0, [Way([(0, 0), (90, 40)], dashes=(8, 4)), Dot((50, 25), 3, "#0072b2")])
    drawing.add(Bar(10, 10, 30, 5, "#d55e00", dashed=True), Words((50, 40), "Middle & co", "middle"))
    leaf = Leaf("page", "Page", "en")
    leaf.add(Tiles([Tile("Total", "51.0", "place 3 of 8")]), Heading("Figure"), Picture(drawing, 0.5))
    page = _page(pdf(leaf))
    for drawn in (rb"\[[\d.]+ [\d.]+\] [\d.]+ d", rb" re\b", rb" c\b"):
        assert re.search(drawn, page), "a dashed line, a bar and a dot"
    assert 'text-anchor="middle">Middle &amp; co</text>' in html(leaf)
    assert "place 3 of 8" in html(leaf)


def _page(content: bytes) -> bytes:
    """What is drawn on the first page of a PDF."""
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    assert found is not None
    return zlib.decompress(found[1])


def test_every_page_of_a_pdf_is_a4_and_slides_lie_down() -> None:
    paper = Paper(load_exercise("taster-45"), "en")
    slides = pdf(paper.slides())
    assert slides.count(b"/Type /Page\n") == len(paper.words.guide.slide)
    assert b"841.89 595.28" in slides
