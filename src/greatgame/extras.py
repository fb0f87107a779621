"""Optional parts: which packages a command needs beyond those of the game itself."""

from __future__ import annotations

from importlib.util import find_spec

from greatgame.errors import GreatGameError


def needs(extra: str, *packages: str) -> None:
    """Make sure that the packages of an extra are installed.

    Raises:
        GreatGameError: naming those that are missing and the command that installs them.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        names = ", ".join(missing)
        raise GreatGameError(f'this needs {names}; install with: pip install -c constraints.txt ".[{extra}]"')
