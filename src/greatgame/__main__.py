"""``python -m greatgame`` is ``greatgame``."""


def main() -> None:
    """Entry point of the ``greatgame`` command."""
    # Processes that the program starts read this module anew: they have no use for its commands.
    from greatgame import ends

    ends.complete()
    try:
        import greatgame.sooner  # noqa: F401
        from greatgame.cli import main as run

        run()
    except KeyboardInterrupt:
        # Before the commands are read, or after they are done: in between they tell of it themselves.
        ends.interrupted()
        raise SystemExit(ends.INTERRUPTED) from None
    except BrokenPipeError:
        raise SystemExit(ends.UNREAD) from None
    finally:
        if ends.let_go():
            raise SystemExit(ends.UNREAD)


if __name__ == "__main__":
    main()
