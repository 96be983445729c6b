"use strict";
// The little a sensor needs from the platform: its rules, a way to emit.

const API = process.env.ATTUNE_API_URL || "http://localhost:8080";
const TOKEN = process.env.ATTUNE_API_TOKEN || "";
const SENSOR = process.env.ATTUNE_SENSOR_REF || "weather.sensor";

function rules(triggerRef) {
  const all = JSON.parse(process.env.ATTUNE_SENSOR_TRIGGERS || "[]");
  return all
    .filter((rule) => rule.trigger_ref === triggerRef && rule.enabled !== false)
    .map((rule) => ({ id: rule.id, params: rule.config || rule.trigger_params || {} }));
}

async function emit(triggerRef, payload, rule) {
  const answer = await fetch(`${API}/api/v1/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      trigger_ref: triggerRef,
      payload,
      source: SENSOR,
      trigger_instance_id: `rule_${rule.id}`,
    }),
    signal: AbortSignal.timeout(15000),
  });
  if (!answer.ok) {
    throw new Error(`event refused: ${answer.status}`);
  }
}

function every(seconds, work) {
  const timer = setInterval(() => {
    work().catch((error) => process.stderr.write(`${error.message}\n`));
  }, seconds * 1000);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => clearInterval(timer));
  }
}

module.exports = { rules, emit, every };
