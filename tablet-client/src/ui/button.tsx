/** A button: a whole finger wide, answering when the finger is lifted on it. */
import type { ComponentChildren, JSX, Ref } from "preact";

export interface ButtonProps {
  /** Names the act; tests find and measure targets by it. */
  readonly action: string;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "plain" | "frame";
  readonly large?: boolean;
  /** Stays in place and in the order of keys, says that it does nothing now. */
  readonly off?: boolean;
  readonly pressed?: boolean;
  readonly label?: string;
  readonly class?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** See [`ButtonProps`]. Never `disabled`: what is off keeps the focus, and its corner. */
export function Button(props: ButtonProps): JSX.Element {
  const { action, onPress, children, kind = "plain", large = false, off = false, pressed, label } = props;
  const names = ["button", kind === "primary" ? "primary" : "", kind === "frame" ? "frame-button" : "", large ? "large" : "", props.class ?? ""];
  return (
    <button
      type="button"
      class={names.filter((name) => name !== "").join(" ")}
      data-action={action}
      aria-disabled={off ? "true" : undefined}
      aria-pressed={pressed}
      aria-label={label}
      ref={props.buttonRef ?? null}
      onClick={() => {
        if (!off) onPress();
      }}
    >
      {children}
    </button>
  );
}
