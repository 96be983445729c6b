"""Emit workshop.service_due once for every van that reaches its next service."""

import asyncio
import json
from pathlib import Path

import attune


def read(folder):
    return [json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).glob("*.json"))]


class Telematics(attune.AsyncPollingSensor):
    async def setup(self):
        self.interval = 300.0
        self.told: set[tuple[int, str]] = set()

    async def poll(self, rule):
        folder = rule.trigger_params.get("folder", "/var/lib/workshop/telematics")
        limit = rule.trigger_params.get("from_percent", 95)
        for van in await asyncio.to_thread(read, folder):
            driven = van["mileage_km"] - van["serviced_at_km"]
            wear = round(driven / van.get("every_km", 20000) * 100)
            mark = (rule.rule_id, van["van"])
            if wear < limit:
                self.told.discard(mark)
            elif mark not in self.told:
                self.told.add(mark)
                self.emit(
                    {"van": van["van"], "mileage_km": van["mileage_km"], "wear_percent": wear},
                    rule=rule,
                )


if __name__ == "__main__":
    attune.run_sensor(Telematics)
