"""Anniversaries of martyrdom: on which day of which year whom one remembers.

Knows the calendar and nothing of files, databases or pages; who there is comes from
`geodata.catalogue.remembrance`.
"""

from geodata.anniversaries.days import Day, Period, kept_day, month_of, week_of
from geodata.anniversaries.remembered import Anniversary, Calendar, Remembered, next_day

__all__ = [
    "Anniversary",
    "Calendar",
    "Day",
    "Period",
    "Remembered",
    "kept_day",
    "month_of",
    "next_day",
    "week_of",
]
