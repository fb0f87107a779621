"""What the server's interface takes: keys and names in paths, and what stands in a request."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from greatgame.classroom.room import ACTIONS
from greatgame.classroom.server.analysts import TOOLS

Key = Annotated[str, Path(pattern=r"^[\w-]{20,64}$")]
Language = Annotated[Literal["en", "ja"] | None, Query()]
Tool = Annotated[str, Path(json_schema_extra={"enum": list(TOOLS)})]
FileName = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,20}(\.[a-z]{1,10}){1,2}$")]
SeatName = Annotated[str, Path(max_length=20)]
Figure = Annotated[str, Query(max_length=200)]


class Action(BaseModel):
    """Something that a student or the teacher does; what each kind takes stands in docs/CLASSROOM.md."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{8,64}$")] | None = None
    """Of this action: sent twice, it is done once."""
    kind: Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(ACTIONS)})]
    order: Annotated[str, Field(max_length=200)] | None = None
    units: int | None = None
    ready: bool | None = None
    agreed: bool | None = None
    question: Annotated[str, Field(max_length=80)] | None = None
    value: str | float | None = None
    forecast: Annotated[str, Field(max_length=80)] | None = None
    chance: float | None = None
    weight: Annotated[str, Field(max_length=80)] | None = None
    language: Annotated[str, Field(max_length=8)] | None = None
    reading: Annotated[str, Field(max_length=8)] | None = None
    consent: bool | None = None
    name: Annotated[str, Field(max_length=100)] | None = None
    step: Annotated[str, Field(max_length=80)] | None = Field(default=None, alias="from")
    minutes: float | None = None
    add: float | None = None
    pause: bool | None = None
    event: Annotated[str, Field(max_length=80)] | None = None
    to: Annotated[str, Field(max_length=20)] | None = None
    text: Annotated[str, Field(max_length=2000)] | None = None
    shown: bool | None = None
    seat: Annotated[str, Field(max_length=20)] | None = None
    link: bool | None = None
    team: Annotated[str, Field(max_length=20)] | None = None
    role: Annotated[str, Field(max_length=80)] | None = None
    removed: bool | None = None


class Joining(BaseModel):
    """A student at the door."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[\w-]{8,64}$")] | None = None
    pin: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(max_length=100)]
    team: Annotated[str, Field(max_length=20)] | None = None
    language: Annotated[str, Field(max_length=8)] | None = None


class Deleting(BaseModel):
    """The end of a class and of all that was written of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pin: Annotated[str, Field(max_length=20)]
