/** What can be taken away from this tablet, and what each proves: never how somebody voted in secret. */
import { utf8 } from "../../base/bytes.js";
import { Button } from "../../ui/button.js";
import type { Block } from "../../ui/paged.js";
import { Qr, QR_BYTES_MAX } from "../../ui/qr.js";
import { type Ui, text } from "./ui.js";

/** Sentences first, then a button for each file; evidence that is short enough is a QR code too. */
export function filesBlocks({ state, t, act }: Ui): readonly Block[] {
  const { files } = state.view;
  const some = (start: string): boolean => files.some(({ name }) => name.startsWith(start));
  const codes = files.filter((file) => file.name.endsWith(".evidence") && utf8(file.text).length <= QR_BYTES_MAX);
  return [
    ...(files.length === 0 ? [text("none", t.filesNone)] : []),
    ...(some("evidence-") ? [text("evidence", t.filesEvidence, "strong")] : []),
    ...(some("receipt-") ? [text("receipt", t.filesReceipt, "strong"), text("anyone", t.filesReceiptAnyone)] : []),
    ...(some("vote-") ? [text("vote", t.filesVote)] : []),
    ...(some("receipt-") || some("vote-") ? [text("check", t.filesCheck, "quiet")] : []),
    ...files.map(({ name }) => ({
      key: `save-${name}`,
      node: <Button action={`save-${name}`} onPress={() => { act({ is: "save", name }); }}>{t.filesSave(name)}</Button>,
    })),
    ...codes.map((file) => ({ key: `qr-${file.name}`, node: <Qr text={file.text} label={t.filesEvidenceQr} ecc="low" class="alone dense" /> })),
  ];
}
