# Classes from the window.

lesson-title = Class
lesson-reading = Reading the exercises…
lesson-minutes = { NUMBER($minutes) } min
lesson-form-own = each team in a world of its own
lesson-form-shared = all teams in one world
lesson-form-strategies = teams write strategies
lesson-teams = { NUMBER($least) } to { NUMBER($most) } teams
lesson-aims = What students can do afterwards
lesson-steps = Steps
lesson-try = Try it out
lesson-trying = Simulated students are going through the whole class; it takes up to a minute.
lesson-try-failed = It could not be tried out:
lesson-tried = { $seats ->
    [one] { NUMBER($seats) } simulated student
   *[other] { NUMBER($seats) } simulated students
} went through all { NUMBER($minutes) } minutes in { NUMBER($seconds) } s: 99 of 100 taps acknowledged within { NUMBER($tap) } ms, slowest round { NUMBER($round) } s, debrief { NUMBER($packet) } s.
lesson-address = Students will open **{ $address }**
lesson-well = All is well: the class can be held.
lesson-to-change = To be changed:
lesson-hold = Hold this class
lesson-new = New class
lesson-go-on = Go on with the class of { DATETIME($date, dateStyle: "medium") }
lesson-one-at-a-time = A class is being held: stop it first.
lesson-held = Being held: **{ $title }**
lesson-starting = Beginning…
lesson-students = Students open **{ $address }**, PIN **{ $pin }**
lesson-teacher = Your console (keep the link to yourself)
lesson-wall = The page for the wall
lesson-stop = Stop the class
lesson-ended = The class has ended by itself. Nothing that was done in it is lost.
lesson-not-installed = Further packages are needed: see above.
lesson-missing = To hold classes, further packages are needed. Install them with: pip install -c constraints.txt ".[class]"
lesson-delete = Delete the class
lesson-delete-ask = Delete this class?
lesson-delete-text = All names and answers of its students are deleted with { $file } and cannot be brought back.
