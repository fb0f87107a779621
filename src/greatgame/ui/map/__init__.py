"""The map: a projection, the land, and what a lens lays upon it.

:class:`MapView` is the widget.  It is given a :class:`greatgame.views.chart.Chart`
and the key of a lens, and keeps what it has drawn until either changes::

    view = MapView(Chart(session), "influence", on_select=inspect, on_open=dossier)
    view.show_lens(ui, "debt")              # the number keys
    view.show_chart(ui, Chart(session))     # after a turn
    view.select(ui, "project:...")          # also host:..., leg:..., flashpoint:...
    view.tables()                           # the same figures as rows
    view.effects.pulse(ui, "host:...", colour)
    view.effects.flow(ui, legs, colour)
    view.open_legend(ui)

Whatever has a figure in the picture is a child widget (:class:`Spot`), so that
tips, accounts and tests find it; the children take no focus of their own.
"""

from greatgame.ui.map.picture import Intent
from greatgame.ui.map.widget import MapView, Spot

__all__ = ["Intent", "MapView", "Spot"]
