// One WebSocket to the server: questions with their answers, and the digest that it pushes (protocol.md §11).
//
// Every frame is text of at most 256 KiB and, byte for byte, the encoding of the message that it decodes to. Anything else ends the
// connection: nothing of it was believed.

import { utf8 } from "../base/bytes.js";
import { JsonError } from "../base/wire/json.js";
import { FormError } from "../base/wire/schema.js";
import { NetError } from "./error.js";
import { fetchMessage, FRAME_BYTES_MAX, readMessage, recoverMessage, submitMessage, watchMessage, type Act, type BoxReceipt, type Digest, type Fetched, type ServerMessage } from "./messages.js";

/** What of a WebSocket is used. */
export interface Socket {
  readonly readyState: number;
  binaryType: BinaryType;
  send(frame: string): void;
  close(): void;
  addEventListener(type: "open" | "close" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/** Opens a socket to an address. */
export type OpenSocket = (address: string) => Socket;

/** All in milliseconds. */
const OPEN_TIMEOUT = 10_000;
const ANSWER_TIMEOUT = 30_000;
/** A page cannot ping: after so much silence it asks for the digest again. */
const ASK_AFTER = 30_000;
const SILENCE_MAX = 75_000;

type Waiting = { readonly resolve: (message: ServerMessage) => void; readonly reject: (error: NetError) => void };

/** In bytes; where even the letters are too many they are not counted. */
function isTooLong(frame: string): boolean {
  return frame.length > FRAME_BYTES_MAX || utf8(frame).length > FRAME_BYTES_MAX;
}

export class Connection {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private watched: number | undefined;
  private heard = Date.now();
  private readonly alive: ReturnType<typeof setInterval>;
  private ended: NetError | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly onDigest: (digest: Digest) => void,
    private readonly onEnd: (error: NetError) => void,
  ) {
    socket.addEventListener("message", ({ data }) => this.read(data));
    socket.addEventListener("close", () => this.end(new NetError("closed", "the connection was closed")));
    this.alive = setInterval(() => { this.check(); }, 5_000);
  }

  /** A fresh connection. `onEnd` is called once, when it is lost or closed. */
  static async open(
    openSocket: OpenSocket,
    server: string,
    onDigest: (digest: Digest) => void = () => undefined,
    onEnd: (error: NetError) => void = () => undefined,
  ): Promise<Connection> {
    const socket = openSocket(`${server.replace(/^http/, "ws")}/ws`);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        socket.close();
        reject(new NetError("timed-out", "connecting"));
      }, OPEN_TIMEOUT);
      socket.addEventListener("open", () => {
        clearTimeout(timer);
        resolve();
      });
      const failed = (): void => {
        clearTimeout(timer);
        reject(new NetError("closed", "no connection"));
      };
      socket.addEventListener("error", failed);
      socket.addEventListener("close", failed);
    });
    return new Connection(socket, onDigest, onEnd);
  }

  /** The answer to an act; nothing of it is verified. */
  submit(act: Act): Promise<ServerMessage> {
    return this.ask((id) => submitMessage(id, act));
  }

  /** Brings back a ballot that the box gave a receipt for. */
  recover(act: Act, receipt: BoxReceipt): Promise<ServerMessage> {
    return this.ask((id) => recoverMessage(id, act, receipt));
  }

  /** Entries by leaf hash, at most 16; nothing of it is verified. */
  async fetch(leaves: readonly Uint8Array[]): Promise<Fetched> {
    const answer = await this.ask((id) => fetchMessage(id, leaves));
    if (answer.type !== "fetched") throw new NetError("unexpected", answer.type);
    return answer;
  }

  /** From now on digests of this deputy come, whenever they change. */
  watch(deputy: number): void {
    this.watched = deputy;
    this.send(watchMessage(deputy));
  }

  close(): void {
    this.end(new NetError("closed", "closed here"));
  }

  private ask(message: (id: number) => string): Promise<ServerMessage> {
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new NetError("timed-out", "an answer"));
      }, ANSWER_TIMEOUT);
      const done = <T>(then: (value: T) => void) => (value: T): void => {
        clearTimeout(timer);
        then(value);
      };
      this.waiting.set(id, { resolve: done(resolve), reject: done(reject) });
      try {
        this.send(message(id));
      } catch (error) {
        this.waiting.get(id)?.reject(error instanceof NetError ? error : new NetError("closed", "sending"));
        this.waiting.delete(id);
      }
    });
  }

  private send(frame: string): void {
    if (this.ended !== undefined) throw this.ended;
    if (isTooLong(frame)) throw new NetError("too-long", "a frame of ours");
    this.socket.send(frame);
  }

  private read(frame: unknown): void {
    this.heard = Date.now();
    if (this.ended !== undefined) return;
    if (typeof frame !== "string") {
      this.end(new NetError("malformed", "a frame"));
      return;
    }
    if (isTooLong(frame)) {
      this.end(new NetError("too-long", "a frame"));
      return;
    }
    try {
      this.take(readMessage(frame));
    } catch (error) {
      if (!(error instanceof JsonError || error instanceof FormError)) throw error;
      this.end(new NetError("malformed", error.message));
    }
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "digest":
        this.onDigest(message.digest);
        return;
      case "problem":
        this.end(new NetError("problem", message.problem));
        return;
      case "entries":
      case "status":
      case "checkpoint":
        this.end(new NetError("unexpected", message.type));
        return;
      default: {
        // An answer that nobody waits for any more belongs to a question that timed out.
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        waiting?.resolve(message);
      }
    }
  }

  private check(): void {
    const silence = Date.now() - this.heard;
    if (silence > SILENCE_MAX) this.end(new NetError("timed-out", "a sign of life"));
    else if (silence > ASK_AFTER && this.watched !== undefined && this.ended === undefined) this.send(watchMessage(this.watched));
  }

  private end(error: NetError): void {
    if (this.ended !== undefined) return;
    this.ended = error;
    clearInterval(this.alive);
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.socket.close();
    this.onEnd(error);
  }
}
