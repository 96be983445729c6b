import json
import sys

print(json.dumps({"grams": len(json.load(sys.stdin)["parcel"])}))
