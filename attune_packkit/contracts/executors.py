"""What executors must hold to."""

from __future__ import annotations

import re

from attune_packkit.errors import SourceError
from attune_packkit.hookspec import Executor


class ExecutorContract:
    """What every executor must hold to, as tests: subclass it and set `executor`."""

    executor: Executor

    def test_name_can_be_typed(self) -> None:
        """The name serves as the value of a setting."""
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.executor.name)

    def test_results_come_in_the_order_of_the_items(self) -> None:
        """However many workers share the work."""
        items = [str(number) for number in range(50)]
        for jobs in (1, 3):
            results = list(self.executor.run(_echo, items, jobs))
            assert results == [(item.encode(), b"") for item in items]

    def test_nothing_to_do_is_done(self) -> None:
        """No item, no result."""
        assert list(self.executor.run(_echo, [], 2)) == []

    def test_what_the_work_raises_comes_through(self) -> None:
        """An error keeps its class and its words."""
        caught = ""
        try:
            list(self.executor.run(_refuse, ["parcels"] * 5, 2))
        except SourceError as error:
            caught = str(error)
        assert caught == "no parcels"


def _echo(item: str) -> tuple[bytes, bytes]:
    return item.encode(), b""


def _refuse(item: str) -> tuple[bytes, bytes]:
    raise SourceError(f"no {item}")
