"""Emit notify.approval_answered once for every inquiry that got an answer."""

import attune


class AnswerWatch(attune.PollingSensor):
    def setup(self):
        self.interval = 60.0  # a rule overrides it with interval_seconds
        self.seen: dict[int, set[int]] = {}

    def poll(self, rule):
        answered = self.answered()
        known = self.seen.get(rule.rule_id)
        self.seen[rule.rule_id] = {inquiry["id"] for inquiry in answered}
        if known is None:
            return  # the first look only learns what is already there
        for inquiry in answered:
            if inquiry["id"] in known:
                continue
            response = self.response(inquiry["id"])
            self.emit(
                {
                    "inquiry_id": inquiry["id"],
                    "question": inquiry["prompt"],
                    "approved": bool(response.get("approved")),
                    "note": response.get("note", ""),
                },
                rule=rule,
            )

    def answered(self):
        answer = self.http_client.get(
            "/api/v1/inquiries", params={"status": "responded", "limit": 100}
        )
        answer.raise_for_status()
        return answer.json()["data"]

    def response(self, inquiry_id):
        answer = self.http_client.get(f"/api/v1/inquiries/{inquiry_id}")
        answer.raise_for_status()
        return answer.json()["data"].get("response") or {}


if __name__ == "__main__":
    attune.run_sensor(AnswerWatch)
