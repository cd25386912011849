import { b as SittingFold, m as publicTexts, r as contestCode, t as wrongWords } from "./sentences-BjxcngYJ.js";
import { n as Look, t as showFollowPage } from "./document-BTDsHmIE.js";
import { S, W as columns, f as u, qt as fromHex } from "./theme-DjPN7Y5t.js";
import { i as T, n as Button, o as d, t as Camera, u as shapeOf } from "./camera-lC-D3HW-.js";
import { d as ChoiceError, f as columnsOf, i as checkOpening, n as OpeningError, r as ballotKeyOf, t as EncryptError } from "./ballot-CqxU2Le0.js";
// src/check/model.ts
/** Upper or lower case; white space where a person typed it in groups. */
function readScanned(text) {
	const plain = text.replaceAll(/\s/gu, "");
	const code = fromHex(plain);
	if (code?.length === 32) return {
		is: "code",
		code
	};
	const [start, com, seed, choices, ...more] = plain.split(".");
	const [comBytes, seedBytes, choiceBytes] = [
		com,
		seed,
		choices
	].map((part) => fromHex(part ?? ""));
	return start?.toUpperCase() === "PJO1" && more.length === 0 && comBytes?.length === 32 && seedBytes?.length === 32 && choiceBytes !== void 0 && choiceBytes.length > 0 ? {
		is: "opening",
		opening: {
			com: comBytes,
			seed: seedBytes,
			choices: choiceBytes
		}
	} : { is: "neither" };
}
/** Words for the columns of a ballot (§9.1). */
function columnWords({ check: t }, profile) {
	const { options } = profile;
	switch (options.kind) {
		case "select": return [t.choose, t.notChosen];
		case "two_way": return [
			t.for,
			t.against,
			t.unmarked
		];
		case "three_way": return columns(profile) === 4 ? [
			t.for,
			t.against,
			t.abstain,
			t.unmarked
		] : [
			t.for,
			t.against,
			t.abstain
		];
		case "grades": return [
			...options.grades,
			...options.others,
			t.unmarked
		];
		case "ranks": return [...Array.from({ length: options.ranks }, (_, at) => t.rank(at + 1)), t.unranked];
	}
}
/** The contests whose ballots can be checked now: secret and opened, newest first. */
function candidates({ contests }) {
	return contests.filter(({ opened, stage }) => opened?.key !== void 0 && stage !== "voided").reverse();
}
/** Tries the contests of a checked log: the code belongs to one of them, and names none. */
function verdictOf(t, sitting, code, opening) {
	const contests = candidates(sitting);
	if (contests.length === 0) return { is: "no-contest" };
	for (const contest of contests) {
		const held = heldBy(t, sitting, contest, code, opening);
		if (held !== void 0) return {
			is: "same",
			contest: contest.definition.title,
			code: contestCode(contest.opened?.name ?? ""),
			held
		};
	}
	return { is: "different" };
}
/** What it holds; `undefined` unless seed and choices give this code in this contest. */
function heldBy(t, sitting, { definition, opened }, code, opening) {
	const { profile, items } = definition;
	const shape = shapeOf(profile, items.length);
	if (opened?.key === void 0 || shape === void 0) return void 0;
	try {
		const context = {
			sitting: sitting.fingerprint,
			contest: opened.hash,
			key: ballotKeyOf(opened.key),
			shape
		};
		const marked = columnsOf(checkOpening(opening, code, context), shape);
		const words = columnWords(t, profile);
		return items.map(({ number, title }, at) => {
			const column = marked[at] ?? words.length - 1;
			return {
				number,
				title,
				word: words[column] ?? "",
				isRest: column === words.length - 1
			};
		});
	} catch (error) {
		if (error instanceof OpeningError || error instanceof ChoiceError || error instanceof EncryptError) return void 0;
		throw error;
	}
}
// src/check/check.tsx
var START = {
	is: "code",
	wrong: void 0
};
/** See [`CheckProps`]. */
function Check({ watched: { shown, reading, wrong }, preferences, onPreferences }) {
	const [step, setStep] = d(START);
	const t = publicTexts(preferences.lang);
	const said = wrong === void 0 ? void 0 : wrongWords(t, wrong);
	const sitting = shown?.fold;
	const rehearsal = sitting?.definition?.mode === "rehearsal";
	return /* @__PURE__ */ u("div", {
		class: "check",
		children: [/* @__PURE__ */ u("header", {
			class: "top",
			children: [
				/* @__PURE__ */ u("p", {
					class: "of",
					children: [rehearsal && /* @__PURE__ */ u("span", {
						class: "tag rehearsal",
						children: t.rehearsal
					}), sitting?.definition?.name ?? ""]
				}),
				/* @__PURE__ */ u("h1", { children: t.check.title }),
				/* @__PURE__ */ u(Look, {
					now: preferences,
					onChange: onPreferences
				})
			]
		}), /* @__PURE__ */ u("main", { children: [said !== void 0 && /* @__PURE__ */ u("p", {
			class: "said",
			role: "alert",
			children: [/* @__PURE__ */ u("strong", { children: said.what }), said.then !== "" && ` ${said.then}`]
		}), sitting === void 0 ? said === void 0 && /* @__PURE__ */ u("p", {
			role: "status",
			children: reading === void 0 ? `${t.checking}…` : t.checkingSome(reading.done, reading.of)
		}) : /* @__PURE__ */ u(StepView, {
			t,
			step,
			sitting,
			onStep: setStep
		})] })]
	});
}
function StepView({ t, step, sitting, onStep }) {
	switch (step.is) {
		case "code": return /* @__PURE__ */ u(Take, {
			t,
			number: "1",
			title: t.check.first,
			line: t.check.firstLead,
			wrong: step.wrong === void 0 ? void 0 : step.wrong === "second" ? t.check.firstIsSecond : t.check.firstIsNone,
			onText: (text) => {
				const read = readScanned(text);
				if (read.is === "code") onStep({
					is: "opening",
					code: read.code,
					wrong: void 0
				});
				else onStep({
					is: "code",
					wrong: read.is === "opening" ? "second" : "none"
				});
			}
		}, "code");
		case "opening": return /* @__PURE__ */ u(Take, {
			t,
			number: "2",
			title: t.check.second,
			line: t.check.secondLead,
			wrong: step.wrong === void 0 ? void 0 : step.wrong === "first" ? t.check.secondIsFirst : t.check.secondIsNone,
			onText: (text) => {
				const read = readScanned(text);
				if (read.is === "opening") onStep({
					is: "verdict",
					code: step.code,
					opening: read.opening
				});
				else onStep({
					...step,
					wrong: read.is === "code" ? "first" : "none"
				});
			},
			onBack: () => {
				onStep(START);
			}
		}, "opening");
		case "verdict": return /* @__PURE__ */ u(VerdictView, {
			t,
			sitting,
			code: step.code,
			opening: step.opening,
			onAgain: () => {
				onStep(START);
			}
		});
	}
}
/** The camera, or typing. */
function Take({ t, number, title, line, wrong, onText, onBack }) {
	const [camera, setCamera] = d("on");
	const [typed, setTyped] = d("");
	const [looks, setLooks] = d(0);
	const take = (text) => {
		setLooks(looks + 1);
		onText(text);
	};
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "step",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "step",
				children: [/* @__PURE__ */ u("span", {
					class: "step-number",
					children: number
				}), title]
			}),
			/* @__PURE__ */ u("p", { children: line }),
			camera === "on" && /* @__PURE__ */ u(Camera, {
				label: t.check.camera,
				onState: (state) => {
					if (state === "refused") setCamera("refused");
				},
				onText: take
			}, looks),
			camera === "refused" && /* @__PURE__ */ u("p", {
				role: "status",
				children: t.check.cameraRefused
			}),
			/* @__PURE__ */ u("p", {
				class: "wrong-code",
				role: "alert",
				children: wrong ?? ""
			}),
			/* @__PURE__ */ u("form", {
				onSubmit: (event) => {
					event.preventDefault();
					take(typed);
					setTyped("");
				},
				children: [/* @__PURE__ */ u("label", { children: [/* @__PURE__ */ u("span", { children: t.check.type }), /* @__PURE__ */ u("textarea", {
					rows: 3,
					value: typed,
					autocomplete: "off",
					autocapitalize: "characters",
					spellcheck: false,
					onInput: (event) => {
						setTyped(event.currentTarget.value);
					}
				})] }), /* @__PURE__ */ u("div", {
					class: "buttons",
					children: [onBack !== void 0 && /* @__PURE__ */ u(Button, {
						action: "start-again",
						onPress: onBack,
						children: t.check.startAgain
					}), /* @__PURE__ */ u("button", {
						type: "submit",
						class: "button primary",
						"data-action": "take",
						children: t.check.next
					})]
				})]
			})
		]
	});
}
function VerdictView({ t, sitting, code, opening, onAgain }) {
	const verdict = T(() => verdictOf(t, sitting, code, opening), [
		t,
		code,
		opening
	]);
	return /* @__PURE__ */ u("section", {
		"aria-live": "polite",
		class: `verdict verdict-${verdict.is}`,
		children: [/* @__PURE__ */ u(VerdictWords, {
			t,
			verdict
		}), /* @__PURE__ */ u("div", {
			class: "buttons",
			children: /* @__PURE__ */ u(Button, {
				action: "again",
				kind: "primary",
				onPress: onAgain,
				children: t.check.again
			})
		})]
	});
}
function VerdictWords({ t, verdict }) {
	const { check } = t;
	switch (verdict.is) {
		case "no-contest": return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("h2", { children: check.noContest }), /* @__PURE__ */ u("p", { children: check.noContestLead })] });
		case "different": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u("h2", { children: [/* @__PURE__ */ u(Sign, { path: "M5 5l14 14M19 5L5 19" }), check.different] }),
			/* @__PURE__ */ u("p", {
				class: "what",
				children: check.differentWhat
			}),
			/* @__PURE__ */ u("p", { children: check.differentLead })
		] });
		case "same": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u("h2", { children: [/* @__PURE__ */ u(Sign, { path: "M4 13l6 6L20 5" }), check.same] }),
			/* @__PURE__ */ u("p", {
				class: "what",
				children: check.sameWhat
			}),
			/* @__PURE__ */ u("p", { children: [
				verdict.contest,
				" ",
				/* @__PURE__ */ u("span", {
					class: "tag",
					children: t.observer.contestCode(verdict.code)
				})
			] }),
			/* @__PURE__ */ u("ul", {
				class: "held",
				children: verdict.held.map(({ number, title, word, isRest }) => /* @__PURE__ */ u("li", {
					class: isRest ? "rest" : "marked",
					children: [/* @__PURE__ */ u("span", {
						class: "held-word",
						children: word
					}), /* @__PURE__ */ u("span", { children: check.item(number, title) })]
				}, number))
			}),
			/* @__PURE__ */ u("p", { children: check.spoilt })
		] });
	}
}
function Sign({ path }) {
	return /* @__PURE__ */ u("svg", {
		class: "verdict-sign",
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: /* @__PURE__ */ u("path", { d: path })
	});
}
// src/check/main.tsx
/** The second device of 验票机. */
var place = document.getElementById("app");
if (place !== null) showFollowPage(place, {
	title: (t) => t.check.title,
	begin: () => new SittingFold(),
	view: (watched, _, preferences, onPreferences) => /* @__PURE__ */ u(Check, {
		watched,
		preferences,
		onPreferences
	})
});
