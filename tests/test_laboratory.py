"""The strategy laboratory: comparisons, forecasts, debriefs and tournaments."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

from greatgame import pictures, printing
from greatgame.cli import app
from greatgame.errors import GreatGameError
from greatgame.lab import calibration, compare, debrief, forecast, outlook, tournament
from greatgame.lab.common import Course, worst_of
from greatgame.lab.contest import Contestant, entrants
from greatgame.lab.debrief import Debrief
from greatgame.lab.ensemble import play
from greatgame.lab.forecast import Forecast
from greatgame.lab.statistics import held_together, paired, seldom, share_of, student
from greatgame.lab.worker import ForecastWorker
from greatgame.moves.catalogue import catalogue_of
from greatgame.rules import shocks
from greatgame.rules.context import Orders
from greatgame.scenario import IndexedScenario
from greatgame.session import Session
from greatgame.world.world import World
from json_page import documented

runner = CliRunner()


def svg_words(path: Path) -> str:
    """All words of a picture."""
    return " ".join("".join(ElementTree.parse(path).getroot().itertext()).split())


# Statistics


def test_student_agrees_with_a_library() -> None:
    for freedom, probability in ((1, 0.975), (1, 0.9995), (2, 0.9995), (3, 0.9999), (10, 0.975), (199, 0.975)):
        assert student(freedom, probability) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-9)
    assert student(0, 0.975) == float("inf")


def test_shares_and_exact_tests_agree_with_a_library() -> None:
    share = share_of(3, 50)
    known = stats.binomtest(3, 50).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((known.low, known.high))
    assert share_of(0, 0).high == 1.0
    for inside, drawn, cases, n in ((5, 20, 40, 200), (0, 20, 40, 200), (20, 20, 30, 200)):
        table = [[inside, drawn - inside], [cases - inside, n - drawn - cases + inside]]
        assert seldom(inside, drawn, cases, n) == pytest.approx(stats.fisher_exact(table, "greater")[1])
    assert held_together([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_intervals_cover_what_they_promise() -> None:
    """Skewed pairs with a known difference: 95 % of the intervals hold it, few or many worlds."""
    generator = np.random.default_rng(1)
    for worlds in (12, 60):
        luck = generator.gamma(4.0, 1.0, (2000, worlds))
        first = luck + 0.3 + generator.normal(0.0, 0.5, luck.shape)
        found = [paired(a, b) for a, b in zip(first, luck, strict=True)]
        covered = np.mean([p.low <= 0.3 <= p.high for p in found])
        assert 0.94 <= covered <= 0.96, worlds


def test_a_known_shift_is_found_and_none_is_invented() -> None:
    generator = np.random.default_rng(2)
    luck = generator.normal(50.0, 3.0, (400, 100))
    noise = generator.normal(0.0, 1.0, luck.shape)
    found = [paired(a, b) for a, b in zip(luck + 0.5 + noise, luck, strict=True)]
    none = [paired(a, b) for a, b in zip(luck + noise, luck, strict=True)]
    # Half a point against a standard error of a tenth is five of them: found always, also among nine.
    assert np.mean([p.clear_among(9) and p.mean > 0 for p in found]) > 0.97
    assert np.mean([p.clear for p in none]) < 0.08
    assert np.mean([p.clear_among(9) for p in none]) < 0.02


def test_only_campaigns_of_the_same_worlds_are_paired(tokyo: IndexedScenario) -> None:
    with pytest.raises(GreatGameError, match="samples of 3 and 1 campaigns cannot be paired"):
        paired(np.ones(3), np.ones(1))
    with pytest.raises(GreatGameError, match="there are no seeds"):
        play(tokyo, [])


# Comparisons


def test_contestants_go_by_their_labels() -> None:
    found = entrants(["all-round", "all-round", "MINE=quiet", "folder/bold.toml", "bots/mine.py:Cunning"])
    assert [row.label for row in found] == ["all-round", "all-round (2)", "MINE", "bold", "Cunning"]
    assert [row.strategy for row in found][2:] == ["quiet", "folder/bold.toml", "bots/mine.py:Cunning"]
    for wrong in (["=quiet"], ["MINE="], ["A=quiet", "A=all-round"]):
        with pytest.raises(GreatGameError, match="contestant"):
            entrants(wrong)


def test_a_strategy_is_no_better_than_itself(tokyo: IndexedScenario) -> None:
    found = compare.run(tokyo, entrants(["quiet", "twin=quiet"]), range(4))
    pair = found.pairs[0]
    assert {row.verdict for row in pair.contrasts.values()} == {compare.ALIKE}
    for row in pair.contrasts.values():
        assert (row.difference.mean, row.difference.low, row.difference.high) == (0.0, 0.0, 0.0)
    assert found.best is None
    assert "alike" in found.answer


def test_what_is_known_to_be_better_is_called_better(tokyo: IndexedScenario) -> None:
    """The same campaigns, one of them with two points more of everything and a little noise."""
    played = play(tokyo, range(30), "do-nothing")
    noise = np.random.default_rng(3).normal(0.0, 1.0, played.total.shape)
    better = replace(played, total=played.total + 2.0 + noise, score=played.score + 2.0 + noise[:, None])
    pair = [Contestant("plain", "x"), Contestant("better", "y")]
    found = compare.compared(tokyo, pair, {"plain": played, "better": better}, "as-published")
    assert found.best == "better"
    assert found.answer.startswith("better beats plain: total −2.")
    assert {row.verdict for row in found.pairs[0].contrasts.values()} == {compare.BEHIND}
    shifted = replace(played, total=played.total + 0.02 * noise)
    unclear = compare.compared(tokyo, pair, {"plain": played, "better": shifted}, "as-published")
    assert unclear.best is None
    assert "cannot be told apart" in unclear.answer


def test_compare_prints_draws_and_writes(tmp_path: Path) -> None:
    picture, data = tmp_path / "c.svg", tmp_path / "c.json"
    command = ["compare", "all-round", "do-nothing", "--seeds", "8", "--svg", str(picture), "--json", str(data)]
    done = runner.invoke(app, command)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("all-round beats do-nothing: total +")
    found = json.loads(data.read_text(encoding="utf-8"))
    assert found["best"] == "all-round"
    assert found["pairs"][0]["measures"]["total"]["worlds_won"]["share"] == 1.0
    words = svg_words(picture)
    assert "all-round less do-nothing" in words
    assert all(name in words for name in found["pairs"][0]["measures"])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["compare", "all-round"], "two strategies or more"),
        (["compare", "all-round", "al-round", "--seeds", "2"], "al-round"),
        (["compare", "quiet", "all-round", "--svg", "x.gif"], ".svg, .png or .pdf"),
        (["forecast", "nowhere.json"], "there is no such file"),
    ],
)
def test_bad_input_is_one_message(arguments: list[str], complaint: str) -> None:
    done = runner.invoke(app, arguments)
    assert done.exit_code == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


# Forecasts


@pytest.fixture(scope="module")
def late() -> Session:
    """A campaign near its end, with an order queued, so that futures are short; tests only read it."""
    session = Session.new("tokyo-2026", seed=5)
    for _ in range(17):
        session.advance()
    session.submit(next(move for move in session.moves() if move.kind == "visit").id)
    return session


@pytest.fixture(scope="module")
def seen(late: Session) -> Forecast:
    """A forecast of it; tests only read it."""
    return late.forecast(futures=60)


def test_a_forecast_does_not_depend_on_blocks(late: Session, seen: Forecast) -> None:
    pictures: list[Forecast] = []
    again = forecast.run(late.question(futures=60), pictures.append, block=23)
    assert again == seen
    assert [picture.futures for picture in pictures] == [forecast.FIRST, forecast.FIRST + 23, 60]
    assert [picture.complete for picture in pictures] == [False, False, True]
    assert late.forecast(futures=forecast.FIRST).bands == pictures[0].bands, "the first futures are the same"
    assert late.forecast(futures=60, seed=1).bands != seen.bands


def test_a_forecast_is_what_the_ensembles_say(late: Session, seen: Forecast) -> None:
    seeds = forecast.seeds_of(0, "forecast", 60)
    queued, idle = late.ensemble(seeds).play(), late.ensemble(seeds, queue=()).play()
    mine = [queued.score(world=world) for world in range(60)]
    other = [idle.score(world=world) for world in range(60)]
    assert seen.bands["total"].q50[-1] == pytest.approx(np.quantile(mine, 0.5))
    assert seen.pinned_bands["total"].q95[-1] == pytest.approx(np.quantile(other, 0.95))
    assert seen.differences["total"].mean == pytest.approx(np.mean(mine) - np.mean(other))
    trust = queued.world.state.score[:, late.scenario.names.pillars.at("trust")]
    goal = next(row for row in seen.goals if row.goal == "trust >= 66")
    assert goal.queue.count == np.count_nonzero(trust >= 66.0)
    assert seen.quarters == ("2030Q2", "2030Q3", "2030Q4")
    assert seen.goals[0].queue.share + seen.goals[0].pinned.share == pytest.approx(1.0)


def test_the_queue_is_given_in_every_world_of_an_ensemble(late: Session) -> None:
    number = late.catalogue.number(late.queue[0].order)
    mine = late.catalogue.mine[late.scenario.player]
    model = late.ensemble([1, 2])
    model.step()
    assert model.turn is not None
    assert (model.turn.orders[:, number] == 1.0).all()
    assert model.turn.orders[:, mine].sum() == 2.0
    model.step()
    assert model.turn.orders[:, mine].sum() > 2.0, "then the strategy plays"
    alone = late.ensemble([2])
    for _ in range(2):
        alone.step()
    assert alone.digest() == model.digest(1)


def test_plans_left_to_the_strategy(late: Session) -> None:
    same = late.forecast(queue=(), pinned=(), futures=4, horizon=1)
    assert same.differences["total"].identical
    assert "expected at" in outlook.answer(same)
    question = replace(late.question(futures=4), queue=None)
    own = forecast.run(question)
    assert own.queue is None
    ensemble = late.position().futures(forecast.seeds_of(0, "forecast", 4), [None]).play()
    assert own.bands["total"].q50[-1] == pytest.approx(np.quantile([ensemble.score(world=w) for w in range(4)], 0.5))


def test_goals_and_figures_are_checked(late: Session) -> None:
    used = "utilisation.trans-caspian"
    found = late.forecast(futures=4, goals=["volume.trans-caspian > 0", "total<=100"], figures=[used])
    assert [row.queue.share for row in found.goals[1:]] == [1.0, 1.0]
    assert used in found.bands
    for wrong in ("supply = 3", "supply >= many", "suply >= 3", "supply >= nan"):
        with pytest.raises(GreatGameError, match=r"goal|suply"):
            late.forecast(futures=4, goals=[wrong])
    for futures, horizon, seed in ((1, 1, 0), (4, 4, 0), (4, 0, 0), (4, 1, -1)):
        with pytest.raises(GreatGameError):
            late.forecast((), futures=futures, horizon=horizon, seed=seed)
    with pytest.raises(GreatGameError, match="no such move"):
        late.forecast(["no/such/move"], futures=4)


def test_shares_are_drawn_and_printed_on_a_scale_of_their_own(
    late: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    used = "utilisation.trans-caspian"
    found = late.forecast(futures=4, figures=[used])
    rising = forecast.Band(*[(0.2, 0.3, 0.412)] * 6)
    found = replace(found, bands=found.bands | {used: rising}, pinned_bands=found.pinned_bands | {used: rising})
    monkeypatch.setenv("COLUMNS", "116")
    terminal = printing.console()
    with terminal.capture() as held:
        terminal.print(outlook.render(found))
    row = next(line for line in held.get().splitlines() if line.startswith(used))
    assert "0.412" in row
    assert "▁" in row, "the course of a share fills its own range"
    assert "█" in row

    heights: dict[str, float] = {}
    save = pictures.save

    def measured(made: Any, path: Path) -> None:
        for axes in made.axes:
            low, high = axes.get_ylim()
            heights[axes.get_title("left")] = high - low
        save(made, path)

    monkeypatch.setattr(pictures, "save", measured)
    outlook.draw(found, tmp_path / "f.svg")
    assert heights[f"{used}, share"] < 0.5
    home = next(title for title in heights if title.startswith("home"))
    assert heights[home] == pytest.approx(10.0), "points keep their room"


def test_nearly_all_worlds_are_not_all(late: Session) -> None:
    many = np.arange(300.0)
    ahead = many + 1.0
    ahead[0] = -1.0
    pair = compare.Pair("first", "second", compare.contrasts({"total": ahead}, {"total": many}, 1))
    assert "ahead in >99 % of 300 worlds" in pair.sentence()
    terminal = printing.console()
    with terminal.capture() as held:
        terminal.print(compare._pair_table(pair))
    assert ">99 %" in held.get()
    found = late.forecast(futures=4)
    lead = replace(found.goals[0], queue=share_of(299, 300))
    assert "ahead in >99 % of" in outlook.answer(replace(found, goals=(lead, *found.goals[1:])))


def test_a_forecast_stops_when_it_is_told_to(late: Session) -> None:
    class After:
        """Set from the third time on that somebody looks."""

        looked = 0

        def is_set(self) -> bool:
            self.looked += 1
            return self.looked > 3

    found = late.forecast(futures=60, cancel=After())
    assert (found.futures, found.complete) == (forecast.FIRST, False)
    stop = After()
    stop.looked = 9
    with pytest.raises(forecast.CancelledError, match="before its first band"):
        late.forecast(futures=60, cancel=stop)


@pytest.mark.parametrize(("name", "turns"), [("quick", 0), ("quick", 3), ("tokyo-2026", 2)])
def test_a_forecast_counts_every_event_that_happens(name: str, turns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a turn is as long as an event rests, its rest afterwards does not say how often it happened."""
    session = Session.new(name, seed=3)
    for _ in range(turns):
        session.advance()
    model = session.position().futures(list(range(40)), [None, {}])
    watch = forecast.Watch(model, 40)
    counted = np.zeros_like(watch.events)
    source = shocks._happenings(session.scenario)

    def post(world: World, orders: Orders) -> None:
        here = orders.world < 40
        np.add.at(counted, (orders.world[here], orders.entry[here]), 1.0)
        source.post(world, orders)

    monkeypatch.setattr(shocks, "_happenings", lambda scenario: SimpleNamespace(post=post))
    while not model.finished:
        model.step()
        watch.look(model)
    assert counted.sum() > 40
    assert np.array_equal(watch.course(model).events, counted)


def test_what_the_worst_have_in_common_is_found(tokyo: IndexedScenario) -> None:
    """An event, an order and a lost project are planted in the worst futures; noise elsewhere is not told."""
    book = catalogue_of(tokyo)
    names, n, generator = tokyo.names, 200, np.random.default_rng(4)
    course = Course(
        events=(generator.random((n, len(names.events))) < 0.3).astype(float),
        orders=generator.poisson(3.0, (n, len(book.actors), len(book.kind_names))).astype(float),
        tension=generator.random((n, len(names.flashpoints))) * 100,
        price=generator.random((n, len(names.minerals))) * 100,
        sponsor=generator.integers(0, 6, (n, len(names.projects))).astype(float),
        score=np.full((n, len(names.pillars)), 50.0),
    )
    total = np.arange(n, dtype=float)
    assert worst_of(book, total, course).marks == ()
    course.events[:, 1] = (total < 25) | (total > 190)
    rival = len(names.powers) - 1 if tokyo.player != len(names.powers) - 1 else 0
    course.orders[:, rival, 2] = np.where(total < 22, 9.0, 1.0)
    course.score[:20, 0] = 30.0
    found = worst_of(book, total, course)
    assert (found.futures, found.below, found.mean) == (20, 19.0, 9.5)
    assert next(iter(found.pillars.items())) == (names.pillars[0], -20.0)
    assert {mark.name for mark in found.marks} == {names.events[1], f"{book.actors[rival]}/{book.kind_names[2]}"}
    event = next(mark for mark in found.marks if mark.kind == "event")
    assert (event.inside, event.outside, event.share_inside) == (20, 14, 1.0)
    assert worst_of(book, total[:20], Course(*(getattr(course, f)[:20] for f in Course.__annotations__))).marks == ()


def test_forecast_command(late: Session, tmp_path: Path) -> None:
    late.save(tmp_path / "late.json")
    base = ["forecast", str(tmp_path / "late.json"), "--futures", "24"]
    done = runner.invoke(app, [*base, "--svg", str(tmp_path / "f.svg"), "--json", str(tmp_path / "f.json")])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))
    assert " ".join(done.stdout.split()).startswith(found["answer"])
    assert found["complete"] is True
    assert set(found["bands"]["total"]) == {"mean", "q05", "q25", "q50", "q75", "q95"}
    assert "24 pairs of futures" in svg_words(tmp_path / "f.svg")
    assert "pledge.announced, JPY bn" in svg_words(tmp_path / "f.svg")
    once = runner.invoke(app, [*base, "--horizon", "1", "--svg", str(tmp_path / "once.svg")])
    assert "24 pairs of futures on the same luck, seed 0. Prob" in " ".join(once.stdout.split()), (
        "nobody plays after it"
    )
    drawn = (tmp_path / "once.svg").read_text(encoding="utf-8")
    begun, ended = re.findall(r'd="M (\S+) \S+ \nL (\S+) \S+ \n" clip-path[^>]*stroke: #0072b2', drawn)[0]
    assert float(ended) - float(begun) > 50.0, "a single turn is drawn, too"
    wrong = runner.invoke(app, [*base, "--order", "x=many"])
    assert (wrong.exit_code, "whole number" in wrong.stderr) == (2, True)


def test_a_worker_answers_is_stopped_and_its_loss_is_told(late: Session, seen: Forecast) -> None:
    with ForecastWorker() as worker:
        worker.start(late.question(futures=60))
        assert worker.wait() == seen, "another process, the same picture"
        worker.start(late.question(futures=10_000))
        begun = time.monotonic()
        worker.cancel()
        assert not worker.busy
        worker.start(late.question(futures=4, horizon=1))
        assert worker.wait().futures == 4
        assert time.monotonic() - begun < 60.0, "the long forecast was given up"
        worker.start(replace(late.question(), goals=["nothing > 1"]))
        with pytest.raises(GreatGameError, match="nothing"):
            worker.wait()
        worker.start(late.question(futures=10_000))
        assert worker.process_id is not None
        os.kill(worker.process_id, signal.SIGTERM)
        with pytest.raises(GreatGameError, match="ended unexpectedly"):
            worker.wait()
        with pytest.raises(GreatGameError, match="ended unexpectedly"):
            worker.start(late.question(futures=4))


def test_a_question_that_cannot_be_sent_leaves_the_worker_as_it_was(late: Session, seen: Forecast) -> None:
    """It went on waiting for the answer, and the next question ended the process."""
    unfit = replace(late.question(), goals=(goal for goal in ("total >= 1",)))  # type: ignore[arg-type]
    with ForecastWorker() as worker:
        for _ in range(2):
            with pytest.raises(GreatGameError, match=r"cannot be sent to another process: .*generator"):
                worker.start(unfit)
            assert not worker.busy
            with pytest.raises(GreatGameError, match="no question is under way"):
                worker.wait()
        worker.start(late.question(futures=60))
        with pytest.raises(GreatGameError, match="cannot be sent"):
            worker.start(unfit)
        assert worker.wait() == seen, "the question under way is not given up for it"


# Debriefs


@pytest.fixture(scope="module")
def story() -> Debrief:
    """The debrief of four quarters; tests only read it."""
    return debrief.run(_four_quarters(), replays=24)


def _four_quarters() -> Session:
    """One order by hand in every quarter."""
    session = Session.new("tokyo-2026", seed=3)
    for kind in ("mou", "joint-statement", "visit", "grant"):
        session.submit(next(move for move in session.moves() if move.kind == kind).id)
        session.advance()
    return session


def test_leaving_an_order_out_is_playing_without_it(story: Debrief) -> None:
    """The largest turning point, played by hand."""
    session, point = _four_quarters(), story.orders[0]
    without = Session.new("tokyo-2026", seed=3)
    for turn, part in enumerate(session.as_save().turns):
        for order in part.orders:
            if (turn, order) != (point.turn, point.orders[0]):
                without.submit(order)
        without.advance()
    assert point.effect == pytest.approx(session.score().total - without.score().total)
    for pillar, points in without.score().points().items():
        assert point.pillars[pillar] == pytest.approx(session.score().points()[pillar] - points)
    assert len(story.orders) == len(story.quarters) == 4
    sizes = [abs(row.effect) for row in story.orders]
    assert sizes == sorted(sizes, reverse=True)
    assert story.orders[0].elsewhere is not None


def test_luck_and_decisions_add_up(story: Debrief) -> None:
    luck = story.luck
    assert luck.mean == pytest.approx(np.mean(story.replays))
    assert luck.beaten == pytest.approx(np.mean(np.array(story.replays) < luck.result))
    weights = Session.new("tokyo-2026").scenario.pillar_weights
    gained = np.array(list(luck.pillars.values()))
    assert (gained * weights).sum() == pytest.approx(luck.worth)
    for row in story.references:
        assert luck.mean - row.mean == pytest.approx(row.decisions.mean)


def test_refused_orders_are_counted(tokyo: IndexedScenario) -> None:
    """Answers to events are possible only where the event happens, so other luck refuses them."""
    session = Session.new("tokyo-2026", seed=3, strategy="all-round")
    for _ in range(4):
        session.advance()
    found = debrief.run(session, replays=8, references=["all-round"])
    assert 0.0 < found.refusals.share <= found.refusals.most < 0.5
    assert found.refusals.refused_here == 0
    assert found.references[0].own_luck == 0.0, "the strategy on its own luck is the campaign"


def test_a_debrief_needs_a_campaign(late: Session) -> None:
    with pytest.raises(GreatGameError, match="no turn is over"):
        debrief.run(Session.new("tokyo-2026"))
    with pytest.raises(GreatGameError, match="2 or more"):
        debrief.run(late, replays=1)
    with pytest.raises(GreatGameError, match="reference 'quiet' is named twice"):
        debrief.run(late, replays=2, references=["quiet", "quiet"])


def test_debrief_command(tmp_path: Path) -> None:
    _four_quarters().save(tmp_path / "s.json")
    picture, data = tmp_path / "d.svg", tmp_path / "d.json"
    base = ["debrief", str(tmp_path / "s.json"), "--replays", "4", "--reference", "quiet"]
    done = runner.invoke(app, [*base, "--svg", str(picture), "--json", str(data)])
    assert done.exit_code == 0, done.output
    found = json.loads(data.read_text(encoding="utf-8"))
    assert " ".join(done.stdout.split()).startswith(found["answer"])
    assert [row["strategy"] for row in found["references"]] == ["quiet"]
    assert "4 replays" in svg_words(picture)
    gap = found["gaps"][0]
    assert gap["strategy"] == "quiet"
    documented(found, gap, gap["reasons"][0], gap["reasons"][0]["figures"][0])
    assert "WHERE THE GAP OPENED" in done.stdout
    assert found["references"][0]["own_luck"] < 0
    assert f"The gap to quiet opened most in {gap['quarter']}" in found["answer"]
    assert gap["reasons"][0]["text"] in " ".join(found["answer"].split())
    wrong = runner.invoke(app, [*base[:2], "--reference", "quite"])
    assert (wrong.exit_code, "quiet" in wrong.stderr) == (2, True)


# Tournaments


def test_ecology_follows_success() -> None:
    """Shares add up, and a strategy that beats all others takes over."""
    rows = {"a": (0.5, 0.9, 0.6), "b": (0.1, 0.5, 0.6), "c": (0.4, 0.4, 0.5)}
    shares = tournament.ecology({label: dict(zip(rows, row, strict=True)) for label, row in rows.items()})
    assert [line[0] for line in shares.values()] == pytest.approx([1 / 3] * 3)
    assert shares["a"][-1] > 0.99
    for generation in zip(*shares.values(), strict=True):
        assert sum(generation) == pytest.approx(1.0)


BOTS = """
import numpy as np


class Idle:
    def decide(self, view, actor, utility):
        return np.zeros_like(utility)


class Breaks(Idle):
    def decide(self, view, actor, utility):
        return super().decide(view, actor, utility) if view.turn < 3 else 1 / 0


class Endless(Idle):
    def decide(self, view, actor, utility):
        while True:
            pass
"""


def test_a_tournament_goes_on_without_the_offenders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greatgame.agents.seating.LIMIT", 0.3)
    (tmp_path / "bots.py").write_text(BOTS, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[strategy.broken]\nname = 3\n", encoding="utf-8")
    bots = [f"{tmp_path / 'bots.py'}:{name}" for name in ("Idle", "Breaks", "Endless")]
    command = ["tournament", "do-nothing", *bots, str(tmp_path / "broken.toml"), "--seeds", "3"]
    done = runner.invoke(app, [*command, "--tempers", "as-published,hard", "--out", str(tmp_path / "out")])
    assert done.exit_code == 1, done.output
    found = json.loads((tmp_path / "out" / "tournament.json").read_text(encoding="utf-8"))
    assert {row["label"]: row["worlds_won"] for row in found["ranking"]} == {"do-nothing": 0.5, "Idle": 0.5}
    assert [arena["temper"] for arena in found["arenas"]] == ["as-published", "hard"]
    assert found["winner"] is None
    reasons = {row["label"]: row["message"] for row in found["disqualified"]}
    assert set(reasons) == {"Breaks", "Endless", "broken"}
    assert "ZeroDivisionError" in reasons["Breaks"]
    assert "2026Q4" in reasons["Breaks"]
    assert "timeout" in reasons["Endless"]
    assert "Disqualified: " in done.stdout
    rows = (tmp_path / "out" / "campaigns.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 2 * 2 * 3
    for picture in ("boxplot", "payoff", "ecology"):
        assert "do-nothing" in svg_words(tmp_path / "out" / f"{picture}.svg")


def test_places_are_certain_only_where_differences_are(tokyo: IndexedScenario) -> None:
    base = play(tokyo, range(6), "do-nothing")
    scores = {"high": 3.0, "level": 0.0, "twin": 0.0, "low": -3.0}
    played = {label: replace(base, total=base.total + shift) for label, shift in scores.items()}
    arena = tournament.Arena("x", "0", "as-published")
    field = tournament.Field((arena,), (tokyo,), (played,), ())
    found = tournament._judged([Contestant(label, label) for label in scores], field, 6)
    places = {row.label: (row.best_place, row.worst_place) for row in found.ranking}
    assert places == {"high": (1, 1), "level": (2, 3), "twin": (2, 3), "low": (4, 4)}
    assert found.winner == "high"
    assert found.payoff["high"]["low"] == 1.0
    assert found.payoff["level"]["twin"] == 0.5


def test_a_tournament_needs_two(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    for arguments, complaint in (
        (["quiet"], "two strategies or more"),
        (["quiet", "nobody", "--seeds", "2"], "fewer than two contestants are left"),
        (["quiet", "do-nothing", "--scenarios", ","], "names nothing"),
        (["quiet", "do-nothing", "--tempers", "furious"], "furious"),
        (["quiet", "do-nothing", "--tempers", "hard,hard"], "temper 'hard' is named twice"),
        (["quiet", "do-nothing", "--scenarios", "quick,quick"], "scenario 'quick' is named twice"),
        (["quiet", "twin=quiet"], "strategy 'quiet' is named twice"),
    ):
        done = runner.invoke(app, ["tournament", *arguments, "--out", out])
        assert (done.exit_code, complaint in done.stderr) == (2, True), done.output


def test_an_arena_is_played_in_once(tokyo: IndexedScenario) -> None:
    with pytest.raises(GreatGameError, match=r"arena 'tokyo-2026 .*, hard' is named twice"):
        tournament.run(entrants(["quiet", "do-nothing"]), [(tokyo, "hard"), (tokyo, "hard")], range(2))


# Calibration


def test_calibration_measures_what_it_says(tokyo: IndexedScenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "SIZES", (12,))
    found = calibration.coverage(tokyo, campaigns=16, draws=60)[0]
    assert 0.8 < found.least <= found.covered <= 1.0
    assert found.invented < 0.2
    lines = list(calibration._lines(np.array([0.0, 0.02, 0.5, 0.5, 1.0]), np.array([0.0, 0.0, 1.0, 0.0, 1.0])))
    assert [(line.mean, line.reached.count, line.reached.n) for line in lines] == [(0.01, 0, 2), (0.5, 1, 2), (1, 1, 1)]
