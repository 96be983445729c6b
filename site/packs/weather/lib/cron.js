"use strict";
// Does a moment match five cron fields? Numbers, lists, ranges, steps, asterisk.

const BOUNDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];

function fieldMatches(field, value, [low, high]) {
  return field.split(",").some((part) => {
    const [range, step = "1"] = part.split("/");
    const [from, to = from] = range === "*" ? [low, high] : range.split("-");
    return value >= Number(from) && value <= Number(to) && (value - Number(from)) % Number(step) === 0;
  });
}

function matches(expression, moment) {
  const values = [
    moment.getUTCMinutes(),
    moment.getUTCHours(),
    moment.getUTCDate(),
    moment.getUTCMonth() + 1,
    moment.getUTCDay(),
  ];
  const fields = expression.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field, at) => fieldMatches(field, values[at], BOUNDS[at]));
}

module.exports = { matches };
