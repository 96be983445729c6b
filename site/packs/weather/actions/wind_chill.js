"use strict";

const { run } = require("../lib/io.js");

// The wind chill index of 2001; it holds up to 10 °C and from 4.8 km/h.
function windChill(temperature, wind) {
  if (temperature > 10 || wind < 4.8) {
    return temperature;
  }
  const factor = wind ** 0.16;
  return 13.12 + 0.6215 * temperature - 11.37 * factor + 0.3965 * temperature * factor;
}

run(({ temperature_c, wind_kmh }) => {
  const feelsLike = Math.round(windChill(temperature_c, wind_kmh) * 10) / 10;
  return { feels_like_c: feelsLike, gloves: feelsLike < 5 };
});
