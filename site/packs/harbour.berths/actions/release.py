"""Release a berth."""

import json
import sys
from datetime import datetime, timezone

params = json.load(sys.stdin)
print(f"{params['vessel']} has left {params['berth']}", file=sys.stderr)
released_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
json.dump({"berth": params["berth"], "released_at": released_at}, sys.stdout)
print()
