"""How long a registration lasts, from the centre's settings."""

import datetime

from koganei_kyodo.fiscal_year import fiscal_year_of, fiscal_year_range
from organizations.models import RegistrySettings


def end_of_registration(day: datetime.date, settings: RegistrySettings) -> datetime.date:
    """Return the last day of a registration that somebody confirmed on `day`."""
    if settings.renewal_end == RegistrySettings.RenewalEnd.FISCAL_YEAR:
        return fiscal_year_range(fiscal_year_of(day) + settings.renewal_years - 1)[1]
    year = day.year + settings.renewal_years
    try:
        return day.replace(year=year) - datetime.timedelta(days=1)
    except ValueError:  # 29 February
        return datetime.date(year, 2, 28)


def end_after_confirmation(
    valid_until: datetime.date | None, day: datetime.date, settings: RegistrySettings
) -> datetime.date:
    """Return the last day of a registration that somebody confirms again on `day`.

    Who answers while they are asked to loses none of the days that are left; who answers long
    before, or late, begins a new period on that day.
    """
    if valid_until is None:
        return end_of_registration(day, settings)
    asked_from = valid_until - datetime.timedelta(days=settings.reminder_days)
    if asked_from <= day <= valid_until:
        return end_of_registration(valid_until + datetime.timedelta(days=1), settings)
    return max(valid_until, end_of_registration(day, settings))


def end_of_grace(valid_until: datetime.date, settings: RegistrySettings) -> datetime.date:
    """Return the last day on which a group may still confirm before its registration lapses."""
    return valid_until + datetime.timedelta(days=settings.grace_days)
