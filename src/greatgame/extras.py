"""Optional parts: which packages a command needs beyond those of the game itself."""

from __future__ import annotations

from importlib.util import find_spec

from greatgame.errors import GreatGameError
from greatgame.text import Text, say


def lacking(extra: str, *packages: str) -> Text | None:
    """Which packages of an extra are missing, and the command that installs them; None where all are there."""
    missing = [package for package in packages if find_spec(package) is None]
    if not missing:
        return None
    command = f'pip install -c constraints.txt ".[{extra}]"'
    return say("this needs {names}; install with: {command}", names=", ".join(missing), command=command)


def needs(extra: str, *packages: str) -> None:
    """Make sure that the packages of an extra are installed.

    Raises:
        GreatGameError: naming those that are missing and the command that installs them.
    """
    missing = lacking(extra, *packages)
    if missing is not None:
        raise GreatGameError(missing)
