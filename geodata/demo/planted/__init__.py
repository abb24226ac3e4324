"""Errors put into the demo city on purpose, each told, so that findings can be held against them.

They are what clerks and crews do: a row typed twice, a digit struck beside, the neighbouring
quarter, a sign hung at the next alley. Who finds them is the business of `geodata.findings`,
which nothing here knows of.
"""

from geodata.demo.planted.choice import choose_errors
from geodata.demo.planted.clerks import spoil_register
from geodata.demo.planted.crews import spoil_signs
from geodata.demo.planted.gaps import choose_left_out
from geodata.demo.planted.record import COLUMNS, Planted, planted_frame

__all__ = [
    "COLUMNS",
    "Planted",
    "choose_errors",
    "choose_left_out",
    "planted_frame",
    "spoil_register",
    "spoil_signs",
]
