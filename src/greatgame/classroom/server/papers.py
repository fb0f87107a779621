"""The debrief of a class that is held: written beside the class's file, handed out by the teacher, deleted with it."""

from __future__ import annotations

import mimetypes
import threading

from fastapi.responses import FileResponse

from greatgame.classroom import packet
from greatgame.classroom.given import RefusedError
from greatgame.classroom.log import Log
from greatgame.classroom.remains import debrief_folder
from greatgame.classroom.results import Shown
from greatgame.classroom.room import Room
from greatgame.errors import GreatGameError

ZIP = "debrief.zip"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; sandbox"
"""Of a page of the packet: it has its style in itself, and no script."""


class Papers:
    """The packet of a class that is running."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.folder = debrief_folder(room.log.path)
        self.writing = False
        self.gone = False
        """Whether the class was deleted."""
        self.problem: str | None = None
        self._done = 0
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether there is a packet."""
        return not self.writing and (self.folder / ZIP).is_file()

    def seen(self) -> Shown:
        """How far it is, for the teacher's page."""
        teams = self.room.state.teams
        return {
            "writing": self.writing,
            "done": self._done,
            "of": len(teams),
            "problem": self.problem,
            "files": [name for name in self._names() if (self.folder / name).is_file()] if self.ready else [],
            "published": self.room.state.published,
        }

    def _names(self) -> list[str]:
        """The files of a packet in the order of the teacher's page."""
        teams = list(self.room.state.teams)
        pages, capsules = [f"{team}.html" for team in teams], [f"{team}.capsule.zip" for team in teams]
        return [packet.PRINTED, packet.CLASS_PAGE, *pages, packet.GRADEBOOK, *capsules, ZIP]

    def write(self, language: str) -> None:
        """Begin to write, from a copy of the class, so that nobody waits.

        Raises:
            RefusedError: before the first round, and while it is being written.
        """
        with self._lock:
            if self.writing:
                raise RefusedError("not-now", "the debrief is being written")
            if not self.room.state.resolved:
                raise RefusedError("not-now", "no round was resolved yet: there is nothing to debrief")
            self.writing, self.problem, self._done = True, None, 0
        threading.Thread(target=self._write, args=(language,), name="greatgame-debrief", daemon=True).start()

    def _write(self, language: str) -> None:
        try:
            log = Log(self.room.log.path)
            try:
                copy = Room(self.room.exercise, log)
                # Names and answers are in it: like the class's file, it is its owner's alone.
                self.folder.mkdir(mode=0o700, exist_ok=True)
                files = packet.write(copy, self.folder, language, tell_of=lambda _: self._told())
            finally:
                log.close()
            packet.archive(files, self.folder / ZIP)
        except (GreatGameError, OSError) as error:
            self.problem = str(error).splitlines()[0]
        finally:
            self.writing = False
            self._told(0)

    def _told(self, count: int = 1) -> None:
        self._done += count
        for tell in self.room.changed:
            tell(None)

    def file(self, name: str) -> FileResponse:
        """A file of the packet by a name of the list that the teacher sees.

        Raises:
            RefusedError: where there is none.
        """
        path = self.folder / name
        if name not in self._names() or not self.ready or not path.is_file():
            raise RefusedError("unknown", "there is no such file")
        page = name.endswith(".html")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"Content-Security-Policy": POLICY}
        return FileResponse(path, media_type=kind, headers=headers, filename=None if page else name)

    def of_team(self, team: str, ending: str) -> FileResponse:
        """What a student may have of the own team once the teacher has handed it out.

        Raises:
            RefusedError: before.
        """
        if not self.room.state.published:
            raise RefusedError("not-now", "the teacher has not handed out the debrief yet")
        return self.file(f"{team}.{ending}")

    def delete(self) -> None:
        """Remove the class with everything that was written of it; the caller holds the room's lock.

        Raises:
            RefusedError: while something is being written.
        """
        with self._lock:
            if self.writing or self.room.busy:
                raise RefusedError("not-now", "something is being written: delete the class in a moment")
            self.gone = True
        self.room.log.delete()
