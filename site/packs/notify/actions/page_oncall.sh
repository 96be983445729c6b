#!/bin/sh
# Page the person on call. Parameters: one JSON object on stdin. Needs jq and,
# when a gateway is given, curl.
set -eu

params=$(cat)
field() { printf '%s' "$params" | jq -r --arg name "$1" --arg default "$2" '.[$name] // $default'; }

rota=$(field rota depot)
summary=$(field summary "")
severity=$(field severity critical)
gateway_url=$(field gateway_url "")
gateway_token=$(field gateway_token "")

if [ -z "$summary" ]; then
    echo "summary is missing" >&2
    exit 1
fi

page_id="page-$(date -u +%Y%m%d%H%M%S)-$$"
page=$(jq -cn --arg id "$page_id" --arg rota "$rota" --arg summary "$summary" \
    --arg severity "$severity" \
    '{id: $id, rota: $rota, summary: $summary, severity: $severity}')
delivered=false

if [ -n "$gateway_url" ]; then
    # The header goes through stdin so that the token never shows in the process list.
    printf 'header = "Authorization: Bearer %s"\n' "$gateway_token" |
        curl --silent --show-error --fail --max-time 30 --config - \
            --header 'Content-Type: application/json' --data "$page" "$gateway_url" >&2
    delivered=true
else
    echo "no gateway configured, page logged only: $page" >&2
fi

printf '%s' "$page" | jq -c --argjson delivered "$delivered" \
    '{page_id: .id, rota: .rota, severity: .severity, delivered: $delivered}'
