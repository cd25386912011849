// src/ui/save.ts
/** Files that a page hands over. */
/** How long a file can be read that is being saved. Milliseconds. */
var SAVED_MS = 6e4;
/** As the browser saves any file: where, its settings and the person say. Nothing is sent anywhere. */
function saveFile(name, content) {
	const address = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
	const link = document.createElement("a");
	link.href = address;
	link.download = name;
	link.click();
	setTimeout(() => {
		URL.revokeObjectURL(address);
	}, SAVED_MS);
}
export { saveFile as t };
