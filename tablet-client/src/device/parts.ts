// What a device works with; given from outside, so that tests run the same code on Node.

import type { OpenSocket } from "../net/connection.js";
import type { Download } from "../net/http.js";
import type { SittingPin } from "../trust/sitting.js";
import type { Ballots } from "../worker/client.js";
import type { Store } from "./store.js";

/** `sitting.json` beside the page: whom it believes. */
export interface Configuration extends SittingPin {
  /** https or wss, no path. */
  readonly server: string;
}

export interface Parts {
  readonly configuration: Configuration;
  readonly openSocket: OpenSocket;
  readonly download: Download;
  readonly store: Store;
  readonly ballots: Ballots;
  /** Looking ballots up is spread over so many milliseconds, so that 3,000 devices do not download the log in the same second. */
  readonly findSpread: number;
}
