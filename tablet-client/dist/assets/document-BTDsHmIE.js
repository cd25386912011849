import { b as nextLang, f as u, x as R } from "./theme-DjPN7Y5t.js";
import { n as Button } from "./camera-lC-D3HW-.js";
import { C as httpSource, S as breather, _ as SettingsError, d as nextTheme, f as readPreferences, g as wait, h as watch, l as keepPreferences, m as publicTexts, p as showPreferences, u as nextSize, y as loadSettings } from "./sentences-BjxcngYJ.js";
// src/ui/look.tsx
/** See [`LookProps`]. */
function Look({ now, onChange }) {
	const t = publicTexts(now.lang);
	const other = nextLang(now.lang);
	const { tag, languageName } = publicTexts(other);
	return /* @__PURE__ */ u("div", {
		class: "look",
		role: "group",
		"aria-label": t.look,
		children: [
			/* @__PURE__ */ u(Button, {
				action: "size",
				onPress: () => {
					onChange({
						...now,
						size: nextSize(now.size)
					});
				},
				children: t.size(t.sizes[now.size])
			}),
			/* @__PURE__ */ u(Button, {
				action: "theme",
				onPress: () => {
					onChange({
						...now,
						theme: nextTheme(now.theme)
					});
				},
				children: t.theme(t.themes[now.theme])
			}),
			/* @__PURE__ */ u(Button, {
				action: "lang",
				onPress: () => {
					onChange({
						...now,
						lang: other
					});
				},
				children: /* @__PURE__ */ u("span", {
					lang: tag,
					children: languageName
				})
			})
		]
	});
}
// src/ui/follow-page.tsx
/** What the observer's page and the second device's have in common: settings, the log that is watched, and how the page looks. */
/** `sitting.json` is not there, or says nothing usable. */
function NotInstalled({ why, preferences, onPreferences }) {
	const t = publicTexts(preferences.lang);
	return /* @__PURE__ */ u("div", {
		class: "not-installed",
		children: [/* @__PURE__ */ u("header", {
			class: "top",
			children: [/* @__PURE__ */ u("h1", { children: t.notInstalled }), /* @__PURE__ */ u(Look, {
				now: preferences,
				onChange: onPreferences
			})]
		}), /* @__PURE__ */ u("main", { children: /* @__PURE__ */ u("p", { children: t.notInstalledLead(why) }) })]
	});
}
/** Shows the page for as long as it is open. */
async function showFollowPage(place, { title, begin, view }) {
	let preferences = readPreferences(location.search);
	let draw = () => void 0;
	let rehearsal = false;
	const change = (next) => {
		preferences = next;
		keepPreferences(next);
		draw();
	};
	const show = (content) => {
		draw = () => {
			showPreferences(preferences, rehearsal, title(publicTexts(preferences.lang)));
			R(content(), place);
		};
		draw();
	};
	try {
		const settings = await loadSettings();
		await watch(settings, begin, {
			source: httpSource(settings.log),
			breathe: breather(12),
			wait
		}, (watched) => {
			rehearsal = watched.shown?.fold.definition?.mode === "rehearsal";
			show(() => view(watched, settings, preferences, change));
		});
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		show(() => /* @__PURE__ */ u(NotInstalled, {
			why: error.message,
			preferences,
			onPreferences: change
		}));
	}
}
export { Look as n, showFollowPage as t };
