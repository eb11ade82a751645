"""Age, computed and forgotten: the service keeps that the question was passed, never the date.

Source: policy clauses C43 and C44 (nobody under 18).
"""

from __future__ import annotations

from datetime import date

ADULT_AT = 18
OLDEST = 125  # nobody documented has lived longer; an older date is a slip of the keyboard


def age_on(born_on: date, today: date) -> int:
    """Completed years on ``today``. Born on 29 February, one is a year older on 1 March.

    Raises ValueError when ``born_on`` lies after ``today``.
    """
    if born_on > today:
        raise ValueError("a date of birth cannot lie in the future")
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def is_plausible(born_on: date, today: date) -> bool:
    """Whether a living person can have been born on ``born_on``."""
    return born_on <= today and age_on(born_on, today) <= OLDEST


def is_adult(born_on: date, today: date) -> bool:
    """Whether somebody born on ``born_on`` may have an account or enter as a guest on ``today``."""
    return age_on(born_on, today) >= ADULT_AT
