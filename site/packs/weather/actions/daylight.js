"use strict";

const SunCalc = require("suncalc");
const { run } = require("../lib/io.js");

run(({ latitude, longitude, date }) => {
  const day = date || new Date().toISOString().slice(0, 10);
  const { sunrise, sunset } = SunCalc.getTimes(new Date(`${day}T12:00:00Z`), latitude, longitude);
  return {
    sunrise: sunrise.toISOString(),
    sunset: sunset.toISOString(),
    hours: Math.round((sunset - sunrise) / 36000) / 100,
  };
});
