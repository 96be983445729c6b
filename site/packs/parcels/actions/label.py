"""Draw an address label: parameters as JSON on stdin, label as JSON on stdout."""

import json
import sys
from xml.sax.saxutils import escape

LINE = '  <text x="10" y="{y}" font-size="{size}" font-family="sans-serif">{text}</text>'


def lines(recipient: dict, tracking_number: str, service: str) -> list[tuple[int, str]]:
    return [
        (14, recipient.get("name", "")),
        (14, recipient.get("street", "")),
        (14, f"{recipient.get('postcode', '')} {recipient.get('city', '')}"),
        (14, recipient.get("country", "")),
        (20, tracking_number),
        (10, service.upper()),
    ]


def draw(tracking_number: str, recipient: dict, service: str = "standard") -> str:
    picture = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 180">']
    y = 10
    for size, text in lines(recipient, tracking_number, service):
        y += size + 8
        picture.append(LINE.format(y=y, size=size, text=escape(text)))
    return "\n".join([*picture, "</svg>"])


def main() -> int:
    params = json.load(sys.stdin)
    service = params.get("service", "standard")
    svg = draw(params["tracking_number"], params["recipient"], service)
    json.dump({"label_ref": f"{params['tracking_number']}-{service}", "svg": svg}, sys.stdout)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
