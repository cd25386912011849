/** Signing in: showing a card, and saying who one is. */
import type { CardInput } from "../../device/api.js";
import { CODE_LENGTH_MAX, NUMBER_LENGTH_MAX } from "./state.js";
import type { Act, Entry, Next, State } from "./state.js";

export function withEntry(state: State, change: (entry: Entry) => Entry): State {
  return { ...state, entry: change(state.entry) };
}

/** What a person does before the check-in stands. */
export function signIn(state: State, what: Act): Next {
  switch (state.view.presence.is) {
    case "out":
      return state.reading ? [state, []] : showCard(state, what);
    case "card-read":
      if (what.is === "its-me") return [state, [{ is: "check-in" }]];
      return what.is === "not-me" || what.is === "back" ? forget(state) : [state, []];
    case "awaiting-desk":
    case "undone":
      return what.is === "not-me" || what.is === "back" ? forget(state) : [state, []];
    case "checking-in":
    case "awaiting-roles":
    case "in":
      return [state, []];
  }
}

function forget(state: State): Next {
  return [{ ...state, entry: { is: "ways" }, notice: state.view.presence.is === "card-read" ? { is: "not-me" } : null }, [{ is: "forget-card" }]];
}

function showCard(state: State, what: Act): Next {
  const { entry } = state;
  switch (what.is) {
    case "ways":
    case "back":
      return [{ ...state, entry: { is: "ways" } }, []];
    case "scan":
      return [{ ...state, entry: { is: "scan", camera: "starting", since: state.now } }, []];
    case "type":
      return [{ ...state, entry: { is: "typed", field: "number", number: "", code: "", missing: false } }, []];
    case "desk":
      return [{ ...state, entry: { is: "desk", number: "", missing: false } }, []];
    case "scanned":
      return entry.is === "scan" ? read(state, { is: "qr", text: what.text }) : [state, []];
    case "field":
      return [withEntry(state, (form) => (form.is === "typed" ? { ...form, field: what.field } : form)), []];
    case "typed":
      return [withEntry(state, (form) => typed(form, what.field, what.text)), []];
    case "sign-in":
      return submit(state, entry);
    default:
      return [state, []];
  }
}

function typed(form: Entry, field: "number" | "code", text: string): Entry {
  if (field === "number" && (form.is === "typed" || form.is === "desk")) return { ...form, number: text.slice(0, NUMBER_LENGTH_MAX), missing: false };
  if (field === "code" && form.is === "typed") return { ...form, code: text.slice(0, CODE_LENGTH_MAX), missing: false };
  return form;
}

function submit(state: State, entry: Entry): Next {
  if (entry.is === "typed") {
    const number = entry.number.trim();
    const code = entry.code.trim();
    if (number === "" || code === "") {
      return [{ ...state, entry: { ...entry, missing: true, field: number === "" ? "number" : "code" } }, []];
    }
    return read(state, { is: "typed", number, code });
  }
  if (entry.is === "desk") {
    const number = entry.number.trim();
    return number === "" ? [{ ...state, entry: { ...entry, missing: true } }, []] : read(state, { is: "desk", number });
  }
  return [state, []];
}

/** Another card, another person: ticks that a reload kept are not shown to whoever comes next. */
function read(state: State, input: CardInput): Next {
  return [{ ...state, reading: true, kept: [] }, [{ is: "drop-all-ticks" }, { is: "read-card", input }]];
}
