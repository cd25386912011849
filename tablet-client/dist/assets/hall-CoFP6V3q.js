import { I as columns, Vt as hex, f as u, m as S, p as R, ut as base64 } from "./theme-C0ZLAFn3.js";
import { _ as breather, a as contestCode, c as needed, d as watch, f as SettingsError, g as presence, h as SittingFold, i as clock, l as percent, m as loadSettings, n as wait, o as decimal, p as loadPageHash, r as cite, s as groupsOfFour, t as wrongWords, u as shareWords, v as httpSource } from "./sentences-Ca7NGejh.js";
import { n as Qr } from "./qr-Dv0Zn1J-.js";
/** `→` and the like. `undefined`: no key of this screen. */
function keyOf(key) {
	switch (key) {
		case "ArrowRight":
		case "PageDown": return "next";
		case "ArrowLeft":
		case "PageUp": return "back";
		case "e":
		case "E": return "everything";
		case "b":
		case "B":
		case ".": return "blank";
		case "f":
		case "F": return "freeze";
		case " ":
		case "Enter":
		case "Escape": return "skip";
		case "ArrowUp": return "page-back";
		case "ArrowDown": return "page-next";
		case "[": return "contest-back";
		case "]": return "contest-next";
		default: return;
	}
}
/** Nothing but how many ballots there were. */
var NOTHING = {
	shown: 0,
	page: 0,
	still: false
};
/** Rows best first, by their ranks alone. */
function step(reveal, key, ranks) {
	const rows = ranks.length;
	const stops = stopsOf(ranks);
	const last = Math.max(0, Math.ceil(rows / 8) - 1);
	switch (key) {
		case "next": return {
			shown: stops.find((stop) => stop > reveal.shown) ?? rows,
			page: 0,
			still: false
		};
		case "back": return {
			shown: stops.filter((stop) => stop < reveal.shown).at(-1) ?? 0,
			page: 0,
			still: true
		};
		case "everything": return {
			shown: rows,
			page: 0,
			still: true
		};
		case "skip": return {
			...reveal,
			still: true
		};
		case "page-back": return {
			...reveal,
			page: Math.max(0, reveal.page - 1),
			still: true
		};
		case "page-next": return {
			...reveal,
			page: reveal.shown < rows ? 0 : Math.min(last, reveal.page + 1),
			still: true
		};
		case "blank":
		case "freeze":
		case "contest-back":
		case "contest-next": return reveal;
	}
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
function Declared({ result, reveal }) {
	if (result.void !== void 0) return /* @__PURE__ */ u(S, { children: [
		/* @__PURE__ */ u(Numbers, { counts: result.counts }),
		/* @__PURE__ */ u("p", {
			class: "word waiting",
			children: "本次表决无效"
		}),
		/* @__PURE__ */ u("p", {
			class: "line last",
			children: result.void
		})
	] });
	const ranks = result.rows.map(({ rank }) => rank);
	const { page, pages, rows } = shownRows(reveal, ranks);
	const whole = reveal.shown >= ranks.length;
	return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Numbers, { counts: result.counts }), reveal.shown === 0 ? /* @__PURE__ */ u("p", {
		class: "word waiting",
		children: "等待宣布结果"
	}) : /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("div", {
		class: ranks.length <= FEW ? "rows few" : "rows",
		children: [/* @__PURE__ */ u(ThresholdHead, { threshold: result.threshold }), rows.map(({ at, shown, isNew }) => {
			const row = result.rows[at];
			return row === void 0 ? null : /* @__PURE__ */ u(Row, {
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
			children: `第 ${page + 1} 页，共 ${pages} 页`
		})]
	})] })] });
}
function Numbers({ counts }) {
	return /* @__PURE__ */ u("dl", {
		class: "numbers",
		children: counts.map(({ name, value }) => /* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: value })] }, name))
	});
}
function ThresholdHead({ threshold }) {
	if (threshold === void 0) return null;
	const { at, number, words } = threshold;
	return /* @__PURE__ */ u("p", {
		class: "threshold",
		children: [at !== void 0 && /* @__PURE__ */ u("span", {
			class: "threshold-key",
			"aria-hidden": "true"
		}), `须 ${number} 票：${words}`]
	});
}
var TITLE_LETTERS_MAX = 44;
/** As much of a title as two lines hold; its number says the rest. */
function cut(title) {
	const letters = [...title];
	return letters.length <= TITLE_LETTERS_MAX ? title : `${letters.slice(0, 43).join("")}…`;
}
function Row({ row, shown, grows, threshold }) {
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
				children: [row.number, "号"]
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
	const { view, blank, frozen, wrong } = state;
	if (blank) return /* @__PURE__ */ u("main", {
		class: "hall blank",
		"aria-label": "屏幕已遮住"
	});
	if (view === void 0) return /* @__PURE__ */ u(Starting, { state });
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
					children: "演练"
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
							children: "演练"
						}), view.sitting]
					}), /* @__PURE__ */ u("h1", {
						class: titleClass(view.contest?.title ?? ""),
						children: view.contest?.title ?? "票决准备中"
					})]
				}), /* @__PURE__ */ u("p", {
					class: "clock",
					children: state.clock
				})]
			}),
			/* @__PURE__ */ u("main", {
				class: `scene scene-${view.scene.is}`,
				children: /* @__PURE__ */ u(SceneView, {
					view,
					state
				})
			}),
			/* @__PURE__ */ u(Foot, {
				view,
				state
			}),
			frozen && /* @__PURE__ */ u("p", {
				class: "frozen",
				children: "画面已定格"
			}),
			wrong !== void 0 && /* @__PURE__ */ u("p", {
				class: wrong.mild ? "wrong mild" : "wrong",
				role: "alert",
				children: [/* @__PURE__ */ u("strong", { children: wrong.what }), wrong.then !== "" && /* @__PURE__ */ u("span", { children: wrong.then })]
			})
		]
	});
}
/** Long titles are set smaller, so that all of them is there. */
function titleClass(title) {
	const length = [...title].length;
	if (length <= 18) return "title";
	return length <= 40 ? "title long" : "title longest";
}
function Starting({ state: { reading, wrong } }) {
	return /* @__PURE__ */ u("main", {
		class: "hall starting",
		children: [
			/* @__PURE__ */ u("h1", { children: wrong === void 0 ? "正在核对记录" : wrong.what }),
			wrong !== void 0 && wrong.then !== "" && /* @__PURE__ */ u("p", { children: wrong.then }),
			reading !== void 0 && /* @__PURE__ */ u("p", {
				class: "figure",
				children: [
					reading.done,
					" / ",
					reading.of
				]
			})
		]
	});
}
function SceneView({ view, state }) {
	const { scene } = view;
	switch (scene.is) {
		case "preparing": return /* @__PURE__ */ u(Statement, {
			word: "票决准备中",
			line: ""
		});
		case "unwitnessed": return /* @__PURE__ */ u(Statement, {
			word: "结果已认定",
			line: "等待见证人联署"
		});
		case "voided": return /* @__PURE__ */ u(Statement, {
			word: "本次表决作废",
			line: scene.reason
		});
		case "declared": return /* @__PURE__ */ u(Declared, {
			result: scene.result,
			reveal: state.reveal
		});
		case "before": return /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u(Counts, { counts: scene.counts }),
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
				children: stageWord(scene)
			}),
			/* @__PURE__ */ u(Counts, { counts: scene.counts }),
			/* @__PURE__ */ u("p", {
				class: "line",
				children: scene.line
			})
		] });
	}
}
function stageWord({ is }) {
	switch (is) {
		case "open": return "正在投票";
		case "held": return "投票暂停";
		case "ended": return "投票截止，票箱已封";
		case "closed": return "表决已关闭";
		default: return "";
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
function Counts({ counts }) {
	return /* @__PURE__ */ u("dl", {
		class: "counts",
		children: counts.map(({ name, value, note }) => /* @__PURE__ */ u("div", {
			class: "count",
			children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: [value === void 0 ? /* @__PURE__ */ u("span", {
				class: "later",
				children: "截止以后收"
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
function Foot({ view, state }) {
	const { contest, checkpoint, witnesses, pages } = view;
	const { pageHash } = state;
	return /* @__PURE__ */ u("footer", {
		class: "foot",
		children: [/* @__PURE__ */ u(Qr, {
			text: checkpoint.note,
			label: `检查点：记录 ${checkpoint.size} 条`,
			class: "checkpoint"
		}), /* @__PURE__ */ u("dl", {
			class: "marks",
			children: [
				contest?.code !== void 0 && /* @__PURE__ */ u(Marked, {
					name: "事项码",
					value: contest.code
				}),
				/* @__PURE__ */ u(Marked, {
					name: "记录",
					value: `${checkpoint.size} 条`,
					more: `根 ${checkpoint.root.slice(0, 8)}`
				}),
				/* @__PURE__ */ u(Marked, {
					name: "见证",
					value: witnesses.quorum === 0 ? "0/0" : `${witnesses.have}/${witnesses.quorum}`,
					more: witnesses.quorum === 0 ? "未设见证人" : `见证人共 ${witnesses.of} 人`
				}),
				pageHash !== void 0 && /* @__PURE__ */ u(Marked, {
					name: "投票页",
					value: groupsOfFour(pageHash.slice(0, 8).toUpperCase()),
					more: pages.includes(pageHash) ? "与会议定义一致" : "会议定义中没有"
				}),
				view.sealed && /* @__PURE__ */ u(Marked, {
					name: "会议",
					value: "已封存"
				})
			]
		})]
	});
}
function Marked({ name, value, more }) {
	return /* @__PURE__ */ u("div", {
		class: "mark-of",
		children: [/* @__PURE__ */ u("dt", { children: name }), /* @__PURE__ */ u("dd", { children: [/* @__PURE__ */ u("span", {
			class: "value",
			children: value
		}), more !== void 0 && /* @__PURE__ */ u("span", {
			class: "more",
			children: more
		})] })]
	});
}
// src/hall/result.ts
/** A declared result, in the words and lengths in which the hall sees it. Nothing is decided here: the decision is the log's. */
/** `undefined` where nothing is declared. */
function resultOf({ definition }, opened) {
	const decision = opened.declared?.decision;
	if (decision === void 0) return void 0;
	const { profile } = definition;
	const valid = validOf(decision, opened);
	const measure = measureOf(profile, decision, valid);
	const rows = definition.items.flatMap(({ number, title }, at) => {
		const item = decision.items[at];
		if (item === void 0) return [];
		return [{
			number,
			title,
			rank: item.rank,
			figure: measure.figure(item),
			detail: detailOf(profile, item),
			length: Math.min(1, Math.max(0, measure.length(item))),
			mark: markOf(profile, definition.purpose.kind, item, opened.settled?.includes(at))
		}];
	});
	return {
		counts: countsOf(profile, decision, opened, valid),
		void: voidOf(decision),
		rows: rows.sort((left, right) => left.rank - right.rank || left.number - right.number),
		threshold: thresholdOf(profile, decision, measure),
		notes: notesOf(definition.items.map(({ number }) => number), decision, opened.settled)
	};
}
/** Ballots that count, or hands. */
function validOf({ items }, { closed }) {
	const counts = closed?.counts;
	if (counts !== void 0) return counts.returned + counts.paper.returned - counts.paper.void;
	const [first] = items;
	return first === void 0 ? 0 : first.counts.reduce((sum, count) => sum + count, first.invalid);
}
function countsOf({ secrecy }, { unreturned }, { closed, present }, valid) {
	const counts = closed?.counts;
	if (counts === void 0) return [
		{
			name: "实到",
			value: present.size
		},
		{
			name: "举手计数",
			value: valid
		},
		{
			name: "未举手",
			value: unreturned
		}
	];
	if (secrecy === "named") return [
		{
			name: "实到",
			value: counts.issued
		},
		{
			name: "已按",
			value: counts.returned
		},
		{
			name: "未按",
			value: unreturned
		}
	];
	const { paper } = counts;
	return [
		{
			name: "发出",
			value: counts.issued + paper.issued
		},
		{
			name: "收回",
			value: counts.returned + paper.returned
		},
		{
			name: "有效",
			value: valid
		},
		{
			name: "废票",
			value: paper.void
		},
		{
			name: "未收回",
			value: unreturned
		}
	];
}
function voidOf({ outcome }) {
	if (outcome.kind === "valid") return void 0;
	switch (outcome.reason) {
		case "meeting_quorum": return `实到 ${outcome.actual} 人，须 ${outcome.bound} 人`;
		case "returned_exceeds_issued": return `收回 ${outcome.actual} 张，多于发出 ${outcome.bound} 张`;
		case "vote_quorum": return `收回 ${outcome.actual} 张，须 ${outcome.bound} 张`;
		case "minimum_ballots": return `有效票 ${outcome.actual} 张，不足 ${outcome.bound} 张，为保密不计票`;
	}
}
function measureOf(profile, decision, valid) {
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
				figure: ({ votes }) => `${votes} 票`,
				votesAt: (votes) => votes / most
			};
		}
		case "borda": {
			const most = Math.max(1, ranks * valid);
			return {
				length: ({ score }) => score.num / most,
				figure: ({ score }) => `${score.num} 分`,
				votesAt: void 0
			};
		}
		case "mean_rank": return {
			length: ({ score, votes }) => votes === 0 ? 0 : (ranks + 1 - score.num / Math.max(1, score.den)) / ranks,
			figure: ({ score, votes }) => votes === 0 ? "无排序" : `平均 ${decimal(score.num, score.den)}`,
			votesAt: void 0
		};
	}
}
/** The other columns of a row that has some, and what a rank rests on. */
function detailOf(profile, { counts, votes, invalid }) {
	const { options } = profile;
	const others = invalid === 0 ? [] : [`不计 ${invalid}`];
	switch (options.kind) {
		case "select": return others.join("　");
		case "two_way": return [
			`反对 ${counts[1] ?? 0}`,
			`未标记 ${counts[2] ?? 0}`,
			...others
		].join("　");
		case "three_way": {
			const unmarked = columns(profile) === 4 ? [`未标记 ${counts[3] ?? 0}`] : [];
			return [
				`反对 ${counts[1] ?? 0}`,
				`弃权 ${counts[2] ?? 0}`,
				...unmarked,
				...others
			].join("　");
		}
		case "grades": return [...options.grades, ...options.others].map((grade, at) => `${grade} ${counts[at] ?? 0}`).join("　");
		case "ranks": return profile.method.kind === "choose" && profile.method.score.kind === "appearances" ? "" : `${votes} 人排序`;
	}
}
function markOf(profile, purpose, item, settled) {
	const { method, options } = profile;
	if (method.kind === "grade") {
		const [grade] = item.grade;
		const word = grade !== void 0 && options.kind === "grades" ? options.grades[grade] : void 0;
		return word === void 0 ? {
			is: "not",
			word: "未定等次"
		} : {
			is: item.passed ? "chosen" : "not",
			word
		};
	}
	const passes = method.seats.kind === "every_item" || purpose === "rules" || purpose === "scrutineers";
	const chosen = passes ? "通过" : "入选";
	switch (item.chosen) {
		case "yes": return {
			is: "chosen",
			word: chosen
		};
		case "run_off": return {
			is: "tied",
			word: "票数相等"
		};
		case "presidium":
			if (settled === void 0) return {
				is: "tied",
				word: "票数相等"
			};
			return settled ? {
				is: "chosen",
				word: chosen
			} : { is: "none" };
		case "no":
		case "graded":
			if (item.reason.code === "tied_at_cut") return {
				is: "tied",
				word: "票数相等"
			};
			return passes ? {
				is: "not",
				word: "未通过"
			} : { is: "none" };
	}
}
function thresholdOf({ method, articles }, { needed, base, outcome }, { votesAt }) {
	if (method.kind !== "choose" || method.threshold.kind === "none" || outcome.kind === "void") return void 0;
	const words = `${shareWords(method.threshold, base)}${cite(articles.threshold)}`;
	return {
		at: votesAt?.(needed),
		number: needed,
		words
	};
}
function notesOf(numbers, { outcome, tied, next, vacant, items }, settled) {
	if (outcome.kind === "void") return [];
	const printed = (all) => all.map((at) => String(numbers[at] ?? at + 1)).join("、");
	const notes = [];
	if (tied.items.length > 0) notes.push(tieNote(printed(tied.items), tied.seats, next.kind, settled === void 0 ? void 0 : printed(settled), items[tied.items[0] ?? 0]?.chosen));
	if (vacant > 0) notes.push(`缺 ${vacant} 项${vacantNote(next.kind)}`);
	return notes;
}
function tieNote(which, seats, next, settled, chosen) {
	const tie = `第 ${which} 号票数相等`;
	if (settled !== void 0) return `${tie}，主席团决定第 ${settled} 号入选`;
	switch (next) {
		case "run_off": return `${tie}，需再次投票（${seats} 个名额）`;
		case "presidium": return `${tie}，由主席团决定（${seats} 个名额）`;
		case "none":
		case "second_round":
		case "next_sitting": return `${tie}，按办法${chosen === "yes" ? "都入选" : "都不入选"}`;
	}
}
function vacantNote(next) {
	switch (next) {
		case "second_round": return "，另行票决";
		case "next_sitting": return "，留待下次会议";
		case "none":
		case "run_off":
		case "presidium": return "";
	}
}
// src/hall/model.ts
/** The contest opened last; before the first opening the first one. */
function currentContest(contests) {
	return contests.filter((contest) => contest.opened !== void 0).reduce((last, one) => (one.opened?.index ?? 0) > (last?.opened?.index ?? -1) ? one : last, void 0) ?? contests[0];
}
/** The screen. `turned` is how many contests further (or back) than the current one keys have turned. */
function hallView(sitting, signed, turned, text) {
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
		scene: contest === void 0 ? { is: "preparing" } : sceneOf(sitting, signed, contest),
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
function sceneOf(sitting, signed, contest) {
	const { opened, stage } = contest;
	if (opened === void 0) return before(sitting, contest);
	switch (stage) {
		case "defined": return before(sitting, contest);
		case "open": return {
			is: "open",
			counts: openCounts(contest, opened),
			line: openLine(contest)
		};
		case "held": return {
			is: "held",
			counts: openCounts(contest, opened),
			line: opened.heldFor ?? ""
		};
		case "ended": return {
			is: "ended",
			counts: endCounts(contest, opened),
			line: contest.definition.profile.secrecy === "secret" ? "正在收齐回条" : "等待关闭表决"
		};
		case "opening": return {
			is: "ended",
			counts: endCounts(contest, opened),
			line: `正在开箱 ${opened.box?.cast ?? 0} / ${opened.box?.ballots ?? 0}`
		};
		case "opened": return {
			is: "ended",
			counts: endCounts(contest, opened),
			line: "已开箱，正在核对发出、收回各数"
		};
		case "closed": return {
			is: "closed",
			counts: closedCounts(contest, opened),
			line: countingLine(contest, opened)
		};
		case "voided": return {
			is: "voided",
			reason: opened.voided ?? ""
		};
		case "declared": {
			const index = opened.declared?.index ?? Number.POSITIVE_INFINITY;
			const result = (sitting.definition?.quorum ?? 0) === 0 || sitting.witnessed > index || signed.enough && signed.size > index ? resultOf(contest, opened) : void 0;
			return result === void 0 ? { is: "unwitnessed" } : {
				is: "declared",
				result
			};
		}
	}
}
/** 应到, 实到, and whether enough are there to open. */
function before(sitting, { definition }) {
	const { meeting_quorum, articles } = definition.profile;
	const numbers = presence(sitting, definition.profile);
	const present = numbers.present.size;
	const base = meeting_quorum.base === "membership" ? numbers.membership : numbers.due;
	const bound = needed(meeting_quorum, base);
	const reached = present >= bound;
	return {
		is: "before",
		counts: [{
			name: "应到",
			value: numbers.due
		}, {
			name: "实到",
			value: present
		}],
		quorum: `出席的代表须${shareWords(meeting_quorum, base)}，即 ${bound} 人${cite(articles.meeting_quorum)}`,
		state: reached ? "已达到法定人数，可以投票" : `还差 ${bound - present} 人`,
		reached
	};
}
function present(opened) {
	return {
		name: "实到",
		value: opened.present.size
	};
}
function openCounts({ definition }, opened) {
	switch (definition.profile.secrecy) {
		case "secret": return [{
			name: "发出",
			value: opened.issued.size + opened.papers.size,
			...papersNote(opened)
		}, {
			name: "回条",
			value: opened.slips.size === 0 ? void 0 : opened.slips.size
		}];
		case "named": return [{
			name: "应按（实到）",
			value: opened.present.size
		}, {
			name: "已按",
			value: opened.voted.size
		}];
		case "hands": return [present(opened)];
	}
}
function papersNote({ papers }) {
	return papers.size === 0 ? {} : { note: `其中纸质票 ${papers.size}` };
}
function openLine({ definition }) {
	switch (definition.profile.secrecy) {
		case "secret": return "无记名投票。结果在宣布以前谁也看不到";
		case "named": return "记名表决";
		case "hands": return "举手表决";
	}
}
function endCounts(contest, opened) {
	if (contest.definition.profile.secrecy !== "secret") return openCounts(contest, opened);
	return [{
		name: "发出",
		value: opened.issued.size + opened.papers.size,
		...papersNote(opened)
	}, {
		name: "回条",
		value: opened.slips.size
	}];
}
/** 发出 and 收回 of both channels, as the close has them. */
function closedCounts(contest, opened) {
	const counts = opened.closed?.counts;
	if (counts === void 0) return [present(opened)];
	if (contest.definition.profile.secrecy === "named") return [{
		name: "应按（实到）",
		value: counts.issued
	}, {
		name: "已按",
		value: counts.returned
	}];
	const { paper } = counts;
	const note = paper.issued === 0 ? {} : { note: `其中纸质票 ${paper.issued}` };
	const returnedNote = paper.issued === 0 ? {} : { note: `其中纸质票 ${paper.returned}` };
	return [{
		name: "发出",
		value: counts.issued + paper.issued,
		...note
	}, {
		name: "收回",
		value: counts.returned + paper.returned,
		...returnedNote
	}];
}
function countingLine({ definition }, opened) {
	if (definition.profile.secrecy !== "secret") return "等待总监票人宣布结果";
	const threshold = opened.run?.threshold ?? 0;
	const shares = Math.min(opened.shares.size, threshold);
	return shares < threshold ? `监票人共同计票 ${shares} / ${threshold}` : "计票完成，等待总监票人宣布结果";
}
// src/hall/store.ts
/** The state of the hall's screen: what the log says, what the keys did, the clock. */
var NO_PICTURES = {
	views: [],
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
	return {
		views: Array.from({ length: count }, (_, index) => hallView(fold, signed, index - at, text)),
		current: at,
		newest: current?.opened?.name ?? ""
	};
}
var Store = class {
	state = {
		view: void 0,
		reading: void 0,
		wrong: void 0,
		clock: "",
		reveal: NOTHING,
		blank: false,
		frozen: false,
		pageHash: void 0
	};
	changed = () => void 0;
	watched;
	turned = 0;
	pictures = NO_PICTURES;
	/** There are no settings beside the page. */
	unset(why) {
		this.set({ wrong: {
			what: "本页还没有装好：读不到 sitting.json",
			then: why,
			mild: false
		} });
	}
	setPageHash(pageHash) {
		this.set({ pageHash });
	}
	/** POSIX seconds of this machine. */
	tick(seconds) {
		const shown = clock(seconds);
		if (shown !== this.state.clock) this.set({ clock: shown });
	}
	/** Something new of the log. */
	follow(watched) {
		if (watched.shown !== this.watched?.shown) {
			const { shown } = watched;
			const next = shown === void 0 ? NO_PICTURES : picturesOf(shown.fold, shown.signed);
			if (next.newest !== this.pictures.newest) this.turned = 0;
			this.pictures = next;
		}
		this.watched = watched;
		if (!this.state.frozen) this.show();
	}
	/** Whether it was a key of this screen. */
	press(name) {
		const key = keyOf(name);
		if (key === void 0) return false;
		switch (key) {
			case "blank":
				this.set({ blank: !this.state.blank });
				return true;
			case "freeze":
				this.set({ frozen: !this.state.frozen });
				if (!this.state.frozen) this.show();
				return true;
			case "contest-back":
			case "contest-next":
				this.turn(key === "contest-next" ? 1 : -1);
				return true;
			default: {
				const scene = this.state.view?.scene;
				if (this.state.frozen || this.state.blank || scene?.is !== "declared") return true;
				this.set({ reveal: step(this.state.reveal, key, scene.result.rows.map(({ rank }) => rank)) });
				return true;
			}
		}
	}
	turn(by) {
		if (this.state.frozen) return;
		const before = this.state.view?.contest?.number;
		this.turned += by;
		this.show();
		if (this.state.view?.contest?.number === before) this.turned -= by;
	}
	show() {
		const { reading, wrong } = this.watched ?? {
			reading: void 0,
			wrong: void 0
		};
		const before = this.state.view;
		const { views, current } = this.pictures;
		const view = views[Math.min(views.length - 1, Math.max(0, current + this.turned))];
		const same = before?.contest?.name === view?.contest?.name && before?.scene.is === view?.scene.is;
		this.set({
			view,
			reading,
			wrong: wrong === void 0 ? void 0 : wrongWords(wrong),
			reveal: same ? this.state.reveal : NOTHING
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
	const store = new Store();
	const draw = () => {
		document.documentElement.dataset["mode"] = store.state.view?.rehearsal === true ? "rehearsal" : "real";
		R(/* @__PURE__ */ u(Hall, { state: store.state }), place);
	};
	store.changed = draw;
	if (typeof settings === "string") {
		store.unset(settings);
		return;
	}
	draw();
	document.addEventListener("keydown", (event) => {
		if (!event.ctrlKey && !event.altKey && !event.metaKey && store.press(event.key)) event.preventDefault();
	});
	setInterval(() => {
		store.tick(Date.now() / 1e3);
	}, 1e3);
	store.tick(Date.now() / 1e3);
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
