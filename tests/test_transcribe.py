"""Orders as a strategy file: it is valid, replays the campaign, and goes on by the priorities that were shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from greatgame.cli import app
from greatgame.contract import check
from greatgame.errors import GreatGameError
from greatgame.lab.transcribe import transcribe
from greatgame.scenario import varied
from greatgame.scenario.strategies import load_strategies
from greatgame.session import Session


@pytest.fixture(scope="module")
def by_hand() -> Session:
    """Four half-years with orders of all kinds, some of which fail, and one turn without any."""
    session = Session.new("quick", seed=11)
    for turn in range(4):
        for place in range(0 if turn == 2 else 9):
            legal = session.moves()
            if legal:
                session.submit(legal[(7 * place + 3 * turn) % len(legal)].id)
        session.advance()
    return session


def test_the_same_orders_under_the_same_luck(by_hand: Session, tmp_path: Path) -> None:
    made = transcribe(by_hand, "by-hand", "By hand", 'She said "no"\\yes')
    assert made.exact
    assert made.differing == ()
    assert made.orders == sum(len(part.orders) for part in by_hand.as_save().turns) > 20
    path = tmp_path / "by-hand.toml"
    path.write_text(made.text, encoding="utf-8")
    again = Session.new("quick", seed=11, strategy=str(path))
    for _ in range(4):
        again.advance()
    assert again.digests == by_hand.digests
    strategy = load_strategies(by_hand.scenario, path)["by-hand"]
    assert (strategy.name, strategy.text) == ("By hand", 'She said "no"\\yes')


def test_it_goes_on_after_the_schedule(by_hand: Session, tmp_path: Path) -> None:
    path = tmp_path / "by-hand.toml"
    path.write_text(transcribe(by_hand, "by-hand").text, encoding="utf-8")
    session = Session.new("quick", seed=12, strategy=str(path)).play()
    later = [row for record in session.history[4:] for row in record.orders if row.actor == session.player]
    assert later


def test_it_keeps_the_contract(by_hand: Session, tmp_path: Path) -> None:
    path = tmp_path / "by-hand.toml"
    path.write_text(transcribe(by_hand, "by-hand").text, encoding="utf-8")
    failed = [row for row in check(str(path), "quick") if not row.passed]
    assert not failed


def test_priorities_are_found_again(tmp_path: Path) -> None:
    session = Session.new("tokyo-2026", seed=3, strategy="all-round")
    for _ in range(12):
        session.advance()
    path = tmp_path / "again.toml"
    path.write_text(transcribe(session, "again").text, encoding="utf-8")
    found = load_strategies(session.scenario, path)["again"].weights
    true = session.scenario.file.strategy["all-round"].weights
    heavy, light = ("supply", "commitment"), ("influence", "growth", "autonomy", "grievance")
    assert min(found.number(name) for name in heavy) > max(found.number(name) for name in light)
    assert all(true.number(name) > 0 for name in found.values if found.number(name) > 0.5)


def test_a_variant_at_a_level(tmp_path: Path) -> None:
    session = Session.new("quick", seed=5, level="cadet", temper="hard")
    for _ in range(2):
        session.submit(session.moves()[3].id)
        session.advance()
    made = transcribe(session, "cadet")
    assert made.exact
    assert varied(session.scenario, temper="hard") is session.scenario


def test_what_cannot_be_made(by_hand: Session) -> None:
    with pytest.raises(GreatGameError, match="is no name"):
        transcribe(by_hand, "By Hand")
    with pytest.raises(GreatGameError, match="no turn is over"):
        transcribe(Session.new("quick", seed=1), "early")


def test_a_campaign_without_orders(tmp_path: Path) -> None:
    session = Session.new("quick", seed=1, strategy="do-nothing")
    session.advance()
    made = transcribe(session, "nothing")
    assert made.exact
    assert made.orders == 0


def test_the_command(by_hand: Session, tmp_path: Path) -> None:
    save, out = tmp_path / "s.json", tmp_path / "mine.toml"
    by_hand.save(save)
    done = CliRunner().invoke(app, ["strategy", "transcribe", str(save), "mine", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "it replays the campaign" in done.stdout
    again = CliRunner().invoke(app, ["strategy", "transcribe", str(save), "mine", "--out", str(out)])
    assert again.exit_code == 2
    assert "is there already" in again.output
