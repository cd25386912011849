/**
 * The network between a tablet and the tally server: every byte of the one address passes through here, and a test may cut it at the
 * moment that it needs. TLS goes through unread, so which connection carries a ballot is seen by how much it sends at once.
 */

import { connect, createServer, type Server, type Socket } from "node:net";

/** Sent without a word from the server in between: a handshake or a request is shorter than this, and a ballot is longer; in bytes. */
const BALLOT_BYTES = 3_000;

/** What becomes of connections that carry a ballot. */
type Fate = "through" | "answer-lost" | "request-torn";

interface Line {
  readonly tablet: Socket;
  readonly server: Socket;
  readonly fate: Fate;
  /** Bytes since the server said something. */
  burst: number;
  isBallot: boolean;
}

export class Relay {
  private readonly lines = new Set<Line>();
  private isCut = false;
  private fate: Fate = "through";
  private happened: () => void = () => undefined;

  private constructor(
    private readonly listener: Server,
    private readonly port: number,
  ) {}

  /** Before a server, `https://host:port`. */
  static async before(server: string): Promise<Relay> {
    const { hostname, port } = new URL(server);
    const listener = createServer();
    await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("the relay has no port");
    const relay = new Relay(listener, address.port);
    listener.on("connection", (tablet) => {
      relay.take(tablet, connect(Number(port), hostname));
    });
    return relay;
  }

  /** Where the page of this tablet is, and everything that it asks. */
  get origin(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Every line breaks, and none can be made. */
  cut(): void {
    this.isCut = true;
    for (const line of this.lines) destroy(line);
  }

  /** The network is back. */
  mend(): void {
    this.isCut = false;
    this.fate = "through";
  }

  /** From now on ballots arrive, and their answers do not. Resolves when the server has answered one. */
  loseAnswers(): Promise<void> {
    return this.until("answer-lost");
  }

  /** From now on connections break in the middle of a ballot. Resolves when one did. */
  tearRequests(): Promise<void> {
    return this.until("request-torn");
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.listener.close(done));
  }

  private until(fate: Fate): Promise<void> {
    this.fate = fate;
    return new Promise((resolve) => {
      this.happened = resolve;
    });
  }

  private take(tablet: Socket, server: Socket): void {
    const line: Line = { tablet, server, fate: this.fate, burst: 0, isBallot: false };
    this.lines.add(line);
    const end = (): void => {
      this.lines.delete(line);
      destroy(line);
    };
    for (const socket of [tablet, server]) {
      socket.setNoDelay();
      // Either end goes, or breaks: the other is told the same.
      socket.on("error", end);
      socket.on("close", end);
    }
    if (this.isCut) {
      end();
      return;
    }
    tablet.on("data", (bytes: Buffer) => {
      this.goUp(line, bytes);
    });
    server.on("data", (bytes: Buffer) => {
      line.burst = 0;
      if (line.fate === "answer-lost" && line.isBallot) this.happened();
      else tablet.write(bytes);
    });
  }

  private goUp(line: Line, bytes: Buffer): void {
    const room = BALLOT_BYTES - line.burst;
    line.burst += bytes.length;
    line.isBallot ||= line.burst > BALLOT_BYTES;
    if (line.fate === "request-torn" && line.isBallot) {
      line.server.write(bytes.subarray(0, Math.max(0, room)), () => {
        destroy(line);
        this.happened();
      });
      return;
    }
    line.server.write(bytes);
  }
}

function destroy({ tablet, server }: Line): void {
  tablet.destroy();
  server.destroy();
}
