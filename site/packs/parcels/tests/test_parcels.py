"""Unit tests of the depot's arithmetic; they need the standard library only."""

import json
import subprocess
import sys
import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path

PACK = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PACK / "lib"))

from tracking import (
    check_digit,
    is_oversize,
    is_tracking_number,
    silent_hours,
    volumetric_kg,
)


def run(script: str, params: dict) -> dict:
    """What an action answers, run as the platform runs it."""
    done = subprocess.run(
        [sys.executable, str(PACK / "actions" / script)],
        input=json.dumps(params),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return json.loads(done.stdout)


class TrackingNumber(unittest.TestCase):
    def test_check_digit(self):
        self.assertEqual(check_digit("47312482"), 9)

    def test_check_digit_ten_becomes_zero_and_eleven_becomes_five(self):
        digits = {check_digit(f"{serial:08}") for serial in range(2000)}
        self.assertEqual(digits, set(range(10)))
        self.assertEqual(check_digit("00000000"), 5)

    def test_sound_number(self):
        self.assertTrue(is_tracking_number("RR473124829DE"))

    def test_one_wrong_digit(self):
        self.assertFalse(is_tracking_number("RR473124828DE"))

    def test_wrong_shape(self):
        for text in ("", "RR47312482DE", "RR4731248290E", "1R473124829DE"):
            with self.subTest(text=text):
                self.assertFalse(is_tracking_number(text))


class Weight(unittest.TestCase):
    def test_volumetric_weight(self):
        self.assertEqual(volumetric_kg(50, 40, 30, 5000), 12.0)

    def test_belt_limits(self):
        self.assertFalse(is_oversize(60, 40, 30, 20))
        self.assertTrue(is_oversize(60, 40, 30, 31.6))
        self.assertTrue(is_oversize(200, 30, 30, 5))


class Silence(unittest.TestCase):
    def test_whole_hours(self):
        now = datetime(2026, 5, 4, 12, 30, tzinfo=timezone.utc)
        self.assertEqual(silent_hours("2026-05-04T10:00:00Z", now), 2)

    def test_a_scan_from_the_future_is_no_silence(self):
        now = datetime(2026, 5, 4, 12, 30, tzinfo=timezone.utc)
        self.assertEqual(silent_hours("2026-05-04T13:00:00+00:00", now), 0)


class Actions(unittest.TestCase):
    def test_label_escapes_names(self):
        label = run(
            "label.py",
            {"tracking_number": "RR473124829DE", "recipient": {"name": "Müller & Sons <Ltd>"}},
        )
        self.assertEqual(label["label_ref"], "RR473124829DE-standard")
        self.assertIn("Müller &amp; Sons &lt;Ltd&gt;", label["svg"])

    def test_record_scans_sorts_out_wrong_numbers(self):
        scan = {"depot": "LEJ-1", "scanned_at": "2026-05-04T10:00:00Z"}
        with tempfile.TemporaryDirectory() as folder:
            spool = Path(folder) / "scans.jsonl"
            answer = run(
                "record_scans.py",
                {
                    "scans": [
                        {"tracking_number": "RR473124829DE", **scan},
                        {"tracking_number": "RR473124820DE", **scan},
                    ],
                    "spool": str(spool),
                },
            )
            self.assertEqual(answer, {"recorded": 1, "rejected": ["RR473124820DE"]})
            self.assertEqual(len(spool.read_text("utf-8").splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
