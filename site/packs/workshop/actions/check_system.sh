#!/bin/sh
# Read the faults of one system. Parameters: one JSON object on stdin. Needs jq.
set -eu

params=$(cat)
van=$(printf '%s' "$params" | jq -r '.van')
system=$(printf '%s' "$params" | jq -r '.system')
device=$(printf '%s' "$params" | jq -r '.device // ""')
readings=${WORKSHOP_READINGS:-/var/lib/workshop/readings}

if [ -n "$device" ]; then
    faults=$(timeout 60 cat "$device" | grep -c "^$system:" || true)
elif [ -r "$readings/$van" ]; then
    faults=$(grep -c "^$system:" "$readings/$van" || true)
else
    echo "no reading on file for $van, none assumed" >&2
    faults=0
fi

jq -cn --arg van "$van" --arg system "$system" --argjson faults "$faults" \
    '{van: $van, system: $system, faults: $faults}'
