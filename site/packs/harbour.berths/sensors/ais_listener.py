"""Emit harbour.berths.vessel_sighted once an hour for each ship that is on her way."""

import json
import socket
import time

import attune

PORT = 10110
QUIET_SECONDS = 3600


class AisListener(attune.Sensor):
    def setup(self):
        self.sighted: dict[str, float] = {}

    def run(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
            receiver.bind(("127.0.0.1", PORT))
            receiver.settimeout(1.0)
            while not self.is_shutting_down:
                try:
                    self.handle(json.loads(receiver.recv(4096)))
                except TimeoutError:
                    continue
                except (ValueError, KeyError) as error:
                    self.logger.warning("datagram ignored: %s", error)

    def handle(self, report):
        now = time.monotonic()
        if now - self.sighted.get(report["mmsi"], -QUIET_SECONDS) < QUIET_SECONDS:
            return
        self.sighted[report["mmsi"]] = now
        self.emit(
            {
                "vessel": report["name"],
                "mmsi": report["mmsi"],
                "length_m": float(report["length"]),
                "draught_m": float(report["draught"]),
                "eta_minutes": int(report["eta"]),
            },
            trigger_ref="harbour.berths.vessel_sighted",
        )


if __name__ == "__main__":
    attune.run_sensor(AisListener)
