import json
import sys

print(json.dumps({"wind": len(json.load(sys.stdin)["station"])}))
