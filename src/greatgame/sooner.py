"""What the program, and processes that it starts, read before anything else: it lets them start sooner."""

from greatgame.deferred import defer

# Mesa imports it for tables that only its own data collector makes: a sixth of what a campaign takes to start.
defer("pandas")
