"""What all sections of a scenario have in common, and the types of their names and tables."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from greatgame.scenario.figures import FigureTable, unit


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True)


Name = Annotated[str, Field(min_length=1, max_length=120)]

Text = Annotated[str, Field(min_length=1, max_length=2000)]

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]

ShareTable = Annotated[FigureTable, unit("share", low=0, high=1)]

IndexTable = Annotated[FigureTable, unit("index", low=0, high=100)]

MoneyTable = Annotated[FigureTable, unit("USD mn", low=0, high=1e8)]

BudgetTable = Annotated[FigureTable, unit("USD mn/yr", "JPY bn/yr", low=0, high=1e7)]

TonnesTable = Annotated[FigureTable, unit("t/yr", low=0, high=1e8)]

LevelTable = Annotated[FigureTable, unit("level", low=0, high=4)]

Quarter = Annotated[str, Field(pattern=r"^20\d\dQ[1-4]$")]

WeightTable = Annotated[FigureTable, unit("weight", low=-20, high=20)]

ScoreTable = Annotated[FigureTable, unit("points", low=0, high=100)]

RatioTable = Annotated[FigureTable, unit("ratio", low=-1000, high=1000)]

PointsTable = Annotated[FigureTable, unit("points", low=-100, high=100)]
