# Encyclopaedia, data and model.

ency-title = Encyclopaedia
ency-search = Search: type a few letters
ency-none = Nothing found. Fewer letters find more.
ency-contents = Contents
ency-earlier = Back to the article before (Alt+Left)
ency-later = Forward again (Alt+Right)
ency-keys = Type to search · Enter opens · Alt+Left and Alt+Right go back and forward · Page Up and Page Down move the article · Escape leaves
