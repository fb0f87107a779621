"""Texts that are told in other languages, and the message catalogues."""

from __future__ import annotations

import copy
import pickle

import pytest
from fontTools.ttLib import TTFont

from greatgame.errors import GreatGameError
from greatgame.messages import Messages
from greatgame.paths import data_dir
from greatgame.text import ENGLISH, JAPANESE, Text, joined, missing, named, say, tell, translations
from greatgame.views.titles import Unit, printed
from greatgame.words import significant

PLACE = named("Aktau", "アクタウ")


def test_one_simulated_student_is_no_students() -> None:
    words = Messages()
    for seats, who in ((1, "1 simulated student went"), (6, "6 simulated students went")):
        given = dict.fromkeys(("minutes", "seconds", "tap", "round", "packet"), 3)
        assert words("check-held", seats=seats, **given).startswith(who)
        assert words("lesson-tried", seats=seats, **given).startswith(who)


def test_a_text_is_an_english_string() -> None:
    text = say("{count} at {place}", count=3, place=PLACE)
    assert text == "3 at Aktau"
    assert tell(text) == "3 at Aktau"
    assert type(tell(text)) is str


def test_a_name_brings_its_translation_along() -> None:
    assert tell(PLACE, JAPANESE) == "アクタウ"
    assert tell(joined([PLACE, PLACE]), JAPANESE) == "アクタウ、アクタウ"


def test_a_template_is_looked_up_by_its_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "greatgame.text.translations", lambda language: {"{count:.1f} at {place}": "{place}に{count:.0f}"}
    )
    text = say("{count:.1f} at {place}", count=2.0, place=PLACE)
    assert tell(text, JAPANESE) == "アクタウに2"
    assert missing(text, JAPANESE) == []


def test_what_nobody_translated_stays_english_and_is_named() -> None:
    text = say("no such sentence about {place}", place=PLACE)
    assert tell(text, JAPANESE) == "no such sentence about アクタウ"
    assert missing(text, JAPANESE) == ["no such sentence about {place}"]
    assert missing(text, ENGLISH) == []


def test_texts_survive_copies_and_other_processes() -> None:
    text = say("{count} at {place}", count=3, place=PLACE)
    for other in (copy.deepcopy(text), pickle.loads(pickle.dumps(text))):
        assert isinstance(other, Text)
        assert (other, other.template, other.values) == (text, text.template, text.values)
        assert tell(other, JAPANESE) == tell(text, JAPANESE)


def test_templates_keep_their_fields() -> None:
    import string

    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for english, japanese in translations(JAPANESE).items():
        assert fields(english) == fields(japanese), english


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(GreatGameError, match="there are: en, ja"):
        Messages("xx")


def test_an_unknown_message_is_an_error() -> None:
    with pytest.raises(LookupError):
        Messages()("no-such-message")


def test_numbers_in_sentences_have_one_minus_sign_and_no_negative_nothing() -> None:
    words = say("{change:+.2f} to {count:,.0f}, {share:.0%}, {name}", change=-1.5, count=-12345, share=-0.2, name="a-b")
    assert words == "−1.50 to −12,345, −20%, a-b"
    assert say("{change:+.1f} {change:.1f}", change=-0.01) == "+0.0 0.0"
    assert say("{count!r} of {count}", count=-3) == "-3 of −3"


def test_no_figure_is_told_in_powers_of_ten() -> None:
    assert say("{change:+.3g} to {value:,.4g}", change=-1234.5, value=50432.1) == "−1,230 to 50,430"
    assert say("{value:.3g}", value=0.0000123) == "0.0000123"
    assert [significant(value, sign=True) for value in (1074.6, 0.00598, -12.4, 0.0)] == [
        "+1,070",
        "+0.00598",
        "-12.4",
        "+0",
    ]
    assert significant(2.34e-6, digits=2) == "0.0000023"


@pytest.mark.parametrize(
    ("billions", "words"),
    [(3850.0, "3兆8500億円"), (300.0, "3000億円"), (0.719, "7億1900万円"), (-4.0, "−40億円"), (0.0, "0円")],
)
def test_yen_are_grouped_as_in_japanese(billions: float, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = printed(billions, Unit("JPY bn", 1.0, 3))
    assert tell(digits, JAPANESE) == words
    assert tell(digits).removeprefix("−").replace(",", "") == f"{abs(billions):.3f}"
    monkeypatch.setattr("greatgame.text.translations", lambda language: {"{sum:.0f}": "{sum:billions}円"})
    assert tell(say("{sum:.0f}", sum=billions), JAPANESE) == words


def test_dollars_are_grouped_in_japanese_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.text.translations", lambda language: {"USD {sum:.1f} mn": "{sum:millions}ドル"})
    assert tell(say("USD {sum:.1f} mn", sum=275.0), JAPANESE) == "2億7500万ドル"


@pytest.mark.parametrize("face", ["Regular", "Bold"])
def test_the_game_s_font_has_every_letter_of_every_text(face: str) -> None:
    letters = set(TTFont(data_dir("assets") / "fonts" / f"GameSans-{face}.ttf", lazy=True).getBestCmap())
    folders = (data_dir("assets") / "text", data_dir("assets") / "encyclopaedia", data_dir("scenarios"))
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in (".ftl", ".toml")]
    assert len(files) > 40
    lacking = {
        (letter, path.name)
        for path in files
        for letter in set(path.read_text(encoding="utf-8"))
        if not letter.isspace() and ord(letter) not in letters
    }
    assert lacking == set()
