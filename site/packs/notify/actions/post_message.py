"""Post a message to a chat channel through the webhook kept in the keystore."""

import attune

SIGNS = {"info": "(i)", "warning": "(!)", "critical": "(!!)"}


def webhook(webhook_ref: str) -> str | None:
    """The address behind a keystore entry, or None outside the platform."""
    if not attune.context.has_api_token:
        return None
    http = attune.context.client.get_httpx_client()
    answer = http.get(f"/api/v1/keys/{webhook_ref}", params={"decrypt": "true"})
    if answer.status_code == 404:
        return None
    answer.raise_for_status()
    return answer.json()["data"]["value"]


def post(url: str, channel: str, line: str) -> None:
    import httpx

    httpx.post(url, json={"channel": channel, "text": line}, timeout=20).raise_for_status()


def main(
    channel: str,
    text: str,
    level: str = "info",
    webhook_ref: str = "notify.webhook_url",
):
    line = f"{SIGNS[level]} {text}"
    url = webhook(webhook_ref)
    if url:
        post(url, channel, line)
    return {"channel": channel, "delivered": bool(url), "line": line}


if __name__ == "__main__":
    attune.run_action(main)
