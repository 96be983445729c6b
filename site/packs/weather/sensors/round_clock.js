"use strict";

const { matches } = require("../lib/cron.js");
const { rules, emit, every } = require("../lib/platform.js");

const TRIGGER = "weather.daily_round";
let last = "";

every(20, async () => {
  const minute = new Date();
  minute.setUTCSeconds(0, 0);
  const fired_at = minute.toISOString();
  if (fired_at === last) {
    return;
  }
  last = fired_at;
  for (const rule of rules(TRIGGER)) {
    const expression = rule.params.expression ?? "30 4 * * 1-6";
    if (matches(expression, minute)) {
      await emit(TRIGGER, { station: rule.params.station, expression, fired_at }, rule);
    }
  }
});
