// Parts of writing that are loaded when they are first wanted.

import { t } from "../../words/words.js";

/** The module that `load()` imports; null, after saying so, where it cannot be had. */
export async function part(app, load) {
  try {
    return await load();
  } catch (error) {
    console.error(error);
    app.toast(t("app.notLoaded"));
    return null;
  }
}
