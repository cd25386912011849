// The store of a browser: one database for a sitting, with strict durability.

import { hex } from "../base/bytes.js";
import { STATE_VERSION, type DeviceState } from "./state.js";
import type { KeptFile, Store } from "./store.js";

/** The browser keeps nothing: private mode, no room, or what is there is of another version. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

const DEVICES = "devices";
const FILES = "files";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => {
      resolve(request.result);
    });
    request.addEventListener("error", () => {
      reject(new StoreError(request.error?.message ?? "a request failed"));
    });
  });
}

function hasField<N extends string>(value: unknown, name: N): value is Record<N, unknown> {
  return typeof value === "object" && value !== null && name in value;
}

/** Nobody but this page writes the database; the version says which layout it wrote. */
function isState(value: unknown): value is DeviceState {
  return hasField(value, "version") && value.version === STATE_VERSION;
}

function isFile(value: unknown): value is KeptFile {
  return hasField(value, "name") && hasField(value, "text");
}

/** Opens it, and asks the browser not to throw it away. */
export async function openStore(sitting: Uint8Array): Promise<Store> {
  const opening = indexedDB.open(`piaojue-${hex(sitting)}`, STATE_VERSION);
  opening.addEventListener("upgradeneeded", () => {
    opening.result.createObjectStore(DEVICES);
    opening.result.createObjectStore(FILES);
  });
  const database = await done(opening);
  // Without it a full disk may take the ballot key; refusing is no error, only less sure.
  await navigator.storage.persist().catch(() => false);

  const write = (name: string, key: string, value: unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(name, "readwrite", { durability: "strict" });
      transaction.addEventListener("complete", () => {
        resolve();
      });
      transaction.addEventListener("abort", () => {
        reject(new StoreError(transaction.error?.message ?? "it could not be written"));
      });
      transaction.objectStore(name).put(value, key);
    });
  return {
    load: async () => {
      const states: unknown[] = await done(database.transaction(DEVICES).objectStore(DEVICES).getAll());
      // It is left as it is: a fresh one would lose a ballot.
      if (!states.every(isState)) throw new StoreError("written by another version of this page");
      return states;
    },
    save: (state) => write(DEVICES, String(state.deputy), state),
    keep: (deputy, file) => write(FILES, `${deputy}/${file.name}`, file),
    files: async (deputy) => {
      // All keys that begin with the number and a slash; what follows a slash is a 0.
      const theirs = IDBKeyRange.bound(`${deputy}/`, `${deputy}0`, false, true);
      const files: unknown[] = await done(database.transaction(FILES).objectStore(FILES).getAll(theirs));
      return files.filter(isFile);
    },
  };
}
