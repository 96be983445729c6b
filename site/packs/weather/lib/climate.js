"use strict";
// Long-term monthly means of a few stations: wind in knots, lowest temperature
// in degrees Celsius. They answer when no forecast service is asked.

const WIND = {
  EDDP: [11, 10, 10, 9, 8, 8, 8, 8, 8, 9, 10, 11],
  EDDH: [13, 12, 12, 10, 10, 9, 9, 9, 10, 11, 12, 13],
  ETNL: [15, 14, 13, 12, 11, 11, 11, 11, 12, 14, 14, 15],
};
const COLD = {
  EDDP: [-3, -2, 0, 4, 8, 12, 14, 13, 10, 6, 2, -2],
  EDDH: [-1, -1, 1, 4, 7, 10, 13, 13, 10, 7, 3, 0],
  ETNL: [-1, -1, 1, 4, 8, 12, 14, 14, 12, 8, 4, 1],
};
const GUST_FACTOR = 1.6;

function means(station, month) {
  const wind = (WIND[station] || WIND.EDDP)[month];
  return {
    max_wind_knots: wind,
    max_gust_knots: Math.round(wind * GUST_FACTOR),
    min_temperature_c: (COLD[station] || COLD.EDDP)[month],
  };
}

module.exports = { means };
