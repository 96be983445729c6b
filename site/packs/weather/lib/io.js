"use strict";
// Reads the parameters (one JSON object on stdin), prints the result as JSON.

const fs = require("node:fs");

async function run(main) {
  try {
    const text = fs.readFileSync(0, "utf8").trim();
    const result = await main(text ? JSON.parse(text) : {});
    process.stdout.write(JSON.stringify(result) + "\n");
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

module.exports = { run };
