# The map: its legend, its hints and what it says of itself.

map-borders = Borders do not imply a position on the status of any territory.
map-borders-short = Borders imply no position
map-legend = Legend
map-near = Central Asia
map-far = Eurasia
map-near-tip = Look at Central Asia (Home)
map-far-tip = Look at all of Eurasia (End)
map-legend-tip = What colours and signs mean
map-powers = Powers
map-stages = Stages of a project
map-routes = Routes
map-route-width = The wider, the more freight
map-route-colour = The brighter, the fuller
map-route-sea = Dashed: by ship
map-contested = Hatched: contested area
map-hint = Arrows choose, Enter opens, + and - zoom, Shift with arrows moves the map
map-corridors = Part of: { $names }
map-intent = { $power }: { $text }
map-whose = { $stage } ({ $power })
