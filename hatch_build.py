"""Compiles the loops in C into the package where there is a C compiler; without one, numpy takes their place."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src", "greatgame", "loops")
ONE_STEP_AT_A_TIME = {"msvc": ["/O2", "/fp:precise", "/std:c11"]}
"""How to say that nothing may be rounded otherwise than numpy rounds it; other compilers are told as gcc is."""


class Loops(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled loops, and says for which machines the wheel is then meant."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        built = self._built(editable=version == "editable")
        if built is None:
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        if version != "editable":
            build_data["force_include"][str(built)] = f"greatgame/loops/{built.name}"

    def _built(self, editable: bool) -> Path | None:
        """Where the compiled loops are; None where they cannot be compiled."""
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext

        class Build(build_ext):
            def build_extensions(self) -> None:
                for extension in self.extensions:
                    extension.extra_compile_args = ONE_STEP_AT_A_TIME.get(
                        self.compiler.compiler_type, ["-O3", "-ffp-contract=off", "-fno-trapping-math", "-g0"]
                    )
                super().build_extensions()

        name = "greatgame.loops._compiled"
        source = FOLDER / "_compiled.c"
        # As greatgame.loops.fingerprint: a package that is being built cannot be imported.
        fingerprint = f"0x{hashlib.sha256(source.read_bytes()).hexdigest()[:15]}LL"
        extension = Extension(name, [str(source)], define_macros=[("SOURCE", fingerprint)], py_limited_api=True)
        command = Build(Distribution({"ext_modules": [extension]}))
        scratch = Path(self.directory, "loops")
        command.build_temp, command.build_lib = str(scratch), str(scratch if not editable else "src")
        command.ensure_finalized()
        try:
            command.run()
        # Whatever a compiler that is missing or broken raises: the package works without.
        except Exception as failure:
            print(f"greatgame: the loops in C were not compiled ({failure}); numpy takes their place", file=sys.stderr)
            return None
        return Path(command.get_ext_fullpath(name)).resolve()
