"""The option that fixes the time of an index."""

from __future__ import annotations

import click

from attune_packkit import clock


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    if value is None:
        return ""
    try:
        return clock.in_utc(value)
    except (ValueError, OverflowError):
        raise click.BadParameter("expected a time such as 2026-08-22T01:53:58Z") from None


timestamp_option = click.option(
    "--timestamp",
    metavar="TIME",
    callback=_moment,
    help="Date a changed index so; now, or SOURCE_DATE_EPOCH, if not given.",
)
