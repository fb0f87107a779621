"""Paper of exercises: guide, students' pages, slides and order cards, in both languages."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from greatgame import leaf_pdf
from greatgame.classroom.cards import deck
from greatgame.classroom.load import available, load_exercise
from greatgame.classroom.paper import Paper
from greatgame.classroom.paper_cards import campaign
from greatgame.classroom.texts import LANGUAGES
from greatgame.cli import app
from greatgame.drawing import Block as Bar
from greatgame.drawing import Dot, Drawing, Way, Words
from greatgame.errors import GreatGameError
from greatgame.leaf import Bullets, Grid, Heading, Leaf, Lines, Paragraph, Picture, Tile, Tiles, html
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
    ordering = exercise.plan.exercise.play != "strategies"
    advice = [row.do for row in words.guide.if_then if ordering or not row.orders]
    needed = [row.why for row in words.question.values() if row.why] + advice
    assert [row.do for row in words.guide.if_then if row.do in guide] == advice
    needed += [*words.guide.rules, *words.guide.limits, *words.discussion.values(), *words.forecast.values()]
    keys = [line for sheet in words.guide.worksheet.values() for line in sheet.key]
    assert [line for line in needed + keys if line not in guide] == []
    assert [line for line in keys if line in students] == []
    assert [brief.who for brief in words.brief.values() if brief.who not in students] == []
    assert [slide.title for slide in words.guide.slide if slide.title not in slides] == []
    assert [words.step[step.id].title for step in exercise.plan.rounds if words.step[step.id].title not in cards] == []


@pytest.mark.parametrize("name", available())
def test_the_plan_has_no_empty_column(name: str) -> None:
    plan = next(
        block
        for block in Paper(load_exercise(name), "en").documents()[0].blocks
        if isinstance(block, Grid) and block.head[:2] == ("Clock", "Step")
    )
    assert len(plan.head) in {2, 3}
    assert all(any(column) for column in zip(*plan.rows, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", available())
def test_every_role_card_says_what_is_played_for_how_far_it_is_and_by_when(name: str, language: str) -> None:
    exercise = load_exercise(name)
    scenario, blocks = exercise.scenario, Paper(exercise, language).students().blocks
    goals = [f"{goal:g}" for goal in scenario.pillar_goals]
    own, theirs = 0, 0
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.words in {"What you play for", "何を目指すか"}:
            table = next(row for row in blocks[place:] if isinstance(row, Grid))
            cells = list(zip(*table.rows, strict=True))
            if len(table.head) == 4:
                own += 1
                assert cells[2] == ("3.00", *goals), "the pledge in money, and the scenario's goals"
                assert {words for words in cells[3] if "2030" in words} == set(cells[3])
                assert [0.0 < float(now) < 100.0 for now in cells[1]] == [True] * 9
            else:
                theirs += 1
                assert len(table.head) == 2
                assert cells[1], "its published aims, for which no level is set"
    briefs = exercise.texts[language].brief
    player = str(exercise.plan.exercise.seats[0]) if name != "host-side" else "japan"
    assert (own, theirs) == (
        2 * len([row for row in briefs if exercise.plan.role or row == player]),
        2 * len(briefs) - own,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", available())
def test_every_forecast_on_paper_says_by_when_it_is_decided(name: str, language: str) -> None:
    exercise = load_exercise(name)
    paper = Paper(exercise, language)
    statements = exercise.texts[language].forecast
    for leaf in (paper.guide(), paper.cards()):
        rows = [row for block in leaf.blocks if isinstance(block, Grid) for row in block.rows]
        stated = [row for row in rows if row[0] in statements.values()]
        assert [row[0] for row in stated] == list(statements.values())
        for row in stated:
            (year,) = re.findall(r"^\D*(20\d\d)", row[0])
            assert re.search(rf"end of {year}H2 \(|^{year}年下半期末（", row[1]), "as the statement itself has it"


def test_a_class_that_ends_before_its_goals_are_due_says_so() -> None:
    def told(name: str) -> str:
        return _text(Paper(load_exercise(name), "en").students())

    assert "The class plays until the end of 2028H2; the goals are set for the end of 2030H2." in told("taster-45")
    assert "The class plays until" not in told("standard-90")
    assert "The class plays until" not in told("strategy-lab"), "strategies are played to the scenario's end"


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
    assert "answer" not in kinds, "nothing strikes at this level"
    (works,) = (card for card in cards.cards if card.kind == "corridor-works")
    assert {row.order.split("/")[-1] for row in works.rows} == {"customs"}, "legs carry whatever comes"
    guide = html(Leaf("a", "b", "en", blocks=list(Paper(load_exercise("taster-45"), "en").cards().blocks)))
    assert "funds for stocks" not in guide, "no card of the level is paid from them"


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


@dataclass(frozen=True)
class Set:
    """Words that were set on a page."""

    page: int
    words: str
    size: float
    bold: bool


@pytest.fixture
def set_words(monkeypatch: pytest.MonkeyPatch) -> list[Set]:
    """What PDFs set on their pages from here on, in order, without what stands at the foot of each."""
    found: list[Set] = []

    def recorded(name: str) -> Any:
        real = getattr(leaf_pdf._Sheet, name)

        def written(sheet: Any, *args: Any, **kwargs: Any) -> Any:
            words = "____" if name == "line" else kwargs.get("text", args[2] if len(args) > 2 else "")
            measuring = kwargs.get("dry_run") or "_out" in vars(sheet)
            if not measuring and sheet.y < sheet.h - 14:
                found.append(Set(sheet.page, words.replace("\n", " "), sheet.font_size_pt, "B" in sheet.font_style))
            return real(sheet, *args, **kwargs)

        return written

    for name in ("cell", "multi_cell", "line"):
        monkeypatch.setattr(leaf_pdf._Sheet, name, recorded(name))
    return found


@pytest.mark.parametrize(
    "rows", [pytest.param(1, marks=pytest.mark.trial), 10, 11, pytest.param(48, marks=pytest.mark.trial)]
)
def test_no_row_stands_alone_and_no_heading_without_what_it_heads(rows: int, set_words: list[Set]) -> None:
    table = Grid(("Row", "What"), [(f"row {n}", "x") for n in range(rows)], (1, 1))
    for filled in range(30, 50, 2):
        set_words.clear()
        leaf = Leaf("page", "Page", "en")
        leaf.add(*(Paragraph(f"line {n}", "note") for n in range(filled)))
        leaf.add(Heading("Title"), Paragraph("What it is."), table, Paragraph("below", "note"))
        pdf(leaf)
        at = {row.words: row.page for row in set_words}
        on = Counter(row.page for row in set_words if row.words.startswith("row "))
        assert min(on.values()) >= (rows if rows <= 10 else 3), "a short table is whole"
        assert at["Title"] == at["What it is."] == at["row 0"]
        assert at[f"row {rows - 1}"] == at["below"]
        heads = [row.page for row in set_words if row.words == "Row"]
        assert heads == sorted(on), "each page has the table's head, once"


def test_words_stay_with_the_list_and_the_lines_that_they_introduce(set_words: list[Set]) -> None:
    for filled in range(30, 50, 2):
        set_words.clear()
        leaf = Leaf("page", "Page", "en")
        leaf.add(*(Paragraph(f"line {n}", "note") for n in range(filled)))
        leaf.add(Paragraph("Choose:"), Bullets([f"point {n}" for n in range(6)]), Paragraph("Key.", "watch"))
        leaf.add(Paragraph("Write:"), Lines(3))
        pdf(leaf)
        at = {row.words: row.page for row in set_words}
        assert len({at[words] for words in ("Choose:", *(f"point {n}" for n in range(6)), "Key.")}) == 1
        assert [row.page for row in set_words if row.words == "____"] == 3 * [at["Write:"]]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["one-japan", "standard-90"])
def test_no_printed_page_of_an_exercise_ends_with_a_heading(name: str, language: str, set_words: list[Set]) -> None:
    for leaf in Paper(load_exercise(name), language).documents():
        if leaf.wide:
            continue
        set_words.clear()
        pdf(leaf)
        headings = {(row.words, row.level) for row in leaf.blocks if isinstance(row, Heading)}
        last = {row.page: row for row in set_words if row.words.strip()}
        assert len(last) > 2
        sizes = {leaf_pdf.SIZES[level] for _, level in headings}
        assert [row for row in last.values() if row.bold and row.size in sizes] == []
