"""The campaign that is played in the window: its changes, its undo, and what the shelf keeps of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Extended
from greatgame.session import Session
from greatgame.shelf import Shelf
from greatgame.ui.app import App
from greatgame.ui.campaign import LOADED, QUEUE, TURN, Campaign

pytestmark = pytest.mark.usefixtures("display", "own_home")


@pytest.fixture
def app() -> App:
    return App(language="en", open_window=False)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return Campaign(Session.new("quick", 7), Shelf(tmp_path / "saves"))


def test_a_campaign_tells_of_its_changes_and_saves_itself(campaign: Campaign) -> None:
    told: list[str] = []
    stop = campaign.listen(told.append)
    order = campaign.session.moves()[0].id
    assert campaign.submit(order)
    assert campaign.undo()
    assert campaign.redo()
    assert not campaign.redo()
    campaign.commit()
    assert campaign.undo_turn()
    stop()
    campaign.clear()
    assert told == [QUEUE, QUEUE, QUEUE, TURN, TURN]
    assert campaign.version == 6
    latest = campaign.shelf.latest()
    assert latest is not None
    assert Session.load(latest.path).digest == campaign.session.digest


def test_an_order_that_cannot_be_given_leaves_a_reason(campaign: Campaign) -> None:
    assert not campaign.submit("no-such-order")
    assert "no-such-order" in campaign.problem
    assert campaign.version == 0


def test_amounts_can_be_set(campaign: Campaign) -> None:
    order = campaign.session.moves()[0].id
    assert campaign.set_amount(order, 1)
    assert campaign.set_amount(order, 1)
    assert [(row.order, row.amount) for row in campaign.session.queue] == [(order, 1)]
    assert campaign.version == 1
    assert campaign.set_amount(order, 0)
    assert campaign.session.queue == ()


def test_fewer_units_are_one_step_and_keep_the_place(extended: Extended, tmp_path: Path) -> None:
    scenario = extended("[kind.scholarships]\nmost = 2\n")
    campaign = Campaign(Session.new(scenario, 7), Shelf(tmp_path / "saves"))
    several, single = "japan/scholarships/kazakhstan", "japan/visit/kazakhstan/ministers"

    def queue() -> list[tuple[str, int]]:
        return [(row.order, row.amount) for row in campaign.session.queue]

    assert campaign.submit(several, 2)
    assert campaign.submit(single)
    assert campaign.set_amount(several, 1)
    assert queue() == [(several, 1), (single, 1)]
    assert campaign.undo()
    assert queue() == [(several, 2), (single, 1)]
    assert campaign.set_amount(several, 0)
    assert queue() == [(single, 1)]


def test_quick_saves_are_taken_up(campaign: Campaign) -> None:
    assert not campaign.quickload()
    campaign.commit()
    assert campaign.quicksave()
    campaign.commit()
    told: list[str] = []
    campaign.listen(told.append)
    assert campaign.quickload()
    assert (campaign.session.turn, told) == (1, [LOADED])


def test_nothing_is_recovered_after_a_good_end(campaign: Campaign) -> None:
    campaign.autosave()
    assert campaign.shelf.unfinished() is not None
    campaign.leave()
    assert campaign.shelf.unfinished() is None


def test_a_campaign_that_is_opened_over_another_is_recovered_after_a_crash(app: App, tmp_path: Path) -> None:
    def here() -> bool:
        found = app.shelf.unfinished()
        return found is not None and app.campaign is not None and found.campaign == app.campaign.key

    app.play(Session.new("quick", 7)).commit()
    save = next(row for row in app.shelf.entries() if row.kind == "auto")
    assert here()
    assert app.take_up(save), "an autosave of the very campaign that is open"
    assert here()
    lone = tmp_path / "lone.json"
    Session.new("quick", 8).save(lone)
    assert app.open_file(lone)
    assert here()
    app.play(Session.new("quick", 9))
    assert here()
    app.home()
    assert app.shelf.unfinished() is None


def test_a_full_disk_leaves_a_reason_and_the_game_goes_on(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("greatgame.saves.write", full)
    campaign.commit()
    assert "no room left" in campaign.problem
    assert campaign.session.turn == 1


def test_what_was_not_saved_yet_is_kept_when_another_save_is_taken_up(campaign: Campaign) -> None:
    campaign.save("Early")
    early = campaign.shelf.entries()[0]
    campaign._later = lambda seconds, call: None
    campaign.submit(campaign.session.moves()[0].id)
    left = campaign.session.digest, [row.order for row in campaign.session.queue]
    assert campaign.take_up(early)
    kept = [Session.load(row.path) for row in campaign.shelf.entries() if row.kind == "auto"]
    assert left in [(session.digest, [row.order for row in session.queue]) for session in kept]
