"""Libraries that others import, read only when something of them is used: for programs that should start soon."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _Deferring(MetaPathFinder):
    """Finds a library where Python does, and has it read with its first use."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As Python asks; None leaves the name to the other finders."""
        if fullname not in self._names:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, Loader):
            spec.loader = LazyLoader(spec.loader)
        return spec


def defer(*names: str) -> None:
    """Have these libraries read only when something of them is used, by whoever imports them first.

    A second import counts as a use.  For the program's own process: a library
    should not change what ``import`` means to who uses it.
    """
    sys.meta_path.insert(0, _Deferring(names))


def read_whole(name: str) -> None:
    """Read a library now, whether it is deferred or not.

    Where it is, an ``import`` would read it too, but swallow an interrupt meanwhile and leave it half read.
    """
    # Any use of it will do.
    getattr(import_module(name), "__doc__", None)


def deferring() -> bool:
    """Whether this process has some library deferred."""
    return any(isinstance(finder, _Deferring) for finder in sys.meta_path)
