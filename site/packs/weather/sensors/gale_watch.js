"use strict";

const { means } = require("../lib/climate.js");
const { rules, emit, every } = require("../lib/platform.js");

const TRIGGER = "weather.gale_warning";
const blowing = new Set(); // rules whose gale has been reported

async function read(params) {
  if (!params.service_url) {
    return means(params.station, new Date().getUTCMonth());
  }
  const address = new URL(params.service_url);
  address.searchParams.set("station", params.station);
  return (await fetch(address, { signal: AbortSignal.timeout(30000) })).json();
}

every(600, async () => {
  for (const rule of rules(TRIGGER)) {
    const reading = await read(rule.params);
    if (reading.max_gust_knots < (rule.params.threshold_knots ?? 34)) {
      blowing.delete(rule.id);
      continue;
    }
    if (blowing.has(rule.id)) {
      continue;
    }
    blowing.add(rule.id);
    await emit(
      TRIGGER,
      {
        station: rule.params.station,
        wind_knots: reading.max_wind_knots,
        gust_knots: reading.max_gust_knots,
        seen_at: new Date().toISOString(),
      },
      rule,
    );
  }
});
