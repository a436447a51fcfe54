// What went wrong, as a sentence in the reader's language.

import { currentLanguage, has, t } from "./words.js";

/** A Refusal by its code, a server that cannot be reached, or whatever an error says of itself. */
export function say(error) {
  if (error?.name === "Unreachable") return t("app.unreachable");
  const key = `refusal.${error?.code}`;
  if (!error?.code || !has(key)) return error?.message || t("app.fault");
  return t(key, { limit: error.limit?.value ?? "", wait: duration(error.retryAfter ?? 1) });
}

/** "40 seconds", "3 minutes". */
function duration(seconds) {
  const [count, unit] = seconds < 100 ? [seconds, "second"] : seconds < 5400 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  return new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, unitDisplay: "long" }).format(Math.ceil(count));
}
