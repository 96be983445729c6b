"use strict";

const { run } = require("../lib/io.js");
const { means } = require("../lib/climate.js");

async function fromService(url, station, hours) {
  const address = new URL(url);
  address.searchParams.set("station", station);
  address.searchParams.set("hours", String(hours));
  const answer = await fetch(address, { signal: AbortSignal.timeout(30000) });
  if (!answer.ok) {
    throw new Error(`forecast service answered ${answer.status}`);
  }
  const { max_wind_knots, max_gust_knots, min_temperature_c } = await answer.json();
  return { max_wind_knots, max_gust_knots, min_temperature_c };
}

run(async ({ station, hours = 24, service_url }) => {
  const numbers = service_url
    ? await fromService(service_url, station, hours)
    : means(station, new Date().getUTCMonth());
  return {
    station,
    ...numbers,
    summary:
      `${station}, next ${hours} h: wind up to ${numbers.max_wind_knots} kn, ` +
      `gusts ${numbers.max_gust_knots} kn, not below ${numbers.min_temperature_c} °C.`,
    origin: service_url ? "service" : "climate",
  };
});
