/** A line to a server that a test plays: what was sent stands in `sent`, what the test says arrives as frames. */
import type { Socket } from "../../src/net/connection.js";

type Listener = (event: { readonly data: unknown }) => void;

export class Line implements Socket {
  readyState = 0;
  binaryType: BinaryType = "blob";
  readonly sent: string[] = [];
  closes = 0;
  private readonly listeners: { readonly type: string; readonly listener: Listener }[] = [];

  send(frame: string): void {
    this.sent.push(frame);
  }

  close(): void {
    this.closes += 1;
    this.readyState = 3;
  }

  addEventListener(type: string, listener: Listener | (() => void)): void {
    this.listeners.push({ type, listener });
  }

  /** Something happens to the socket. */
  happens(type: "open" | "close" | "error" | "message", data?: unknown): void {
    if (type === "open") this.readyState = 1;
    for (const one of [...this.listeners]) if (one.type === type) one.listener({ data });
  }

  /** A frame arrives. */
  says(data: unknown): void {
    this.happens("message", data);
  }
}
