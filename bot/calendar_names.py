"""The months and the days of the week, by name and in order.

Owns their names, and that a text has one of them. Unlike `amounts` and `claims.dates`, it reads no
date.
"""

from __future__ import annotations

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_OR_WEEKDAY = "|".join((*WEEKDAYS, *MONTHS))  # a pattern, without its brackets
