"""``python -m greatgame`` is ``greatgame``."""

from greatgame.cli import main

if __name__ == "__main__":
    main()
