"""Open a claim."""

from datetime import date, timedelta

import attune

DAYS = {"lost": 10, "damaged": 5, "late": 20}
LIABILITY = 50


def main(tracking_number: str, reason: str, declared_value: float = 0):
    today = date.today()
    return {
        "claim_id": f"C{today:%y%j}-{tracking_number}",
        "answer_by": (today + timedelta(days=DAYS[reason])).isoformat(),
        "insured": declared_value > LIABILITY,
    }


if __name__ == "__main__":
    attune.run_action(main)
