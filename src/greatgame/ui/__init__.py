"""The game on screen: screens that know the session and its views, drawn with :mod:`greatgame.ui.kit`."""
