"""Unit tests of the actions that only read stdin and write stdout."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ACTIONS = Path(__file__).resolve().parents[1] / "actions"


def run(command: list[str], params: dict, **environment: str) -> dict:
    done = subprocess.run(
        command,
        input=json.dumps(params),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={**os.environ, **environment},
    )
    return json.loads(done.stdout)


class OrderPart(unittest.TestCase):
    def test_without_a_supplier_the_order_is_only_written_down(self):
        order = run(
            [sys.executable, str(ACTIONS / "order_part.py")],
            {"van": "LP-204", "part": "brake-pads"},
        )
        self.assertTrue(order["order_id"].startswith("LP-204-brake-pads-"))
        self.assertFalse(order["placed"])


class CheckSystem(unittest.TestCase):
    def check(self, system: str, reading: str) -> int:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "LP-204").write_text(reading, "utf-8")
            answer = run(
                ["/bin/sh", str(ACTIONS / "check_system.sh")],
                {"van": "LP-204", "system": system},
                WORKSHOP_READINGS=folder,
            )
        return answer["faults"]

    def test_counts_the_faults_of_one_system(self):
        self.assertEqual(self.check("brakes", "brakes:C1095\nlights:B2AAA\nbrakes:C1200\n"), 2)

    def test_no_fault(self):
        self.assertEqual(self.check("tyres", "brakes:C1095\n"), 0)


if __name__ == "__main__":
    unittest.main()
