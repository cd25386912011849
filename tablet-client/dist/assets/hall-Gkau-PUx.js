import { S, W as columns, Yt as hex, _t as toJson, at as bool, b as nextLang, ct as int, f as u, gt as parseJson, ht as encodeJson, it as anyString, lt as list, mt as JsonError, rt as FormError, ut as object, vt as base64, x as R, y as LANGS } from "./theme-DjPN7Y5t.js";
import { C as httpSource, S as breather, _ as SettingsError, a as groupsOfFour, b as SittingFold, c as STANDARD, d as nextTheme, f as readPreferences, g as wait, h as watch, i as decimal, l as keepPreferences, m as publicTexts, n as clock, o as needed, p as showPreferences, r as contestCode, s as percent, t as wrongWords, v as loadPageHash, x as presence, y as loadSettings } from "./sentences-BjxcngYJ.js";
import { n as Qr } from "./qr-DA38YXrA.js";
// src/hall/keys.ts
/** In the order of the help. */
var KEYS = [
	{
		key: "next",
		names: [
			"arrowright",
			"pagedown",
			"enter",
			" "
		],
		caps: [
			"→",
			"PageDown",
			"Enter"
		]
	},
	{
		key: "back",
		names: ["arrowleft", "pageup"],
		caps: ["←", "PageUp"]
	},
	{
		key: "everything",
		names: ["e"],
		caps: ["E"]
	},
	{
		key: "page-back",
		names: ["arrowup"],
		caps: ["↑"]
	},
	{
		key: "page-next",
		names: ["arrowdown"],
		caps: ["↓"]
	},
	{
		key: "contest-back",
		names: ["["],
		caps: ["["]
	},
	{
		key: "contest-next",
		names: ["]"],
		caps: ["]"]
	},
	{
		key: "blank",
		names: ["b", "."],
		caps: ["B"]
	},
	{
		key: "freeze",
		names: ["f"],
		caps: ["F"]
	},
	{
		key: "lang",
		names: ["l"],
		caps: ["L"]
	},
	{
		key: "theme",
		names: ["t"],
		caps: ["T"]
	},
	{
		key: "help",
		names: [
			"?",
			"？",
			"f1"
		],
		caps: ["?"]
	}
];
/** `→` and the like. `undefined`: no key of this screen. */
function keyOf(name) {
	const small = name.toLowerCase();
	return KEYS.find(({ names }) => names.includes(small))?.key;
}
/** Nothing but how many ballots there were. */
var NOTHING = {
	shown: 0,
	page: 0,
	still: false,
	armed: void 0,
	since: 0
};
/** Ranks of what is revealed one after another, best first; a void vote is one of them. */
function stepsOf(result) {
	return result.void === void 0 ? result.rows.map(({ rank }) => rank) : [1];
}
/** What a key does, at `now` of the machine's steady clock. Rows best first, by their ranks alone. */
function step(reveal, key, ranks, now) {
	const rows = ranks.length;
	const stops = stopsOf(ranks);
	const last = Math.max(0, Math.ceil(rows / 8) - 1);
	const done = reveal.shown >= rows;
	switch (key) {
		case "next":
			if (done) return reveal;
			if (reveal.shown === 0 && !isSecond(reveal, key, now)) return arm(reveal, key, now);
			if (reveal.shown > 0 && !reveal.still && now - reveal.since < 1500) return {
				...reveal,
				still: true
			};
			return {
				shown: stops.find((stop) => stop > reveal.shown) ?? rows,
				page: 0,
				still: false,
				armed: void 0,
				since: now
			};
		case "everything":
			if (done) return reveal;
			if (!isSecond(reveal, key, now)) return arm(reveal, key, now);
			return {
				shown: rows,
				page: 0,
				still: true,
				armed: void 0,
				since: now
			};
		case "back":
			if (reveal.armed !== void 0) return {
				...reveal,
				armed: void 0
			};
			return {
				shown: stops.filter((stop) => stop < reveal.shown).at(-1) ?? 0,
				page: 0,
				still: true,
				armed: void 0,
				since: now
			};
		case "page-back": return {
			...reveal,
			page: Math.max(0, reveal.page - 1),
			still: true,
			armed: void 0
		};
		case "page-next": return {
			...reveal,
			page: done ? Math.min(last, reveal.page + 1) : 0,
			still: true,
			armed: void 0
		};
		case "blank":
		case "freeze":
		case "contest-back":
		case "contest-next":
		case "lang":
		case "theme":
		case "help": return reveal;
	}
}
/** Forgets a first press after a while. */
function lapse(reveal, now) {
	return reveal.armed !== void 0 && now - reveal.since > 2e4 ? {
		...reveal,
		armed: void 0
	} : reveal;
}
function isSecond({ armed, since }, key, now) {
	return armed === key && now - since >= 400 && now - since <= 2e4;
}
/** A press that bounced changes nothing, so that the finger's second press counts from the first. */
function arm(reveal, key, now) {
	return reveal.armed === key && now - reveal.since < 400 ? reveal : {
		...reveal,
		armed: key,
		since: now
	};
}
/** After which numbers of rows, counted from the last, a key stops: between ranks, and at the top of a page. */
function stopsOf(ranks) {
	const stops = [];
	for (let at = ranks.length - 1; at >= 0; at -= 1) if (at % 8 === 0 || ranks[at] !== ranks[at - 1]) stops.push(ranks.length - at);
	return stops;
}
/** Of so many rows: the page that is shown, from 0, and its rows. `isNew`: the rows that came with the last key. */
function shownRows(reveal, ranks) {
	const count = ranks.length;
	const pages = Math.max(1, Math.ceil(count / 8));
	const first = count - reveal.shown;
	const page = reveal.shown >= count ? Math.min(reveal.page, pages - 1) : Math.min(pages - 1, Math.floor(first / 8));
	const start = page * 8;
	const before = stopsOf(ranks).filter((stop) => stop < reveal.shown).at(-1) ?? 0;
	return {
		page,
		pages,
		rows: Array.from({ length: Math.min(8, count - start) }, (_, i) => {
			const at = start + i;
			return {
				at,
				shown: at >= first,
				isNew: at >= first && at < count - before
			};
		})
	};
}
// src/hall/declared.tsx
/** Of a bar's drawing, in its own units: as wide as the stylesheet makes the column, so that nothing is stretched. */
var WIDTH = 520;
var HEIGHT = 52;
var DETAILED_HEIGHT = 32;
/** So few rows are set larger. */
var FEW = 5;
/** See [`DeclaredProps`]. Nothing but how many ballots there were, until keys reveal more. */
function Declared({ t, result, reveal }) {
	const ranks = stepsOf(result);
	const whole = reveal.shown >= ranks.length;
	return /* @__PURE__ */ u(S, { children: [
		/* @__PURE__ */ u(Numbers, { counts: result.counts }),
		reveal.shown === 0 ? /* @__PURE__ */ u(Waiting, {
			t,
			reveal
		}) : result.void === void 0 ? /* @__PURE__ */ u(Rows, {
			t,
			result,
			reveal
		}) : /* @__PURE__ */ u(Invalid, {
			t,
			why: result.void
		}),
		reveal.shown > 0 && reveal.armed === "everything" && !whole && /* @__PURE__ */ u("p", {
			class: "armed-note",
			children: t.armedAll
		})
	] });
}
function Waiting({ t, reveal: { armed } }) {
	return /* @__PURE__ */ u("div", {
		class: "waiting",
		children: [/* @__PURE__ */ u("p", {
			class: "word",
			children: armed === void 0 ? t.waiting : t.armed
		}), armed !== void 0 && /* @__PURE__ */ u("p", {
			class: "line",
			children: armed === "next" ? t.armedLine : t.armedAll
		})]
	});
}
function Invalid({ t, why }) {
	return /* @__PURE__ */ u("div", {
		class: "waiting",
		children: [/* @__PURE__ */ u("p", {
			class: "word",
			children: t.invalid
		}), /* @__PURE__ */ u("p", {
			class: "line last",
			children: why
		})]
	});
}
function Rows({ t, result, reveal }) {
	const ranks = stepsOf(result);
	const { page, pages, rows } = shownRows(reveal, ranks);
	const whole = reveal.shown >= ranks.length;
	return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("div", {
		class: ranks.length <= FEW ? "rows few" : "rows",
		children: [/* @__PURE__ */ u(ThresholdHead, { threshold: result.threshold }), rows.map(({ at, shown, isNew }) => {
			const row = result.rows[at];
			return row === void 0 ? null : /* @__PURE__ */ u(Row, {
				t,
				row,
				shown,
				grows: isNew && !reveal.still,
				threshold: result.threshold
			}, at);
		})]
	}), /* @__PURE__ */ u("div", {
		class: "after",
		children: [whole && result.notes.map((note) => /* @__PURE__ */ u("p", {
			class: "after-note",
			children: note
		}, note)), pages > 1 && /* @__PURE__ */ u("p", {
			class: "page",
			children: t.pageOf(page + 1, pages)
		})]
	})] });
}
function Numbers({ counts }) {
	return /* @__PURE__ */ u("dl", {
		class: "numbers",
		children: counts.map(({ name, value }) => /* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: value })] }, name))
	});
}
function ThresholdHead({ threshold }) {
	if (threshold === void 0) return null;
	const { at, words } = threshold;
	return /* @__PURE__ */ u("p", {
		class: "threshold",
		children: [at !== void 0 && /* @__PURE__ */ u("span", {
			class: "threshold-key",
			"aria-hidden": "true"
		}), words]
	});
}
var TITLE_LETTERS_MAX = 44;
/** As much of a title as two lines hold; its number says the rest. */
function cut(title) {
	const letters = [...title];
	return letters.length <= TITLE_LETTERS_MAX ? title : `${letters.slice(0, 43).join("")}…`;
}
function Row({ t, row, shown, grows, threshold }) {
	if (!shown) return /* @__PURE__ */ u("div", {
		class: "row hidden-row",
		"aria-hidden": "true"
	});
	const title = cut(row.title);
	const height = row.detail === "" ? HEIGHT : DETAILED_HEIGHT;
	const letters = [...title].length;
	return /* @__PURE__ */ u("div", {
		class: `row mark-${row.mark.is}${grows ? " grows" : ""}${row.detail === "" ? "" : " detailed"}`,
		children: [
			/* @__PURE__ */ u("p", {
				class: "rank",
				children: /* @__PURE__ */ u("span", {
					class: "rank-number",
					children: row.rank
				})
			}),
			/* @__PURE__ */ u("p", {
				class: "number",
				children: t.number(row.number)
			}),
			/* @__PURE__ */ u("p", {
				class: letters <= 13 ? "item" : letters <= 32 ? "item long" : "item longest",
				children: title
			}),
			/* @__PURE__ */ u("div", {
				class: "measure",
				children: [/* @__PURE__ */ u("svg", {
					class: "bar",
					viewBox: `0 0 ${WIDTH} ${height}`,
					"aria-hidden": "true",
					children: [
						/* @__PURE__ */ u("rect", {
							class: "bar-whole",
							x: "0",
							y: "6",
							width: WIDTH,
							height: height - 12
						}),
						/* @__PURE__ */ u("rect", {
							class: "bar-length",
							x: "0",
							y: "6",
							width: Math.round(WIDTH * row.length),
							height: height - 12
						}),
						threshold?.at !== void 0 && /* @__PURE__ */ u("rect", {
							class: "bar-threshold",
							x: Math.round(WIDTH * threshold.at) - 2,
							y: "0",
							width: "4",
							height
						})
					]
				}), row.detail !== "" && /* @__PURE__ */ u("p", {
					class: "detail",
					children: row.detail
				})]
			}),
			/* @__PURE__ */ u("p", {
				class: "figure",
				children: row.figure
			}),
			/* @__PURE__ */ u("p", {
				class: "mark",
				children: /* @__PURE__ */ u(MarkView, { mark: row.mark })
			})
		]
	});
}
function MarkView({ mark }) {
	switch (mark.is) {
		case "chosen": return /* @__PURE__ */ u("span", {
			class: "badge chosen",
			children: [/* @__PURE__ */ u(Sign, { path: "M4 13l6 6L20 5" }), mark.word]
		});
		case "tied": return /* @__PURE__ */ u("span", {
			class: "badge tied",
			children: [/* @__PURE__ */ u(Sign, { path: "M4 9h16M4 15h16" }), mark.word]
		});
		case "not": return /* @__PURE__ */ u("span", {
			class: "badge plain",
			children: mark.word
		});
		case "none": return null;
	}
}
function Sign({ path }) {
	return /* @__PURE__ */ u("svg", {
		class: "badge-sign",
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: /* @__PURE__ */ u("path", { d: path })
	});
}
// src/hall/hall.tsx
/** See the store for what each part is. */
function Hall({ state }) {
	const { view, blank, help } = state;
	const t = publicTexts(state.preferences.lang);
	if (blank) return /* @__PURE__ */ u("main", {
		class: "hall blank",
		"aria-label": t.covered
	});
	const said = saidOf(t, state);
	if (view === void 0) return /* @__PURE__ */ u(Starting, {
		t,
		state,
		said
	});
	return /* @__PURE__ */ u("div", {
		class: `hall scene-is-${view.scene.is}`,
		children: [
			view.rehearsal && /* @__PURE__ */ u("svg", {
				class: "watermark",
				viewBox: "0 0 112 60",
				"aria-hidden": "true",
				children: /* @__PURE__ */ u("text", {
					x: "56",
					y: "48",
					"text-anchor": "middle",
					textLength: "104",
					lengthAdjust: "spacingAndGlyphs",
					children: t.rehearsal
				})
			}),
			/* @__PURE__ */ u("header", {
				class: "head",
				children: [/* @__PURE__ */ u("div", {
					class: "names",
					children: [/* @__PURE__ */ u("p", {
						class: "sitting",
						children: [view.rehearsal && /* @__PURE__ */ u("span", {
							class: "tag rehearsal",
							children: t.rehearsal
						}), view.sitting]
					}), /* @__PURE__ */ u("h1", {
						class: titleClass(view.contest?.title ?? ""),
						children: view.contest?.title ?? t.preparing
					})]
				}), /* @__PURE__ */ u("p", {
					class: "clock",
					children: state.clock
				})]
			}),
			/* @__PURE__ */ u("main", {
				class: `scene scene-${view.scene.is}`,
				children: /* @__PURE__ */ u(SceneView, {
					t,
					view,
					state
				})
			}),
			/* @__PURE__ */ u(Foot, {
				t,
				view,
				state
			}),
			said !== void 0 && /* @__PURE__ */ u("p", {
				class: said.mild ? "wrong mild" : "wrong",
				role: "alert",
				children: [/* @__PURE__ */ u("strong", { children: said.what }), said.then !== "" && /* @__PURE__ */ u("span", { children: said.then })]
			}),
			help && /* @__PURE__ */ u(Keys, { t })
		]
	});
}
/** Long titles are set smaller, so that all of them is there. */
function titleClass(title) {
	const length = [...title].length;
	if (length <= 18) return "title";
	return length <= 40 ? "title long" : "title longest";
}
function saidOf(t, { wrong }) {
	if (wrong === void 0) return void 0;
	return wrong.is === "unset" ? {
		what: t.notInstalled,
		then: t.notInstalledLead(wrong.why),
		mild: false
	} : wrongWords(t, wrong);
}
function Starting({ t, state: { reading, help }, said }) {
	return /* @__PURE__ */ u("main", {
		class: "hall starting",
		children: [
			/* @__PURE__ */ u("h1", { children: said === void 0 ? t.checking : said.what }),
			said !== void 0 && said.then !== "" && /* @__PURE__ */ u("p", { children: said.then }),
			reading !== void 0 && /* @__PURE__ */ u("p", {
				class: "figure",
				children: t.checkingSome(reading.done, reading.of)
			}),
			help && /* @__PURE__ */ u(Keys, { t })
		]
	});
}
/** What the keys do, from the table by which they are obeyed. */
function Keys({ t }) {
	return /* @__PURE__ */ u("aside", {
		class: "keys",
		"aria-labelledby": "keys",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "keys",
				children: t.keysTitle
			}),
			/* @__PURE__ */ u("p", { children: t.keysLead }),
			/* @__PURE__ */ u("dl", { children: KEYS.map(({ key, caps }) => /* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: caps.map((cap) => /* @__PURE__ */ u("kbd", { children: cap }, cap)) }), /* @__PURE__ */ u("dd", { children: t.keys[key] })] }, key)) })
		]
	});
}
function SceneView({ t, view, state }) {
	const { scene } = view;
	switch (scene.is) {
		case "preparing": return /* @__PURE__ */ u(Statement, {
			word: t.preparing,
			line: ""
		});
		case "unwitnessed": return /* @__PURE__ */ u(Statement, {
			word: t.unwitnessed,
			line: t.unwitnessedLine
		});
		case "voided": return /* @__PURE__ */ u(Statement, {
			word: t.voided,
			line: scene.reason
		});
		case "declared": return /* @__PURE__ */ u(Declared, {
			t,
			result: scene.result,
			reveal: state.reveal
		});
		case "before": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u(Counts, {
				t,
				counts: scene.counts
			}),
			/* @__PURE__ */ u("p", {
				class: scene.reached ? "state reached" : "state",
				children: [/* @__PURE__ */ u("span", {
					class: "sign",
					"aria-hidden": "true",
					children: scene.reached ? "✓" : "…"
				}), scene.state]
			}),
			/* @__PURE__ */ u("p", {
				class: "line",
				children: scene.quorum
			})
		] });
		case "open":
		case "held":
		case "ended":
		case "closed": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u("p", {
				class: "stage",
				children: t.stages[scene.is]
			}),
			/* @__PURE__ */ u(Counts, {
				t,
				counts: scene.counts
			}),
			/* @__PURE__ */ u("p", {
				class: "line",
				children: scene.line
			})
		] });
	}
}
function Statement({ word, line }) {
	return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("p", {
		class: "word",
		children: word
	}), line !== "" && /* @__PURE__ */ u("p", {
		class: "line",
		children: line
	})] });
}
function Counts({ t, counts }) {
	return /* @__PURE__ */ u("dl", {
		class: "counts",
		children: counts.map(({ name, value, note }) => /* @__PURE__ */ u("div", {
			class: "count",
			children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: [value === void 0 ? /* @__PURE__ */ u("span", {
				class: "later",
				children: t.later
			}) : /* @__PURE__ */ u("span", {
				class: "figure",
				children: value
			}), note !== void 0 && /* @__PURE__ */ u("span", {
				class: "note",
				children: note
			})] })]
		}, name))
	});
}
function Foot({ t, view, state }) {
	const { contest, checkpoint, witnesses, pages } = view;
	const { pageHash, frozen, hint } = state;
	return /* @__PURE__ */ u("footer", {
		class: "foot",
		children: [
			/* @__PURE__ */ u(Qr, {
				text: checkpoint.note,
				label: t.checkpointCode(checkpoint.size),
				class: "checkpoint"
			}),
			/* @__PURE__ */ u("dl", {
				class: "marks",
				children: [
					contest?.code !== void 0 && /* @__PURE__ */ u(Marked, {
						name: t.contestCode,
						value: contest.code
					}),
					/* @__PURE__ */ u(Marked, {
						name: t.log,
						value: t.entries(checkpoint.size),
						more: t.root(checkpoint.root.slice(0, 8))
					}),
					/* @__PURE__ */ u(Marked, {
						name: t.witnesses,
						value: witnesses.quorum === 0 ? "0/0" : `${witnesses.have}/${witnesses.quorum}`,
						more: witnesses.quorum === 0 ? t.witnessesNone : t.witnessesOf(witnesses.of)
					}),
					pageHash !== void 0 && /* @__PURE__ */ u(Marked, {
						name: t.page,
						value: groupsOfFour(pageHash.slice(0, 8).toUpperCase()),
						more: pages.includes(pageHash) ? t.pageSame : t.pageOther,
						differs: !pages.includes(pageHash)
					}),
					view.sealed && /* @__PURE__ */ u(Marked, {
						name: t.sitting,
						value: t.sealed
					})
				]
			}),
			(frozen || hint) && /* @__PURE__ */ u("p", {
				class: "frozen",
				children: frozen ? t.frozen : t.keysHint
			})
		]
	});
}
function Marked({ name, value, more, differs = false }) {
	return /* @__PURE__ */ u("div", {
		class: "mark-of",
		children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: [/* @__PURE__ */ u("span", {
			class: "value",
			children: value
		}), more !== void 0 && /* @__PURE__ */ u("span", {
			class: differs ? "more differs" : "more",
			children: more
		})] })]
	});
}
// src/hall/place.ts
/**
* What the hall's machine keeps of its screen, so that a reload, a crash of the browser or a power cut neither reveals nor takes back
* anything: how far each result was revealed, which contest keys had turned to, whether the screen was covered. All of it was on the
* screen; nothing of a ballot or a result is in it.
*/
var NO_PLACE = {
	revealed: [],
	turned: "",
	newest: "",
	blank: false
};
var form = object({
	revealed: list(object({
		contest: anyString,
		shown: int,
		page: int
	})),
	turned: anyString,
	newest: anyString,
	blank: bool
});
/** What was kept; anything else than that is as if nothing were. */
function readPlace(keeping) {
	const kept = keeping.read();
	if (kept === null) return NO_PLACE;
	try {
		return form(parseJson(kept), []);
	} catch (error) {
		if (error instanceof JsonError || error instanceof FormError) return NO_PLACE;
		throw error;
	}
}
function writePlace(keeping, { revealed, turned, newest, blank }) {
	keeping.write(encodeJson(toJson({
		revealed,
		turned,
		newest,
		blank
	})));
}
var KEY = "piaojue.hall";
/** The browser's storage for this server; without one, everything but a reload goes on as ever. */
function keptBy(storage) {
	return {
		read() {
			try {
				return storage().getItem(KEY);
			} catch {
				return null;
			}
		},
		write(text) {
			try {
				storage().setItem(KEY, text);
			} catch {}
		}
	};
}
// src/hall/result.ts
/** A declared result, in the words and lengths in which the hall sees it. Nothing is decided here: the decision is the log's. */
/** `undefined` where nothing is declared. */
function resultOf(t, { definition }, opened) {
	const decision = opened.declared?.decision;
	if (decision === void 0) return void 0;
	const { profile } = definition;
	const valid = validOf(decision, opened);
	const measure = measureOf(t, profile, decision, valid);
	const rows = definition.items.flatMap(({ number, title }, at) => {
		const item = decision.items[at];
		if (item === void 0) return [];
		return [{
			number,
			title,
			rank: item.rank,
			figure: measure.figure(item),
			detail: detailOf(t, profile, item),
			length: Math.min(1, Math.max(0, measure.length(item))),
			mark: markOf(t, profile, definition.purpose.kind, item, opened.settled?.includes(at))
		}];
	});
	return {
		counts: countsOf(t, profile, decision, opened, valid),
		void: voidOf(t, decision),
		rows: rows.sort((left, right) => left.rank - right.rank || left.number - right.number),
		threshold: thresholdOf(t, profile, decision, measure),
		notes: notesOf(t, definition.items.map(({ number }) => number), decision, opened.settled)
	};
}
/** Ballots that count, or hands. */
function validOf({ items }, { closed }) {
	const counts = closed?.counts;
	if (counts !== void 0) return counts.returned + counts.paper.returned - counts.paper.void;
	const [first] = items;
	return first === void 0 ? 0 : first.counts.reduce((sum, count) => sum + count, first.invalid);
}
function countsOf(t, { secrecy }, { unreturned }, { closed, present }, valid) {
	const counts = closed?.counts;
	if (counts === void 0) return [
		{
			name: t.present,
			value: present.size
		},
		{
			name: t.raised,
			value: valid
		},
		{
			name: t.notRaised,
			value: unreturned
		}
	];
	if (secrecy === "named") return [
		{
			name: t.present,
			value: counts.issued
		},
		{
			name: t.pressed,
			value: counts.returned
		},
		{
			name: t.notPressed,
			value: unreturned
		}
	];
	const { paper } = counts;
	return [
		{
			name: t.issued,
			value: counts.issued + paper.issued
		},
		{
			name: t.returned,
			value: counts.returned + paper.returned
		},
		{
			name: t.valid,
			value: valid
		},
		{
			name: t.void,
			value: paper.void
		},
		{
			name: t.unreturned,
			value: unreturned
		}
	];
}
function voidOf(t, { outcome }) {
	return outcome.kind === "valid" ? void 0 : t.voidReasons[outcome.reason](outcome.actual, outcome.bound);
}
function measureOf(t, profile, decision, valid) {
	const { method, options } = profile;
	if (method.kind === "grade") return {
		length: ({ share }) => share.percent / 1e4,
		figure: ({ share }) => percent(share.percent),
		votesAt: void 0
	};
	const ranks = options.kind === "ranks" ? options.ranks : 1;
	switch (method.score.kind) {
		case "votes":
		case "appearances": {
			const most = Math.max(1, valid, decision.needed, ...decision.items.map(({ votes }) => votes));
			return {
				length: ({ votes }) => votes / most,
				figure: ({ votes }) => t.votes(votes),
				votesAt: (votes) => votes / most
			};
		}
		case "borda": {
			const most = Math.max(1, ranks * valid);
			return {
				length: ({ score }) => score.num / most,
				figure: ({ score }) => t.points(score.num),
				votesAt: void 0
			};
		}
		case "mean_rank": return {
			length: ({ score, votes }) => votes === 0 ? 0 : (ranks + 1 - score.num / Math.max(1, score.den)) / ranks,
			figure: ({ score, votes }) => votes === 0 ? t.noMean : t.mean(decimal(score.num, score.den)),
			votesAt: void 0
		};
	}
}
/** The other columns of a row that has some, and what a rank rests on. */
function detailOf(t, profile, { counts, votes, invalid }) {
	const { options } = profile;
	const others = invalid === 0 ? [] : [t.itemInvalid(invalid)];
	switch (options.kind) {
		case "select": return others.join("　");
		case "two_way": return [
			t.against(counts[1] ?? 0),
			t.unmarked(counts[2] ?? 0),
			...others
		].join("　");
		case "three_way": {
			const unmarked = columns(profile) === 4 ? [t.unmarked(counts[3] ?? 0)] : [];
			return [
				t.against(counts[1] ?? 0),
				t.abstained(counts[2] ?? 0),
				...unmarked,
				...others
			].join("　");
		}
		case "grades": return [...options.grades, ...options.others].map((grade, at) => `${grade} ${counts[at] ?? 0}`).join("　");
		case "ranks": return profile.method.kind === "choose" && profile.method.score.kind === "appearances" ? "" : t.ranked(votes);
	}
}
function markOf(t, profile, purpose, item, settled) {
	const { method, options } = profile;
	if (method.kind === "grade") {
		const [grade] = item.grade;
		const word = grade !== void 0 && options.kind === "grades" ? options.grades[grade] : void 0;
		return word === void 0 ? {
			is: "not",
			word: t.noGrade
		} : {
			is: item.passed ? "chosen" : "not",
			word
		};
	}
	const passes = method.seats.kind === "every_item" || purpose === "rules" || purpose === "scrutineers";
	const chosen = passes ? t.passed : t.chosen;
	switch (item.chosen) {
		case "yes": return {
			is: "chosen",
			word: chosen
		};
		case "run_off": return {
			is: "tied",
			word: t.tied
		};
		case "presidium":
			if (settled === void 0) return {
				is: "tied",
				word: t.tied
			};
			return settled ? {
				is: "chosen",
				word: chosen
			} : { is: "none" };
		case "no":
		case "graded":
			if (item.reason.code === "tied_at_cut") return {
				is: "tied",
				word: t.tied
			};
			return passes ? {
				is: "not",
				word: t.notPassed
			} : { is: "none" };
	}
}
function thresholdOf(t, { method, articles }, { needed, base, outcome }, { votesAt }) {
	if (method.kind !== "choose" || method.threshold.kind === "none" || outcome.kind === "void") return void 0;
	const words = t.needed(needed, `${t.share(method.threshold, base)}${t.cite(articles.threshold)}`);
	return {
		at: votesAt?.(needed),
		words
	};
}
function notesOf(t, numbers, { outcome, tied, next, vacant, items }, settled) {
	if (outcome.kind === "void") return [];
	const printed = (all) => all.map((at) => numbers[at] ?? at + 1);
	const notes = [];
	if (tied.items.length > 0) notes.push(tieNote(t, t.tie(printed(tied.items)), tied.seats, next.kind, settled === void 0 ? void 0 : printed(settled), items[tied.items[0] ?? 0]?.chosen));
	if (vacant > 0) notes.push(vacantNote(t, t.vacant(vacant), next.kind));
	return notes;
}
function tieNote(t, tie, seats, next, settled, chosen) {
	if (settled !== void 0) return t.tieSettled(tie, settled);
	switch (next) {
		case "run_off": return t.tieRunOff(tie, seats);
		case "presidium": return t.tiePresidium(tie, seats);
		case "none":
		case "second_round":
		case "next_sitting": return t.tieRules(tie, chosen === "yes");
	}
}
function vacantNote(t, vacant, next) {
	switch (next) {
		case "second_round": return t.vacantSecondRound(vacant);
		case "next_sitting": return t.vacantNextSitting(vacant);
		case "none":
		case "run_off":
		case "presidium": return vacant;
	}
}
// src/hall/model.ts
/** The contest opened last; before the first opening the first one. */
function currentContest(contests) {
	return contests.filter((contest) => contest.opened !== void 0).reduce((last, one) => (one.opened?.index ?? 0) > (last?.opened?.index ?? -1) ? one : last, void 0) ?? contests[0];
}
/** The screen. `turned` is how many contests further (or back) than the current one keys have turned. */
function hallView(t, sitting, signed, turned, text) {
	const { definition, contests } = sitting;
	const current = currentContest(contests);
	const contest = current === void 0 ? void 0 : contests[Math.min(contests.length, Math.max(1, current.definition.contest + turned)) - 1];
	const opened = contest?.opened;
	return {
		sitting: definition?.name ?? "",
		rehearsal: definition?.mode === "rehearsal",
		contests: contests.length,
		contest: contest === void 0 ? void 0 : {
			number: contest.definition.contest,
			title: contest.definition.title,
			code: opened === void 0 ? void 0 : contestCode(opened.name),
			name: opened?.name ?? `defined-${contest.definition.contest}`
		},
		scene: contest === void 0 ? { is: "preparing" } : sceneOf(t, sitting, signed, contest),
		sealed: sitting.sealed,
		checkpoint: {
			size: signed.size,
			root: text.root,
			note: signed.note
		},
		witnesses: {
			have: signed.by.length,
			quorum: definition?.quorum ?? 0,
			of: definition?.witnesses.length ?? 0
		},
		pages: text.pages
	};
}
function sceneOf(t, sitting, signed, contest) {
	const { opened, stage } = contest;
	if (opened === void 0) return before(t, sitting, contest);
	switch (stage) {
		case "defined": return before(t, sitting, contest);
		case "open": return {
			is: "open",
			counts: openCounts(t, contest, opened),
			line: openLine(t, contest)
		};
		case "held": return {
			is: "held",
			counts: openCounts(t, contest, opened),
			line: opened.heldFor ?? ""
		};
		case "ended": return {
			is: "ended",
			counts: endCounts(t, contest, opened),
			line: contest.definition.profile.secrecy === "secret" ? t.slipsLine : t.closingLine
		};
		case "opening": return {
			is: "ended",
			counts: endCounts(t, contest, opened),
			line: t.openingLine(opened.box?.cast ?? 0, opened.box?.ballots ?? 0)
		};
		case "opened": return {
			is: "ended",
			counts: endCounts(t, contest, opened),
			line: t.comparingLine
		};
		case "closed": return {
			is: "closed",
			counts: closedCounts(t, contest, opened),
			line: countingLine(t, contest, opened)
		};
		case "voided": return {
			is: "voided",
			reason: opened.voided ?? ""
		};
		case "declared": {
			const index = opened.declared?.index ?? Number.POSITIVE_INFINITY;
			const result = (sitting.definition?.quorum ?? 0) === 0 || sitting.witnessed > index || signed.enough && signed.size > index ? resultOf(t, contest, opened) : void 0;
			return result === void 0 ? { is: "unwitnessed" } : {
				is: "declared",
				result
			};
		}
	}
}
/** 应到, 实到, and whether enough are there to open. */
function before(t, sitting, { definition }) {
	const { meeting_quorum, articles } = definition.profile;
	const numbers = presence(sitting, definition.profile);
	const present = numbers.present.size;
	const base = meeting_quorum.base === "membership" ? numbers.membership : numbers.due;
	const bound = needed(meeting_quorum, base);
	const reached = present >= bound;
	return {
		is: "before",
		counts: [{
			name: t.due,
			value: numbers.due
		}, {
			name: t.present,
			value: present
		}],
		quorum: t.quorum(t.share(meeting_quorum, base), bound, articles.meeting_quorum),
		state: reached ? t.quorumReached : t.quorumMissing(bound - present),
		reached
	};
}
function present(t, opened) {
	return {
		name: t.present,
		value: opened.present.size
	};
}
function openCounts(t, { definition }, opened) {
	switch (definition.profile.secrecy) {
		case "secret": return [{
			name: t.issued,
			value: opened.issued.size + opened.papers.size,
			...papersNote(t, opened)
		}, {
			name: t.slips,
			value: opened.slips.size === 0 ? void 0 : opened.slips.size
		}];
		case "named": return [{
			name: t.mayPress,
			value: opened.present.size
		}, {
			name: t.pressed,
			value: opened.voted.size
		}];
		case "hands": return [present(t, opened)];
	}
}
function papersNote(t, { papers }) {
	return papers.size === 0 ? {} : { note: t.paperOf(papers.size) };
}
function openLine(t, { definition }) {
	switch (definition.profile.secrecy) {
		case "secret": return t.secretLine;
		case "named": return t.namedLine;
		case "hands": return t.handsLine;
	}
}
function endCounts(t, contest, opened) {
	if (contest.definition.profile.secrecy !== "secret") return openCounts(t, contest, opened);
	return [{
		name: t.issued,
		value: opened.issued.size + opened.papers.size,
		...papersNote(t, opened)
	}, {
		name: t.slips,
		value: opened.slips.size
	}];
}
/** 发出 and 收回 of both channels, as the close has them. */
function closedCounts(t, contest, opened) {
	const counts = opened.closed?.counts;
	if (counts === void 0) return [present(t, opened)];
	if (contest.definition.profile.secrecy === "named") return [{
		name: t.mayPress,
		value: counts.issued
	}, {
		name: t.pressed,
		value: counts.returned
	}];
	const { paper } = counts;
	const note = paper.issued === 0 ? {} : { note: t.paperOf(paper.issued) };
	const returnedNote = paper.issued === 0 ? {} : { note: t.paperOf(paper.returned) };
	return [{
		name: t.issued,
		value: counts.issued + paper.issued,
		...note
	}, {
		name: t.returned,
		value: counts.returned + paper.returned,
		...returnedNote
	}];
}
function countingLine(t, { definition }, opened) {
	if (definition.profile.secrecy !== "secret") return t.chiefLine;
	const threshold = opened.run?.threshold ?? 0;
	const shares = Math.min(opened.shares.size, threshold);
	return shares < threshold ? t.countingLine(shares, threshold) : t.countedLine;
}
// src/hall/store.ts
/** The state of the hall's screen: what the log says, what the keys did, the clock. */
var NO_PICTURES = {
	views: {
		zh: [],
		en: []
	},
	current: 0,
	newest: ""
};
function picturesOf(fold, signed) {
	const text = {
		root: base64(signed.root),
		pages: (fold.definition?.pages ?? []).map(hex)
	};
	const current = currentContest(fold.contests);
	const at = current === void 0 ? 0 : fold.contests.indexOf(current);
	const count = Math.max(1, fold.contests.length);
	const viewsOf = (lang) => Array.from({ length: count }, (_, index) => hallView(publicTexts(lang), fold, signed, index - at, text));
	return {
		views: {
			...NO_PICTURES.views,
			...Object.fromEntries(LANGS.map((lang) => [lang, viewsOf(lang)]))
		},
		current: at,
		newest: current?.opened?.name ?? ""
	};
}
/** Milliseconds of the machine for which the hint is shown. */
var HINT_MS = 2e4;
var Store = class {
	keeping;
	now;
	state;
	changed = () => void 0;
	watched;
	turned = 0;
	pictures = NO_PICTURES;
	/** How far each contest was revealed, by its name. */
	revealed = /* @__PURE__ */ new Map();
	/** As the machine kept it, until the first screen is shown. */
	kept;
	begun;
	/** `now`: milliseconds of a clock that never goes back. */
	constructor(keeping, now, preferences = STANDARD) {
		this.keeping = keeping;
		this.now = now;
		const kept = readPlace(keeping);
		this.kept = kept;
		for (const { contest, shown, page } of kept.revealed) this.revealed.set(contest, {
			...NOTHING,
			shown,
			page,
			still: true
		});
		this.begun = now();
		this.state = {
			view: void 0,
			reading: void 0,
			wrong: void 0,
			clock: "",
			reveal: NOTHING,
			blank: kept.blank,
			frozen: false,
			help: false,
			hint: true,
			pageHash: void 0,
			preferences
		};
	}
	/** There are no settings beside the page. */
	unset(why) {
		this.set({ wrong: {
			is: "unset",
			why
		} });
	}
	setPageHash(pageHash) {
		this.set({ pageHash });
	}
	/** POSIX seconds of this machine. */
	tick(seconds) {
		const shown = clock(seconds);
		if (shown !== this.state.clock) this.set({ clock: shown });
		const reveal = lapse(this.state.reveal, this.now());
		if (reveal !== this.state.reveal) this.reveal(reveal);
		if (this.state.hint && this.now() - this.begun > HINT_MS) this.set({ hint: false });
	}
	/** Something new of the log. */
	follow(watched) {
		if (watched.shown !== this.watched?.shown) {
			const { shown } = watched;
			const next = shown === void 0 ? NO_PICTURES : picturesOf(shown.fold, shown.signed);
			if (next.newest !== this.pictures.newest) this.turned = 0;
			this.pictures = next;
			if (shown !== void 0) this.restore();
		}
		this.watched = watched;
		if (!this.state.frozen) this.show();
	}
	/**
	* Whether it was a key of this screen. `repeated`: it is being held down, which reveals nothing. `at`: when the finger pressed,
	* by the steady clock; a machine that is busy hears of it later.
	*/
	press(name, repeated = false, at = this.now()) {
		const key = keyOf(name);
		if (key === void 0) return false;
		if (!repeated) this.act(key, at);
		return true;
	}
	act(key, at) {
		const { preferences } = this.state;
		switch (key) {
			case "help":
				this.set({
					help: !this.state.help,
					hint: false
				});
				return;
			case "lang":
				if (this.state.frozen) return;
				this.prefer({
					...preferences,
					lang: nextLang(preferences.lang)
				});
				return;
			case "theme":
				this.prefer({
					...preferences,
					theme: nextTheme(preferences.theme)
				});
				return;
			case "blank":
				this.set({ blank: !this.state.blank });
				this.keep();
				return;
			case "freeze":
				this.set({ frozen: !this.state.frozen });
				if (!this.state.frozen) this.show();
				return;
			case "contest-back":
			case "contest-next":
				this.turn(key === "contest-next" ? 1 : -1);
				return;
			default: {
				const { view, frozen, blank, help } = this.state;
				if (frozen || blank || help || view?.scene.is !== "declared") return;
				this.reveal(step(this.state.reveal, key, stepsOf(view.scene.result), at));
			}
		}
	}
	prefer(preferences) {
		this.set({ preferences });
		if (!this.state.frozen) this.show();
	}
	reveal(reveal) {
		const name = this.state.view?.contest?.name;
		if (name !== void 0) this.revealed.set(name, reveal);
		this.set({ reveal });
		this.keep();
	}
	turn(by) {
		if (this.state.frozen) return;
		const before = this.state.view?.contest?.number;
		this.turned += by;
		this.show();
		if (this.state.view?.contest?.number === before) this.turned -= by;
		this.keep();
	}
	/** Back to where the machine was, unless another contest has opened since. */
	restore() {
		const { kept, pictures } = this;
		if (kept === void 0) return;
		this.kept = void 0;
		const index = pictures.views.zh.findIndex(({ contest }) => contest?.name === kept.turned);
		if (kept.turned !== "" && kept.newest === pictures.newest && index >= 0) this.turned = index - pictures.current;
	}
	show() {
		const { reading, wrong } = this.watched ?? {
			reading: void 0,
			wrong: void 0
		};
		const { views, current } = this.pictures;
		const shown = views[this.state.preferences.lang];
		const view = shown[Math.min(shown.length - 1, Math.max(0, current + this.turned))];
		this.set({
			view,
			reading,
			wrong,
			reveal: this.revealOf(view)
		});
	}
	/** Before a declaration always nothing, whatever was kept. */
	revealOf(view) {
		if (view?.contest === void 0 || view.scene.is !== "declared") return NOTHING;
		const kept = this.revealed.get(view.contest.name) ?? NOTHING;
		return {
			...kept,
			shown: Math.min(kept.shown, stepsOf(view.scene.result).length)
		};
	}
	keep() {
		const revealed = [...this.revealed].map(([contest, { shown, page }]) => ({
			contest,
			shown,
			page
		}));
		const turned = this.turned === 0 ? "" : this.state.view?.contest?.name ?? "";
		writePlace(this.keeping, {
			revealed,
			turned,
			newest: this.pictures.newest,
			blank: this.state.blank
		});
	}
	set(more) {
		this.state = {
			...this.state,
			...more
		};
		this.changed();
	}
};
// src/hall/main.tsx
/** The hall's screen: follows the log, checks it, and shows it; keys of the machine that it runs on turn it. */
async function settingsOrWhy() {
	try {
		return await loadSettings();
	} catch (error) {
		if (error instanceof SettingsError) return error.message;
		throw error;
	}
}
async function start(place) {
	const settings = await settingsOrWhy();
	const store = new Store(keptBy(() => localStorage), () => performance.now(), readPreferences(location.search));
	const draw = () => {
		const { preferences, view } = store.state;
		showPreferences(preferences, view?.rehearsal === true, publicTexts(preferences.lang).hallPage);
		R(/* @__PURE__ */ u(Hall, { state: store.state }), place);
	};
	store.changed = draw;
	draw();
	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.altKey || event.metaKey || !store.press(event.key, event.repeat, event.timeStamp)) return;
		event.preventDefault();
		keepPreferences(store.state.preferences);
	});
	setInterval(() => {
		store.tick(Date.now() / 1e3);
	}, 1e3);
	store.tick(Date.now() / 1e3);
	if (typeof settings === "string") {
		store.unset(settings);
		return;
	}
	const pageHash = await loadPageHash();
	store.setPageHash(pageHash);
	await watch(settings, () => new SittingFold(), {
		source: httpSource(settings.log),
		breathe: breather(12),
		wait
	}, (watched) => {
		store.follow(watched);
	});
}
var place = document.getElementById("app");
if (place !== null) start(place);
