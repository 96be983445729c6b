"""Create an inquiry and return its number."""

from datetime import datetime, timedelta, timezone

import attune

ANSWER = {
    "approved": {"type": "boolean", "required": True},
    "note": {"type": "string", "required": True},
}


def main(question: str, wait_minutes: int = 240, assigned_to: int | None = None):
    expires_at = datetime.now(timezone.utc) + timedelta(minutes=wait_minutes)
    inquiry = {
        "execution": int(attune.context.execution_id),
        "prompt": question,
        "response_schema": ANSWER,
        "timeout_at": expires_at.isoformat(),
    }
    if assigned_to is not None:
        inquiry["assigned_to"] = assigned_to
    http = attune.context.client.get_httpx_client()
    answer = http.post("/api/v1/inquiries", json=inquiry)
    answer.raise_for_status()
    return {
        "inquiry_id": answer.json()["data"]["id"],
        "expires_at": expires_at.isoformat(),
    }


if __name__ == "__main__":
    attune.run_action(main)
