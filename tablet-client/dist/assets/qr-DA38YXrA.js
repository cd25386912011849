import { f as u, s as encodeQR } from "./theme-DjPN7Y5t.js";
// src/ui/qr.tsx
/**
* A QR code as our own SVG: black on white in every theme, with its quiet zone, because a reader knows no themes.
*/
/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
var QUIET = 4;
/** One path for all dark modules: a horizontal run each. */
function qrPath(modules) {
	const runs = [];
	modules.forEach((row, y) => {
		let start = null;
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
/** So many bytes fit into one that a telephone reads from a screen: 141 modules, error correction L. */
var QR_BYTES_MAX = 1843;
/** Draws `text`; error correction M, as everywhere in the project, unless it is said otherwise. */
function Qr({ text, label, class: name, ecc = "medium" }) {
	const modules = encodeQR(text, "raw", {
		ecc,
		border: QUIET
	});
	const size = modules.length;
	return /* @__PURE__ */ u("svg", {
		class: name === void 0 ? "qr" : `qr ${name}`,
		viewBox: `0 0 ${size} ${size}`,
		role: "img",
		"aria-label": label,
		children: [/* @__PURE__ */ u("rect", {
			width: size,
			height: size,
			fill: "#ffffff"
		}), /* @__PURE__ */ u("path", {
			d: qrPath(modules),
			fill: "#000000"
		})]
	});
}
export { Qr as n, QR_BYTES_MAX as t };
