"""Paper of exercises: guide, students' pages, slides and order cards, in both languages."""

from __future__ import annotations

import re
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
from greatgame.errors import GreatGameError
from greatgame.leaf import Leaf, html
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


def test_every_page_of_a_pdf_is_a4_and_slides_lie_down() -> None:
    paper = Paper(load_exercise("taster-45"), "en")
    slides = pdf(paper.slides())
    assert slides.count(b"/Type /Page\n") == len(paper.words.guide.slide)
    assert b"841.89 595.28" in slides
