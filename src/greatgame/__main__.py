"""``python -m greatgame`` is ``greatgame``."""


def main() -> None:
    """Entry point of the ``greatgame`` command."""
    # Processes that the program starts read this module anew: they have no use for its commands.
    import greatgame.sooner  # noqa: F401
    from greatgame.cli import main as run

    run()


if __name__ == "__main__":
    main()
