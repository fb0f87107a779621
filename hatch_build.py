"""Compiles the loops in C into the package where there is a C compiler; without one, numpy takes their place."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "greatgame.loops._compiled"
SOURCE = Path("src", "greatgame", "loops", "_compiled.c")
AS_GCC = ["-O3", "-ffp-contract=off", "-fno-trapping-math", "-g0"]
ONE_STEP_AT_A_TIME = {"msvc": ["/O2", "/fp:precise", "/std:c11"]}
"""How a compiler is told to round nothing otherwise than numpy does; those that are not named are told as gcc is."""


class Loops(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled loops, and says for which machines the wheel is then meant."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        editable = version == "editable"
        try:
            # Whoever works on the package finds them beside their source.
            built = _compiled(Path("src") if editable else Path(self.directory, "loops"), Path(self.directory, "loops"))
        # Whatever a compiler that is missing or broken raises: the package works without.
        except Exception as failure:
            print(f"greatgame: the loops in C were not compiled ({failure}); numpy takes their place", file=sys.stderr)
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        if not editable:
            build_data["force_include"][str(built)] = f"greatgame/loops/{built.name}"


def _compiled(folder: Path, scratch: Path) -> Path:
    """Compile the loops as a module of the package in a folder."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    class Build(build_ext):
        def build_extensions(self) -> None:
            for extension in self.extensions:
                extension.extra_compile_args = ONE_STEP_AT_A_TIME.get(self.compiler.compiler_type, AS_GCC)
            super().build_extensions()

    # As greatgame.loops.fingerprint: a package that is being built cannot be imported.
    fingerprint = f"0x{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:15]}LL"
    extension = Extension(NAME, [str(SOURCE)], define_macros=[("SOURCE", fingerprint)], py_limited_api=True)
    command = Build(Distribution({"ext_modules": [extension]}))
    command.build_temp, command.build_lib = str(scratch), str(folder)
    command.ensure_finalized()
    command.run()
    return Path(command.get_ext_fullpath(NAME)).resolve()
