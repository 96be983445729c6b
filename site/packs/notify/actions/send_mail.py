"""Send a plain-text mail: parameters as JSON on stdin, result as JSON on stdout."""

import json
import smtplib
import sys
from email.message import EmailMessage
from email.utils import make_msgid


def build(params: dict) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = params.get("sender", "depot@example.org")
    mail["To"] = ", ".join(params["to"])
    mail["Subject"] = params["subject"]
    mail["Message-ID"] = make_msgid(domain="example.org")
    mail.set_content(params["body"])
    return mail


def deliver(mail: EmailMessage, params: dict) -> list[str]:
    host, port = params.get("smtp_host", "localhost"), params.get("smtp_port", 25)
    with smtplib.SMTP(host, port, timeout=30) as server:
        if params.get("smtp_user"):
            server.starttls()
            server.login(params["smtp_user"], params.get("smtp_password", ""))
        refused = server.send_message(mail)
    return [address for address in params["to"] if address not in refused]


def main() -> int:
    params = json.load(sys.stdin)
    mail = build(params)
    dry_run = bool(params.get("dry_run", False))
    try:
        accepted = [] if dry_run else deliver(mail, params)
    except (OSError, smtplib.SMTPException) as error:
        print(f"mail not sent: {error}", file=sys.stderr)
        return 1
    json.dump(
        {"accepted": accepted, "message_id": mail["Message-ID"], "dry_run": dry_run},
        sys.stdout,
    )
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
