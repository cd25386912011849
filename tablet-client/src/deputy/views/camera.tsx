/** The camera: looks for a QR code and says what it read. Nothing is kept and nothing leaves the page. */
import decodeQR from "qr/decode.js";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Between two looks, in milliseconds: the page answers touches in between. */
const LOOK_MS = 160;
/** The longer side of what is looked at: enough for 89 characters at arm's length, quick on a slow tablet. */
const SIDE_PX = 640;

export interface CameraProps {
  readonly label: string;
  readonly onState: (state: "on" | "refused") => void;
  readonly onText: (text: string) => void;
}

/** The text of a QR code in the picture; null: there is none to be read. */
function look(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | null {
  const shrink = Math.min(1, SIDE_PX / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * shrink);
  canvas.height = Math.round(video.videoHeight * shrink);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null || canvas.width === 0 || canvas.height === 0) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    // No code in this picture: the next one may have it.
    return null;
  }
}

/** See [`CameraProps`]. */
export function Camera({ label, onState, onText }: CameraProps): JSX.Element {
  const place = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const canvas = document.createElement("canvas");
    const running = { on: true };
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    const stop = (): void => {
      running.on = false;
      clearInterval(timer);
      stream?.getTracks().forEach((track) => {
        track.stop();
      });
    };
    const begin = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 } } });
      const video = place.current;
      if (!running.on || video === null) {
        stop();
        return;
      }
      video.srcObject = stream;
      await video.play();
      onState("on");
      timer = setInterval(() => {
        const text = look(video, canvas);
        if (text === null || !running.on) return;
        stop();
        onText(text);
      }, LOOK_MS);
    };
    begin().catch(() => {
      // Refused, absent, busy, or a page without a secure origin: for the deputy it is the same.
      if (running.on) onState("refused");
      stop();
    });
    return stop;
  }, []);
  return (
    <div class="camera">
      <video ref={place} muted playsInline aria-label={label} />
      <svg class="camera-frame" viewBox="0 0 100 100" aria-hidden="true">
        <path d="M22 40V22H40 M60 22H78V40 M78 60V78H60 M40 78H22V60" fill="none" stroke="#ffffff" stroke-width="6" />
        <path d="M22 40V22H40 M60 22H78V40 M78 60V78H60 M40 78H22V60" fill="none" stroke="#000000" stroke-width="2.5" />
      </svg>
    </div>
  );
}
