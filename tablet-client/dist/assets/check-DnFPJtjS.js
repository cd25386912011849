import { I as columns, f as u, m as S, p as R, zt as fromHex } from "./theme-C0ZLAFn3.js";
import { _ as breather, a as contestCode, d as watch, f as SettingsError, h as SittingFold, m as loadSettings, n as wait, t as wrongWords, v as httpSource } from "./sentences-Ca7NGejh.js";
import { n as Button, o as d, t as Camera, u as shapeOf } from "./camera-BeIHP-oi.js";
import { d as ChoiceError, f as columnsOf, i as checkOpening, n as OpeningError, r as ballotKeyOf, t as EncryptError } from "./ballot-DYaKJ-I7.js";
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
function columnWords(profile) {
	const { options } = profile;
	switch (options.kind) {
		case "select": return ["选", "不选"];
		case "two_way": return [
			"赞成",
			"反对",
			"未标记"
		];
		case "three_way": return columns(profile) === 4 ? [
			"赞成",
			"反对",
			"弃权",
			"未标记"
		] : [
			"赞成",
			"反对",
			"弃权"
		];
		case "grades": return [
			...options.grades,
			...options.others,
			"未标记"
		];
		case "ranks": return [...Array.from({ length: options.ranks }, (_, at) => `第 ${at + 1} 位`), "未排序"];
	}
}
/** The contests whose ballots can be checked now: secret and opened, newest first. */
function candidates({ contests }) {
	return contests.filter(({ opened, stage }) => opened?.key !== void 0 && stage !== "voided").reverse();
}
/** Tries the contests of a checked log: the code belongs to one of them, and names none. */
function verdictOf(sitting, code, opening) {
	const contests = candidates(sitting);
	if (contests.length === 0) return { is: "no-contest" };
	for (const contest of contests) {
		const held = heldBy(sitting, contest, code, opening);
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
function heldBy(sitting, { definition, opened }, code, opening) {
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
		const words = columnWords(profile);
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
/** `sitting.json` is not there, or says nothing usable. */
function NotInstalled({ why }) {
	return /* @__PURE__ */ u("main", {
		class: "check",
		children: [/* @__PURE__ */ u("h1", { children: "本页还没有装好" }), /* @__PURE__ */ u("p", { children: ["读不到 sitting.json：", why] })]
	});
}
var START = {
	is: "code",
	wrong: void 0
};
function Check({ watched: { shown, reading, wrong } }) {
	const [step, setStep] = d(START);
	const said = wrong === void 0 ? void 0 : wrongWords(wrong);
	const sitting = shown?.fold;
	const rehearsal = sitting?.definition?.mode === "rehearsal";
	return /* @__PURE__ */ u("main", {
		class: "check",
		children: [
			/* @__PURE__ */ u("p", {
				class: "of",
				children: [rehearsal && /* @__PURE__ */ u("span", {
					class: "tag rehearsal",
					children: "演练"
				}), sitting?.definition?.name ?? ""]
			}),
			/* @__PURE__ */ u("h1", { children: "验票机：第二台设备" }),
			said !== void 0 && /* @__PURE__ */ u("p", {
				class: "said",
				role: "alert",
				children: [/* @__PURE__ */ u("strong", { children: said.what }), said.then !== "" && ` ${said.then}`]
			}),
			sitting === void 0 ? said === void 0 && /* @__PURE__ */ u("p", {
				role: "status",
				children: ["正在核对记录", reading === void 0 ? "…" : `：${reading.done} / ${reading.of} 条`]
			}) : /* @__PURE__ */ u(StepView, {
				step,
				sitting,
				onStep: setStep
			})
		]
	});
}
function StepView({ step, sitting, onStep }) {
	switch (step.is) {
		case "code": return /* @__PURE__ */ u(Take, {
			number: "1",
			title: "先扫查票码",
			line: "在平板上选“验票机”以前，屏幕上的那个二维码。",
			wrong: step.wrong,
			onText: (text) => {
				const read = readScanned(text);
				if (read.is === "code") onStep({
					is: "opening",
					code: read.code,
					wrong: void 0
				});
				else onStep({
					is: "code",
					wrong: read.is === "opening" ? "这是第二个码。必须先扫查票码，再在平板上打开。" : "这不是查票码。"
				});
			}
		}, "code");
		case "opening": return /* @__PURE__ */ u(Take, {
			number: "2",
			title: "再扫打开的票",
			line: "查票码已记下。现在在平板上按“验票机”，扫新出来的二维码。",
			wrong: step.wrong,
			onText: (text) => {
				const read = readScanned(text);
				if (read.is === "opening") onStep({
					is: "verdict",
					verdict: verdictOf(sitting, step.code, read.opening)
				});
				else onStep({
					...step,
					wrong: read.is === "code" ? "这还是查票码。请扫打开以后的二维码。" : "这不是打开的票。"
				});
			},
			onBack: () => {
				onStep(START);
			}
		}, "opening");
		case "verdict": return /* @__PURE__ */ u(VerdictView, {
			verdict: step.verdict,
			onAgain: () => {
				onStep(START);
			}
		});
	}
}
/** The camera, or typing. */
function Take({ number, title, line, wrong, onText, onBack }) {
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
				label: "摄像头画面：对准二维码",
				onState: (state) => {
					if (state === "refused") setCamera("refused");
				},
				onText: take
			}, looks),
			camera === "refused" && /* @__PURE__ */ u("p", {
				role: "status",
				children: "摄像头打不开，请手工输入。"
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
				children: [/* @__PURE__ */ u("label", { children: [/* @__PURE__ */ u("span", { children: "或者输入码上的文字" }), /* @__PURE__ */ u("textarea", {
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
						children: "从头来"
					}), /* @__PURE__ */ u("button", {
						type: "submit",
						class: "button primary",
						"data-action": "take",
						children: "下一步"
					})]
				})]
			})
		]
	});
}
function VerdictView({ verdict, onAgain }) {
	return /* @__PURE__ */ u("section", {
		"aria-live": "polite",
		class: `verdict verdict-${verdict.is}`,
		children: [/* @__PURE__ */ u(VerdictWords, { verdict }), /* @__PURE__ */ u("div", {
			class: "buttons",
			children: /* @__PURE__ */ u(Button, {
				action: "again",
				kind: "primary",
				onPress: onAgain,
				children: "再验一台"
			})
		})]
	});
}
function VerdictWords({ verdict }) {
	switch (verdict.is) {
		case "no-contest": return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("h2", { children: "现在没有可以核对的表决" }), /* @__PURE__ */ u("p", { children: "开启无记名投票以后再来。" })] });
		case "different": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u("h2", { children: [/* @__PURE__ */ u(Sign, { path: "M5 5l14 14M19 5L5 19" }), "不一致"] }),
			/* @__PURE__ */ u("p", {
				class: "what",
				children: "平板记下的不是它显示的，或者两个码不是同一次的。"
			}),
			/* @__PURE__ */ u("p", { children: "请再验一次。仍不一致，这台平板不要再用，马上告诉总监票人。" })
		] });
		case "same": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u("h2", { children: [/* @__PURE__ */ u(Sign, { path: "M4 13l6 6L20 5" }), "一致"] }),
			/* @__PURE__ */ u("p", {
				class: "what",
				children: "平板记下的就是下面这些。请代表看看，是不是刚才选的。"
			}),
			/* @__PURE__ */ u("p", { children: [
				verdict.contest,
				"（事项码 ",
				verdict.code,
				"）"
			] }),
			/* @__PURE__ */ u("ul", {
				class: "held",
				children: verdict.held.map(({ number, title, word, isRest }) => /* @__PURE__ */ u("li", {
					class: isRest ? "rest" : "marked",
					children: [/* @__PURE__ */ u("span", {
						class: "held-word",
						children: word
					}), /* @__PURE__ */ u("span", { children: `${String(number)} 号 ${title}` })]
				}, number))
			}),
			/* @__PURE__ */ u("p", { children: "这张票已经打开，作废，不会投出。请在平板上重新选，再投票。" })
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
async function start(place) {
	try {
		const settings = await loadSettings();
		await watch(settings, () => new SittingFold(), {
			source: httpSource(settings.log),
			breathe: breather(12),
			wait
		}, (watched) => {
			document.documentElement.dataset["mode"] = watched.shown?.fold.definition?.mode ?? "real";
			R(/* @__PURE__ */ u(Check, { watched }), place);
		});
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		R(/* @__PURE__ */ u(NotInstalled, { why: error.message }), place);
	}
}
var place = document.getElementById("app");
if (place !== null) start(place);
