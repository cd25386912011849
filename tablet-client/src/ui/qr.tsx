/**
 * A QR code as our own SVG: black on white in every theme, with its quiet zone, because a reader knows no themes.
 */
import encodeQR from "qr";
import type { JSX } from "preact";

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const QUIET = 4;

/** One path for all dark modules: a horizontal run each. */
export function qrPath(modules: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  modules.forEach((row, y) => {
    let start: number | null = null;
    [...row, false].forEach((dark, x) => {
      if (dark && start === null) start = x;
      if (!dark && start !== null) {
        runs.push(`M${start} ${y}h${x - start}v1h-${x - start}z`);
        start = null;
      }
    });
  });
  return runs.join("");
}

export interface QrProps {
  readonly text: string;
  /** What it is, for those who cannot see it. */
  readonly label: string;
  /** Less room for damage, where the text is long. */
  readonly ecc?: "low" | "medium";
  readonly class?: string;
}

/** So many bytes fit into one that a telephone reads from a screen: 141 modules, error correction L. */
export const QR_BYTES_MAX = 1_843;

/** Draws `text`; error correction M, as everywhere in the project, unless it is said otherwise. */
export function Qr({ text, label, class: name, ecc = "medium" }: QrProps): JSX.Element {
  const modules = encodeQR(text, "raw", { ecc, border: QUIET });
  const size = modules.length;
  return (
    <svg class={name === undefined ? "qr" : `qr ${name}`} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={qrPath(modules)} fill="#000000" />
    </svg>
  );
}
