// Errors that pass by themselves.

import { ServerRefusal } from "../net/error.js";
import { TrustError } from "../trust/error.js";

/** Whether trying again later may help, without anyone doing anything and over the same connection. */
export function isPassing(error: unknown): boolean {
  return (error instanceof TrustError && error.isPending) || (error instanceof ServerRefusal && error.mayRetry);
}
