#!/bin/sh
# Prints a worksheet and looks whether all parts are on it.
set -u

passed=0
failed=0
sheet=$(printf '{"van": "LP-204", "parts": ["oil-filter", "air-filter"]}' | perl actions/worksheet.pl)

for expected in 'VAN LP-204' 'oil-filter' 'air-filter' '"lines":2'; do
    case $sheet in
        *"$expected"*) passed=$((passed + 1)) ;;
        *)
            echo "missing on the sheet: $expected" >&2
            failed=$((failed + 1))
            ;;
    esac
done

echo "Total Tests: $((passed + failed))"
echo "Passed: $passed"
echo "Failed: $failed"
echo "Skipped: 0"
[ "$failed" -eq 0 ]
