# Encyclopaedia, data and model.

ency-title = Encyclopaedia
ency-search = Search: type a few letters
ency-none = Nothing found. Fewer letters find more.
ency-contents = Contents
ency-earlier = Back to the article before (Alt+Left)
ency-later = Forward again (Alt+Right)
ency-keys = Type to search · Enter opens · Alt+Left and Alt+Right go back and forward · Page Up and Page Down move the article · Escape leaves

data-title = Data and model
data-figures = Figures
data-sources = Sources
data-mechanisms = Mechanisms
data-limits = What it does not know
data-all-sections = All sections
data-found = { $count ->
    [0] No figure. Fewer letters find more.
    [one] One figure
   *[other] { NUMBER($count) } figures
}
data-found-sources = { $count ->
    [0] No source. Fewer letters find more.
    [one] One source
   *[other] { NUMBER($count) } sources
}
data-what = What
data-value = Value
data-year = Year
data-origin = Origin
data-source = Source or reason
