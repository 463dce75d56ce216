"""An option that takes a date."""

from __future__ import annotations

from datetime import datetime

import click

from retrieval.dates import period
from retrieval.errors import DateError


class Date(click.ParamType[tuple[datetime, datetime]]):
    """An option that takes a date; its value is the period the date names."""

    name = "date"

    def convert(
        self, value: str | tuple[datetime, datetime], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[datetime, datetime]:
        """The period, or wrong usage."""
        if isinstance(value, tuple):
            return value
        try:
            return period(value)
        except DateError as error:
            self.fail(str(error), param, ctx)
