# Title, new game, load, settings.

app-back = Back
app-no-full-screen = This screen cannot be filled.

title-name = Great Game
title-line = A laboratory of geopolitics: one pledge, five hosts, four rivals.
title-learn = Learn
title-learn-note = A guided first game, ten minutes
title-play = Play
title-play-note = A new campaign
title-test = Test a strategy
title-test-note = Many futures of one plan
title-class = Class
title-class-note = Exercises for a group
title-watch = Watch and replay
title-watch-note = Strategies play, turn by turn
title-data = Data and model
title-data-note = Every rule, every figure, every source
title-settings = Settings
title-settings-note = Language, size, colours, keys
title-load = Load
title-load-note = { $count ->
    [0] No saves yet
    [one] One save
   *[other] { NUMBER($count) } saves
}
title-quit = Quit
title-continue = Continue
title-crashed = The game stopped unexpectedly
title-crashed-text = Your last campaign was kept up to the last moment: **{ $title }**, after { $quarter }.
title-crashed-first = Your last campaign was kept up to the last moment: **{ $title }**, first turn.
title-crashed-yes = Go on with it
title-crashed-no = Leave it on the shelf
title-version = Version { $version }
title-borders = Borders do not imply a position.

new-title = New game
new-scenario = Scenario
new-level = Level
new-level-all = The whole model
new-level-all-text = This scenario has no levels: everything is on.
new-temper = Temper of the rivals
new-strength = Strength of everyone else
new-seed = Luck
new-seed-text = The same number meets the same luck.
new-seed-other = Other luck
new-seed-hint = A whole number
new-begin = Begin
new-seat = You play: { $seat }
new-failed = This scenario cannot be played

load-title = Load
load-none = There are no saves yet. The game saves by itself every turn.
load-where = Saves lie in { $folder }
load-auto = Autosave
load-quick = Quick save
load-named = Named save
load-broken = Cannot be read: { $reason }
load-after = after { $quarter }
load-first = first turn
load-over = over
load-turn = { NUMBER($turn) } of { NUMBER($turns) } turns
load-played = played by a strategy
load-go = Load
load-delete = Delete
load-delete-ask = Delete this save?
load-delete-text = It cannot be brought back.
load-keep = Keep it
load-failed = This save cannot be loaded
load-date = { DATETIME($date, dateStyle: "medium") } { $time }

settings-title = Settings
settings-language = Language
settings-scale = Size of everything
settings-palette = Colours
settings-palette-chart-room = Chart room
settings-palette-high-contrast = High contrast
settings-palette-colour-blind = Colour-blind
settings-motion = Less motion
settings-motion-note = Sequences are shown at once
settings-keys = Keys
settings-keys-text = Choose an action, press Enter, then the new key.
settings-key-ask = Press the new key for “{ $action }”; Escape leaves it.
settings-key-fixed = { $stroke } moves the focus and cannot be used.
settings-key-swapped = { $other } is now on { $stroke }.
settings-keys-reset = Usual keys
settings-damaged = The settings could not all be read. What was damaged is as usual again.
settings-not-kept = The settings hold until you quit, but could not be kept: { $reason }.
settings-actors = How actors are told apart

action-help = Encyclopaedia
action-palette = All commands
action-full-screen = Full screen
action-larger = Larger
action-smaller = Smaller
action-commit = Commit the turn
action-undo = Undo
action-redo = Redo
action-why = Why: what a figure is made of
action-how = How it is reckoned
action-ledger = Ledger
action-advisors = Advisors
action-wind-tunnel = Wind tunnel
action-compare = Compare with the pinned plan
action-predict = Predict this turn’s events
action-table = Map as a table
action-quick-save = Quick save
action-quick-load = Quick load
action-lens-1 = Lens 1: influence
action-lens-2 = Lens 2: projects and corridors
action-lens-3 = Lens 3: trade and energy
action-lens-4 = Lens 4: debt
action-lens-5 = Lens 5: security and risk
action-lens-6 = Lens 6: opinion
action-lens-7 = Lens 7: rivals’ interests
action-back = Back

menu-heading = Menu
menu-go-on = Go on
menu-save = Save
menu-quick-save = Quick save
menu-undo-turn = Take back the last turn
menu-first-turn = This is the first turn: there is none to take back.
menu-title = Leave to the title
menu-name = Name of the save
menu-again = Press Save again to replace it.
menu-saved = Saved.
menu-loaded = Loaded.
menu-no-quick = There is no quick save yet.

fault-title = Something went wrong
fault-saved = The campaign was saved. You can go on, or return to the title and take it up again.
fault-not-saved = The campaign could not be saved. { $reason }
fault-report = A report for the makers of the game stands in { $file }.
fault-copy = Copy the report
fault-copied = The report can be pasted now.
fault-not-copied = The report could not be copied; it stands in the file.
