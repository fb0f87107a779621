"""``python -m greatgame`` is ``greatgame``."""


def main() -> None:
    """Entry point of the ``greatgame`` command."""
    # Processes that the program starts read this module anew: they have no use for its commands.
    from greatgame.cli import main as run
    from greatgame.deferred import defer

    # Mesa imports it for tables that only its own data collector makes: a sixth of what a campaign takes to start.
    defer("pandas")
    run()


if __name__ == "__main__":
    main()
