/** Files that a page hands over. */

/** How long a file can be read that is being saved. Milliseconds. */
const SAVED_MS = 60_000;

/** As the browser saves any file: where, its settings and the person say. Nothing is sent anywhere. */
export function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has read it by then.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, SAVED_MS);
}
