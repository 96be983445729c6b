"""One address of every kind of page."""

from __future__ import annotations

from collections.abc import Iterable

LONG = "averylongnamewithoutanyplacetobreakit" * 3

PAGES = {
    "home": "index.html",
    "home-newest": "packs/newest.html",
    "pack": "packs/parcels/index.html",
    "pack-with-errors": "packs/flawed/index.html",
    "pack-older": "packs/weather/versions/2.0.0/index.html",
    "pack-of-markup": "packs/hostile/index.html",
    "differences": "packs/weather/changes/2.0.0..2.1.0.html",
    "action": "packs/notify/actions/post_message.html",
    "action-nested": "packs/parcels/actions/open_claim.html",
    "action-with-errors": "packs/flawed/actions/lost.html",
    "workflow": "packs/parcels/workflows/dispatch.html",
    "workflow-large": "packs/workshop/workflows/service_van.html",
    "trigger": "packs/parcels/triggers/parcel_lost.html",
    "sensor": "packs/weather/sensors/gale_watch.html",
    "rule": "packs/weather/rules/warn_of_gale.html",
    "queue": "packs/parcels/queues/scan_inbox.html",
    "policy": "packs/parcels/policies/spare_the_printer.html",
    "permission-set": "packs/parcels/permission-sets/claims_desk.html",
    "runtime": "packs/workshop/runtimes/bay_python.html",
    "dashboard": "packs/parcels/dashboards/control_room.html",
    "cache": "packs/parcels/caches/depots.html",
    "changelog": "packs/parcels/changelog.html",
    "license": "packs/parcels/license.html",
    "manifest": "packs/parcels/manifest.html",
    "names": "a-z/index.html",
    "tags": "tags/index.html",
    "tag": "tags/messaging.html",
    "category": "categories/logistics.html",
    "checks": "checks/index.html",
    "check": "checks/workflow.undefined_action.html",
    "search": "search/index.html",
    "search-results": "search/index.html?q=parcel",
    "search-nothing": "search/index.html?q=zzzzzz",
    "missing": "404.html",
}


def kinds(*without: str) -> Iterable[str]:
    return [kind for kind in PAGES if kind not in without]
