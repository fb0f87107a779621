"""Coefficients: the numbers of one section or table of a scenario, as rules and minds read them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from greatgame.scenario.figures import Figure, FigureTable


class Coefficients:
    """The numbers of one section, such as ``[rules.pledge]``, or of one table of figures, by name."""

    def __init__(self, section: BaseModel) -> None:
        self.__dict__.update(_numbers(section))

    def __getattr__(self, name: str) -> float:
        raise AttributeError(name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("coefficients are frozen")


def _numbers(section: BaseModel) -> Iterator[tuple[str, float]]:
    if isinstance(section, FigureTable):
        for name in section.values:
            yield name, section.number(name)
        return
    for name in type(section).model_fields:
        figure = getattr(section, name)
        if isinstance(figure, Figure):
            yield name, figure.value
