"""A small widget kit on pygame-ce: dark chart room, keyboard first, drawn on change.

The kit knows texts, messages and figures of the views, and nothing of the game.

**Lengths** are in units of the kit: pixels at 100 %.  ``ui.px(units)`` makes
pixels of them; rectangles of widgets are in pixels.  Body text is 16, the
smallest 14.  **Colours** are roles of the theme (``"text"``, ``"muted"``,
``"accent"``, ``"gain"``, ``"loss"``, ``"chance"``; grounds ``"panel"``,
``"raised"``...); actors are told apart by ``ui.look(place, letter)``: colour,
pattern and letter, by the actor's place in the scenario.

A screen is a tree of widgets::

    from greatgame.ui.kit import Button, Column, FigureLabel, Label, Panel, Rich, Row, Scroll, Spacer, Ui

    def build(ui: Ui, trust: Figure, commit: Callable[[], None]) -> Widget:
        return Column([
            Row([Label(ui.say("room-title"), size=20, bold=True), Spacer(),
                 Button(ui.say("room-commit"), commit, kind="primary", icon="check", name="commit")], pad=8),
            Scroll(Panel([FigureLabel(trust, change=True),
                          Rich("Text, **bold**, {gain:coloured}, [a link](concept:trust), ![train-front].")])),
        ], gap=0)

    ui.show(build(ui, trust, commit))

``Row`` and ``Column`` give children the size they would like (``size``);
``widget.fixed(width=.., height=..)`` sets one, ``widget.growing(share)`` shares
what is left.  ``Spacer()`` grows, ``Scroll`` grows.

**When something changed**, build the widgets anew and call ``ui.refreshed()``
(after replacing children) or ``ui.show(root)``; the focus finds the widget of
the same ``name``.  For a change of looks only, ``ui.redraw()``; of sizes,
``ui.relayout()``.

**Input**: ``on_press``, ``on_drag``, ``on_release``, ``on_wheel``, ``on_key``
(``"ctrl+z"``, ``"enter"``, ``"up"``), ``on_text``, ``on_action`` (what the table
of keys lays on a key: ``"commit"``, ``"lens-3"``).  True says: used.  Unused
input goes outward to the parents, actions finally to ``ui.on_action``.  Tab goes
through widgets with ``focusable``, arrows to the nearest one.

**Figures**: a widget that shows a number carries the view's ``figure``; give it
to ``FigureLabel``, a ``Table``'s ``Cell`` or any widget's ``figure=``.  The mouse or
the key of ``why`` shows value, unit, threshold and then what it is made of;
``ui.open_figure`` opens the account.  Other widgets carry ``tip=``.

**Time**: ``ui.after(seconds, call)``, ``ui.animate(frame)`` (frame(seconds) until it
returns False; skip it where ``ui.reduced_motion``), ``ui.poll(look)`` for work in
the background.  **Layers**: ``ui.push(Modal(..))``, ``ui.pop()``, ``ui.toast(text)``.

**Charts**: ``LineChart`` and ``FanChart`` over labelled points (``reads`` says each point in words, for the mouse and
the keyboard), ``Legend``, ``Spark``, ``Bars``, ``Shares`` among actors, ``Waterfall`` of an account.  They keep their
picture; make a new widget when the data change.

**Own drawing**: subclass ``Widget``; ``draw(ui, surface)`` with ``paint.box``,
``paint.supersampled`` (keep the picture per version of the data), ``paint.hatch``,
``ui.fonts.text``/``icon``, ``ui.text_in`` (one line; what does not fit is cut and
reported in ``ui.truncated``, which a test wants empty).
A container of its own asks children for their size by ``ui.measured(child, width)``, which
asks each only once in a layout.

**Faults**: what goes wrong in a widget, a timer or an animation ends nothing else; the
window gives it to ``on_error``.  An icon that is missing is an empty box (``ui.fonts.lost``).
"""

from greatgame.ui.kit import paint
from greatgame.ui.kit.bars import Bar, Bars, Shares, Waterfall
from greatgame.ui.kit.charts import Fan, FanChart, Legend, LineChart, Series, Spark
from greatgame.ui.kit.choices import Drop, Entry, Item
from greatgame.ui.kit.context import Ui
from greatgame.ui.kit.controls import Button, Chip, Slider, Tabs, Toggle, badge
from greatgame.ui.kit.labels import BODY, HEADING, SMALL, TITLE, FigureLabel, Icon, Label, Rich
from greatgame.ui.kit.overlay import AccountView, Companion, Modal
from greatgame.ui.kit.scroll import Scroll
from greatgame.ui.kit.table import Cell, Heading, Table
from greatgame.ui.kit.theme import PALETTES, Colour, Look, Theme
from greatgame.ui.kit.widget import Column, Panel, Row, Rule, Size, Spacer, Widget, Wrap
from greatgame.ui.kit.window import Window
from greatgame.ui.kit.words import Span, marked

__all__ = [
    "BODY",
    "HEADING",
    "PALETTES",
    "SMALL",
    "TITLE",
    "AccountView",
    "Bar",
    "Bars",
    "Button",
    "Cell",
    "Chip",
    "Colour",
    "Column",
    "Companion",
    "Drop",
    "Entry",
    "Fan",
    "FanChart",
    "FigureLabel",
    "Heading",
    "Icon",
    "Item",
    "Label",
    "Legend",
    "LineChart",
    "Look",
    "Modal",
    "Panel",
    "Rich",
    "Row",
    "Rule",
    "Scroll",
    "Series",
    "Shares",
    "Size",
    "Slider",
    "Spacer",
    "Span",
    "Spark",
    "Table",
    "Tabs",
    "Theme",
    "Toggle",
    "Ui",
    "Waterfall",
    "Widget",
    "Window",
    "Wrap",
    "badge",
    "marked",
    "paint",
]
