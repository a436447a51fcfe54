// What all forms do: ask for what is missing, say what is wrong beside its field, and not send twice.

export function clearProblems(form) {
  for (const place of form.querySelectorAll(".problem")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

/** Says what is wrong with a field, and goes there. */
function showProblem(form, input, sentence) {
  const place = document.getElementById(`${input.id}-problem`);
  if (!place) return showGeneral(form, sentence);
  place.textContent = sentence;
  input.setAttribute("aria-invalid", "true");
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  input.setAttribute("aria-describedby", [...described.add(place.id)].join(" "));
  input.focus();
}

function showGeneral(form, sentence) {
  form.querySelector(".problem[role=alert]").textContent = sentence;
}

/** Shows why something was refused: at the field that `byCode` names for the code, or for the whole form. */
export function showRefusal(form, error, byCode = {}) {
  const input = form.elements[byCode[error.code]];
  if (input) showProblem(form, input, error.message);
  else showGeneral(form, error.message);
}

/**
 * Runs `act(fields)` once, with the form's button out of use meanwhile. False at once when a required field is empty
 * or the form is busy.
 */
export async function whileBusy(form, act) {
  if (form.ariaBusy === "true") return false;
  clearProblems(form);
  for (const input of form.querySelectorAll("input:required")) {
    if (input.value.trim() === "") {
      const name = form.querySelector(`label[for="${input.id}"]`).firstChild.textContent.trim();
      showProblem(form, input, `${name} is missing.`);
      return false;
    }
  }
  form.ariaBusy = "true";
  try {
    return await act(Object.fromEntries(new FormData(form)));
  } finally {
    form.ariaBusy = "false";
  }
}
