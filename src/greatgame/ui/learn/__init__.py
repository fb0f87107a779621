"""The guided first game: it teaches by doing, in the real chart room, and never stands in the way.

Steps are data (``assets/learn/first-game.toml``); what they say stands in the
message catalogues as ``learn-<step>`` (what it is about), ``learn-<step>-do`` (what
to do) and ``learn-<step>-done`` (what has been achieved).  A step is over when the
player has *done* it (:mod:`greatgame.ui.learn.deeds`), however that was; only
steps that are read have a button to go on.

:class:`~greatgame.ui.learn.guide.Guide` stands above the room as the window's
companion: it lights the widget that the step is about, found by its name, and
shares the input with the game.  Escape lets it rest.
"""
