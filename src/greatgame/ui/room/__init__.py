"""The chart room: the screen on which the campaign is played.

:class:`greatgame.ui.room.screen.RoomScreen` is the screen; its parts are
functions from it to widgets.  :mod:`greatgame.ui.room.slots` says who fills the
places that are others' (map, queue, forecast, advisors).

What parts may ask of the room: ``room.session``, ``room.campaign``,
``room.readings``, ``room.inspector`` (views of the present, kept until something
changes), ``room.inspect("host:ID")``, ``room.go_to_order("ORDER/ID")``,
``room.lens`` and ``room.set_lens(name)``, ``room.refresh()``.
"""
