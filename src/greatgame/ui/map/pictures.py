"""Pictures of every lens, for ``play --shot``."""

from __future__ import annotations

from greatgame.ui.app import App
from greatgame.ui.map.widget import MapView
from greatgame.ui.shots import Stage, shot
from greatgame.views.chart import Chart
from greatgame.views.lenses import LENSES


def _lens(key: str, far: bool = False, explained: bool = False) -> Stage:
    def stage(app: App) -> None:
        assert app.campaign is not None
        view = MapView(Chart(app.campaign.session), key)
        app.ui.show(view)
        view.show_view(app.ui, far)
        if explained:
            view.open_legend(app.ui)

    return stage


for _key in LENSES:
    shot(f"map-{_key}", campaign="quick", turns=2)(_lens(_key))
shot("map-far", campaign="quick", turns=2)(_lens("projects", far=True))
shot("map-legend", campaign="quick", turns=2)(_lens("projects", explained=True))
