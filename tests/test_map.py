"""The map widget: what is drawn, what lies under the mouse, the keyboard, and how fast a kept picture is shown."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pygame
import pytest

from greatgame.errors import GreatGameError
from greatgame.session import Session
from greatgame.text import LANGUAGES, named
from greatgame.ui.kit import Ui
from greatgame.ui.map import Intent, MapView, Spot
from greatgame.ui.map.atlas import atlas
from greatgame.ui.map.crowd import from_afar
from greatgame.ui.map.ground import numbered
from greatgame.ui.map.legend import strip_box
from greatgame.ui.map.picture import note_box
from greatgame.ui.map.projection import Camera
from greatgame.ui.map.room import Room, along, spread
from greatgame.ui.map.ways import dashes
from greatgame.views.chart import Chart
from greatgame.views.geography import Places
from greatgame.views.lenses import LENSES

pytestmark = pytest.mark.usefixtures("display")

SIZE = (656, 480)


@pytest.fixture(scope="module")
def chart() -> Chart:
    """The map after one turn."""
    session = Session.new("quick", seed=7)
    session.advance()
    return Chart(session)


def shown(chart: Chart, lens: str = "influence", **options: object) -> tuple[Ui, MapView, pygame.Surface]:
    """A map alone in a window, drawn once."""
    ui = Ui(SIZE, **options)  # type: ignore[arg-type]
    view = MapView(chart, lens)
    ui.show(view)
    surface = pygame.Surface(SIZE)
    ui.draw(surface)
    return ui, view, surface


def press(ui: Ui, key: int, mod: int = 0) -> None:
    ui.input.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod))


@pytest.mark.parametrize("key", LENSES)
def test_every_figure_of_the_lens_can_be_pointed_at(chart: Chart, key: str) -> None:
    ui, view, _ = shown(chart, key)
    inside = pygame.Rect((0, 0), SIZE)
    figures = {id(widget.figure) for widget in view.walk() if widget.figure is not None}
    lens = chart.lens(key)
    expected = [lens.scale.low, lens.scale.high, *(area.figure for area in lens.areas)]
    expected += [bar.figure for group in lens.bars for bar in group.bars]
    assert {id(figure) for figure in expected} <= figures
    assert all(inside.colliderect(child.rect) for child in view.children if child.name.startswith("map:host"))
    assert ui.truncated == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_is_drawn_in_every_language_and_size(chart: Chart, language: str, scale: float) -> None:
    ui, view, surface = shown(chart, "projects", language=language, scale=scale)
    assert len(pygame.transform.average_color(surface)) == 4
    assert pygame.transform.average_color(surface)[:3] != (0, 0, 0)
    assert ui.truncated == []
    assert any(isinstance(child, Spot) for child in view.children)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize(
    ("size", "scale"), [((650, 494), 1.0), ((768, 608), 1.5), ((1280, 800), 1.0), ((812, 612), 1.25)]
)
def test_no_name_lies_on_another_or_on_a_sign(
    chart: Chart, size: tuple[int, int], scale: float, far: bool, language: str
) -> None:
    """Corners apart, by which round signs may touch the box of a name."""
    wrong = []
    for key in LENSES:
        ui = Ui(size, language=language, scale=scale)
        view = MapView(chart, key)
        ui.show(view)
        view.show_view(ui, far)
        ui.settle()
        picture = view.picture(ui)
        solid = [mark for mark in picture.marks if not mark.key.startswith(("leg:", "flow:"))]
        boxes = [(name.text, name.rect) for name in picture.names]
        boxes += [(mark.key, mark.rect) for mark in solid]
        boxes += [("scale", strip_box(ui, view.lens, size)), ("note", note_box(ui, size))]
        for place, (name, rect) in enumerate(boxes[: len(picture.names)]):
            for other, taken in boxes[place + 1 :]:
                common = rect.clip(taken)
                if min(common.size) > ui.px(4):
                    wrong.append((key, name, other, common.size))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_read_over_the_line_around_what_is_selected(chart: Chart, language: str) -> None:
    """The letters of a town on the border of a selected host are not hidden by its outline."""
    ui, view, surface = shown(chart, language=language)
    picture = view.picture(ui)
    view.select(ui, "host:kazakhstan", tell=False)
    crossed = [
        name
        for name in picture.names
        if any(name.rect.clipline(a, b) for line in picture.outlines("host:kazakhstan") for a, b in pairwise(line))
    ]
    assert crossed
    ui.draw(surface)
    for name in crossed:
        letters = name.letters.get_rect(center=name.rect.center)
        solid = [
            (x, y) for x in range(letters.width) for y in range(letters.height) if name.letters.get_at((x, y)).a == 255
        ]
        assert all(
            surface.get_at((letters.left + x, letters.top + y))[:3] == name.letters.get_at((x, y))[:3] for x, y in solid
        )


def test_the_land_under_the_mouse_is_its_hosts(chart: Chart) -> None:
    _, view, _ = shown(chart, "debt")
    picture = view.picture(Ui(SIZE))
    for area in chart.lens("debt").areas:
        centre = chart.places.centre(area.host)
        assert centre is not None
        x, y = picture.pixel(centre)
        assert picture.host_at((round(x), round(y))) == area.host
    sea = picture.pixel((50.4, 41.6))
    assert picture.host_at((round(sea[0]), round(sea[1]))) is None
    assert picture.host_at((-5, 3)) is None


def test_a_click_selects_what_lies_there(chart: Chart) -> None:
    ui, view, _ = shown(chart, "projects")
    heard: list[str] = []
    view.on_select = heard.append
    for prefix in ("map:project:", "map:host:"):
        spot = next(child for child in view.children if child.name.startswith(prefix))
        place = spot.rect.center
        ui.input.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=place))
        ui.input.handle(pygame.Event(pygame.MOUSEBUTTONUP, button=1, pos=place))
        assert heard[-1].startswith(prefix.removeprefix("map:"))
        assert view.selected == heard[-1]


def test_a_route_is_touched_along_its_course(chart: Chart) -> None:
    _, view, _ = shown(chart, "projects")
    picture = view.picture(Ui(SIZE))
    spots = chart.places.legs["iran-rail"].paths[0]
    x, y = along([picture.pixel(spot) for spot in spots], 0.55)
    mark = picture.mark_at((round(x), round(y)))
    assert mark is not None
    assert mark.key == "leg:iran-rail"


def test_arrows_move_the_selection_and_enter_opens_it(chart: Chart) -> None:
    ui, view, surface = shown(chart, "projects")
    opened: list[str] = []
    view.on_open = opened.append
    ui.input.give(view)
    press(ui, pygame.K_RIGHT)
    first = view.selected
    assert first is not None
    press(ui, pygame.K_RIGHT)
    assert view.selected not in (None, first)
    here = view.spot(str(first))
    there = view.spot(str(view.selected))
    assert here is not None
    assert there is not None
    assert there.rect.centerx > here.rect.centerx
    press(ui, pygame.K_RETURN)
    assert opened == [view.selected]
    press(ui, pygame.K_y)
    assert ui.tooltip.visible
    ui.draw(surface)
    press(ui, pygame.K_ESCAPE)
    assert view.selected is None


def test_page_keys_reach_everything_in_turn(chart: Chart) -> None:
    ui, view, _ = shown(chart, "security")
    ui.input.give(view)
    reached = set()
    for _ in range(20):
        press(ui, pygame.K_PAGEDOWN)
        reached.add(view.selected)
    hosts = {f"host:{host}" for host in chart.session.scenario.names.hosts}
    assert hosts < reached
    assert any(str(key).startswith("flashpoint:") for key in reached)


def test_keys_and_wheel_look_elsewhere_and_home_returns(chart: Chart) -> None:
    ui, view, _ = shown(chart)
    ui.input.give(view)
    start = view.camera()
    press(ui, pygame.K_PLUS)
    assert view.camera().width < start.width
    press(ui, pygame.K_RIGHT, pygame.KMOD_SHIFT)
    assert view.camera().place((328, 240)) != start.place((328, 240))
    view.on_wheel(ui, -3, (100, 100))
    assert view.camera().width > start.width
    for _ in range(40):
        view.on_wheel(ui, -3, (0, 0))
    assert view.camera().width < 12000
    press(ui, pygame.K_END)
    assert view.camera().width > 2 * start.width
    press(ui, pygame.K_HOME)
    assert view.camera() == start


def test_what_is_under_the_mouse_stays_there_when_zooming() -> None:
    camera = Camera(100.0, -50.0, 4000.0, SIZE, 0.2)
    before = camera.place((500, 70))
    assert camera.zoomed(1.7, (500, 70)).place((500, 70)) == pytest.approx(before)
    assert camera.pixel(before) == pytest.approx((500, 70))


def test_dragging_moves_the_map_and_selects_nothing(chart: Chart) -> None:
    ui, view, surface = shown(chart)
    spot = view.camera().place((300, 200))
    ui.input.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(300, 200)))
    ui.input.handle(pygame.Event(pygame.MOUSEMOTION, pos=(340, 190), rel=(40, -10), buttons=(1, 0, 0)))
    ui.draw(surface)
    ui.input.handle(pygame.Event(pygame.MOUSEBUTTONUP, button=1, pos=(340, 190)))
    assert view.selected is None
    assert view.camera().place((340, 190)) == pytest.approx(spot)


def test_a_kept_picture_is_shown_in_no_time(chart: Chart) -> None:
    ui, view, surface = shown(chart, "projects")
    view.select(ui, f"host:{chart.session.scenario.names.hosts[0]}")
    took = []
    for _ in range(30):
        begun = time.process_time()
        view.draw(ui, surface)
        took.append(time.process_time() - begun)
    assert sorted(took)[len(took) // 2] < 0.004


def test_a_lens_that_was_drawn_is_not_drawn_again(chart: Chart) -> None:
    ui, view, _ = shown(chart)
    first = view.picture(ui)
    view.show_lens(ui, "debt")
    assert view.picture(ui) is not first
    view.show_lens(ui, "influence")
    assert view.picture(ui) is first
    view.show_chart(ui, Chart(chart.session))
    assert view.picture(ui) is not first


def test_intents_are_chips_that_tell_their_chance(chart: Chart) -> None:
    host, power = chart.session.scenario.names.hosts[0], chart.session.scenario.names.powers[1]
    chance = chart.lens("influence").areas[0].figure
    ui = Ui(SIZE)
    view = MapView(chart, "rivals", intents=[Intent(host, power, named("A loan"), chance)])
    ui.show(view)
    ui.settle()
    chip = view.spot(f"intent:{host}")
    assert chip is not None
    assert chip.figure is chance
    assert chip.said() == "A loan"


@pytest.mark.parametrize("still", [False, True])
def test_what_moves_ends_by_itself(chart: Chart, still: bool) -> None:
    now = [0.0]
    ui, view, surface = shown(chart, "projects", clock=lambda: now[0], reduced_motion=still)
    view.effects.pulse(ui, f"host:{chart.session.scenario.names.hosts[0]}", (255, 255, 255))
    view.effects.flow(ui, ["kazakh-rail", "a-leg-of-nobody"], (255, 255, 255))
    assert view.effects.running
    before = surface.copy()
    now[0] = 0.3
    ui.time.tick()
    ui.draw(surface)
    assert pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(surface, "RGB")
    assert ui.time.animating is not still
    now[0] = 5.0
    ui.time.tick()
    assert view.effects.running == []


def test_the_legend_says_what_everything_means(chart: Chart) -> None:
    ui, view, surface = shown(chart, "projects")
    view.open_legend(ui)
    ui.draw(surface)
    assert ui.truncated == []
    assert ui.layers


def test_a_map_without_places_is_land_alone(chart: Chart) -> None:
    for key in LENSES:
        _, view, _ = shown(Chart(chart.session, Places()), key)
        assert not any(isinstance(child, Spot) and child.key.startswith(("host", "project")) for child in view.children)


def test_a_project_of_somebody_else_stands_at_its_host(chart: Chart) -> None:
    bare = replace(chart.places, projects={})
    _, view, _ = shown(Chart(chart.session, bare), "projects")
    assert sum(isinstance(child, Spot) and child.key.startswith("project:") for child in view.children) > 20


def test_a_map_that_has_no_room_is_not_drawn(chart: Chart) -> None:
    ui = Ui((4, 4))
    ui.show(MapView(chart))
    ui.draw(pygame.Surface((4, 4)))


def test_a_damaged_map_is_told(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(GreatGameError, match="reinstall"):
        atlas(file)


def test_areas_do_not_share_a_number() -> None:
    land = atlas()
    names = ["398", "156", "643"]
    x, y = land.projection(66, 47)
    surface = numbered(land, Camera(x, y, 9000, SIZE), names)
    assert {surface.get_at_mapped((x, y)) for x in range(0, 656, 8) for y in range(0, 480, 8)} == {0, 1, 2, 3}


def test_signs_of_one_town_stand_side_by_side() -> None:
    places = spread([(100.0, 100.0)] * 12, [9.0] * 12, [pygame.Rect(100, 60, 30, 30)])
    gaps = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for i, a in enumerate(places) for b in places[:i]]
    assert min(gaps) > 15
    assert spread([(100.0, 100.0)] * 12, [9.0] * 12, [pygame.Rect(100, 60, 30, 30)]) == places
    assert spread([], [], []) == []


def test_a_crowd_shares_signs_until_one_is_near(chart: Chart) -> None:
    ui, view, surface = shown(chart, "projects")
    group = next(child for child in view.children if child.name.startswith("map:group:"))
    assert isinstance(group, Spot)
    assert group.figure is not None
    assert group.figure.account().adds_up
    mark = view.picture(ui).mark(group.key)
    assert mark is not None
    assert len(mark.members) > 1
    assert view.spot(mark.members[-1]) is group
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        ui.input.handle(pygame.Event(kind, button=1, pos=group.rect.center))
    ui.draw(surface)
    assert view.selected == mark.members[0]
    assert not any(child.name.startswith("map:group:") for child in view.children)
    assert all(view.spot(member) for member in mark.members)


def test_from_afar_each_sponsor_has_one_sign_in_a_host(chart: Chart) -> None:
    _, near, _ = shown(chart, "projects")
    placed = [(site, near.camera().pixel((0.0, 0.0))) for site in chart.lens("projects").sites]
    groups = from_afar(placed, most=9)
    assert len({(group.first.host, group.first.sponsor) for group in groups}) == len(groups)
    kept = [site for group in groups for site in group.sites]
    assert len(kept) == sum(site.stage not in ("open", "lost") for site, _ in placed)
    few = from_afar(placed, most=1)
    assert [group.first.host for group in few] == list(dict.fromkeys(group.first.host for group in few))
    assert max(groups, key=lambda group: len(group.sites)).sites in [group.sites for group in few]


def test_a_group_is_entered_with_the_keyboard(chart: Chart) -> None:
    ui, view, surface = shown(chart, "projects")
    ui.input.give(view)
    chosen: list[str] = []
    view.on_select = chosen.append
    group = next(child for child in view.children if child.name.startswith("map:group:"))
    assert isinstance(group, Spot)
    for _ in range(100):
        press(ui, pygame.K_PAGEDOWN)
        if view.selected is not None and view.spot(view.selected) is group:
            break
    before = view.camera().width
    press(ui, pygame.K_RETURN)
    ui.draw(surface)
    assert view.camera().width < before
    assert all(not key.startswith("group:") for key in chosen)


def test_names_lie_on_nothing() -> None:
    room = Room(pygame.Rect(0, 0, 200, 100))
    found = [room.beside((100, 50), (60, 14), 4) for _ in range(8)]
    rects = [rect for rect in found if rect is not None]
    assert len(rects) < len(found)
    assert all(a.collidelist(rects[:i]) < 0 for i, a in enumerate(rects))


def test_dashes_cover_their_share_of_a_line() -> None:
    pieces = dashes([(0, 0), (100, 0), (100, 50)], 10, 5)
    drawn = sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for piece in pieces for a, b in pairwise(piece))
    assert drawn == pytest.approx(100, abs=10)
