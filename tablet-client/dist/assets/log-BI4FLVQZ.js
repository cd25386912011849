import { Vt as hex, _ as readDefinition, f as u, m as S, p as R, pt as TrustError, ut as base64 } from "./theme-C0ZLAFn3.js";
import { _ as breather, a as contestCode, b as readSigned, d as watch, f as SettingsError, h as SittingFold, i as clock, m as loadSettings, n as wait, s as groupsOfFour, t as wrongWords, v as httpSource, x as Broken, y as noteOf } from "./sentences-Ca7NGejh.js";
import { f as ballotCode, i as T, m as shortCode, n as Button, o as d, p as commitment, t as Camera, u as shapeOf } from "./camera-BeIHP-oi.js";
import { t as saveFile } from "./save-Hgko1dwJ.js";
// src/follow/words.ts
/** 城关镇代表团 欧阳春燕. */
function deputy({ roll }, number) {
	const found = roll?.deputies.get(number);
	return found === void 0 ? `代表 ${number}` : `${found.delegation} ${found.name}`;
}
function scrutineer({ run }, index) {
	return run?.scrutineers[index - 1]?.name ?? `监票人 ${index}`;
}
function signer(sitting, by) {
	switch (by) {
		case "chief": return "总监票人";
		case "secretariat": return "计票人";
		default: return by.startsWith("scrutineer-") ? scrutineer(sitting, Number(by.slice(11))) : by;
	}
}
/** The entry in words; `sitting` is the state after it. */
function entryWords(sitting, body) {
	switch (body.kind) {
		case "sitting_defined": return `会议定义：${body.name}`;
		case "roll_fixed": return `代表名册：全体 ${body.membership}，应到 ${body.due}`;
		case "rules_adopted": return `票决办法：${body.title}`;
		case "scrutineers_named": return `监票人：${body.scrutineers.map(({ name }) => name).join("、")}（第 ${body.run} 次密钥仪式）`;
		case "contest_defined": return `表决事项 ${body.contest}：${body.title}`;
		case "deputy_suspended": return `暂停执行职务：${deputy(sitting, body.deputy)}（${body.reason}）`;
		case "deputy_restored": return `恢复执行职务：${deputy(sitting, body.deputy)}（${body.reason}）`;
		case "leave_granted": return `请假：${deputy(sitting, body.deputy)}（${body.reason}）`;
		case "left_early": return `早退：${deputy(sitting, body.deputy)}（${body.reason}）`;
		case "check_in_undone": return `撤销签到：${deputy(sitting, body.deputy)}（${body.reason}）`;
		case "checked_in": return `${body.means === "card" ? "签到" : "会务签到"}：${deputy(sitting, body.deputy)}`;
		case "blob_part": return "长内容的一段";
		case "sitting_sealed": return "会议封存";
		case "witnessed": return witnessed(sitting, body);
		case "key_committed":
		case "key_revealed":
		case "key_dealt":
		case "key_accepted":
		case "key_disputed":
		case "key_agreed":
		case "key_tested": return ceremony(sitting, body);
		default: return voting(sitting, body);
	}
}
function ceremony(sitting, body) {
	switch (body.kind) {
		case "key_committed": return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已生成`;
		case "key_revealed": return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已公布`;
		case "key_dealt": return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已分发`;
		case "key_accepted": return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已验证`;
		case "key_disputed": return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 对 ${scrutineer(sitting, body.dealer)} 提出异议`;
		case "key_agreed": return "密钥仪式完成";
		case "key_tested": return `测试解密：${scrutineer(sitting, body.scrutineer)}`;
	}
}
function voting(sitting, body) {
	switch (body.kind) {
		case "contest_opened": return `开启投票：表决事项 ${body.contest}，实到 ${body.present}`;
		case "ballot_issued": return `发票：${deputy(sitting, body.request.deputy)}`;
		case "ballot_challenged": return "验票机一次，该票作废";
		case "paper_issued": return `发出纸质票 ${body.deputies.length} 张`;
		case "vote_cast": return `记名表决：${deputy(sitting, body.deputy)}`;
		case "hands_counted": return "举手表决已计数";
		case "contest_held": return `暂停投票：${body.reason}`;
		case "contest_resumed": return "恢复投票";
		case "contest_ended": return "截止投票";
		case "ballot_returned": return `回条：${deputy(sitting, body.deputy)}`;
		case "box_opened": return `开箱：${body.ballots} 张`;
		case "ballot_cast": return "票箱中的一张票";
		case "paper_cast": return "转录纸质票一张";
		case "contest_closed": return `关闭表决：发出 ${body.issued}，收回 ${body.returned}，回条 ${body.slips}`;
		case "paper_counted": return body.count === 1 ? "计票人已清点纸票" : "监票人已清点纸票";
		case "paper_confirmed": return "纸质票两次清点一致";
		case "decrypted": return `解密份额：${scrutineer(sitting, body.scrutineer)}`;
		case "result_declared": return "宣布结果";
		case "tie_settled": return `主席团决定：${body.reason}`;
		case "contest_voided": return `作废表决：${body.reason}`;
		case "report_signed": return `${signer(sitting, body.by)}签署报告`;
		default: return body.kind;
	}
}
/** Who cosigned which size. */
function witnessed({ definition }, body) {
	if (definition === void 0) return "见证";
	try {
		const { size, by, time } = readSigned(noteOf(body), readDefinition(definition));
		const when = time === void 0 ? "" : `（${clock(time)}）`;
		return `见证前 ${size} 条：${by.length} 人联署，须 ${definition.quorum} 人：${by.join("、")}${when}`;
	} catch (error) {
		if (error instanceof Broken || error instanceof TrustError) return "见证";
		throw error;
	}
}
// src/log/book.ts
/**
* The log as an observer reads it: a sentence for each entry, and where a ballot code stands.
*
* Memory is bounded: of an entry its sentence, kind and time are kept, never its bytes. 20,000 entries take some 10 MB.
*/
var SHORT_LETTERS = 16;
/** A ballot code as people type it: 64 hexadecimal digits, or 16 letters of the short form (§7.8). */
function readAsked(text) {
	const plain = text.normalize("NFKC").toUpperCase().replaceAll(/[\s\p{Dash_Punctuation}]/gu, "");
	if (/^[0-9A-F]{64}$/.test(plain)) return {
		is: "whole",
		code: plain.toLowerCase()
	};
	const letters = plain.replaceAll("O", "0").replaceAll(/[IL]/g, "1");
	if (letters.length === SHORT_LETTERS && /^[0-9A-HJKMNP-TV-Z]+$/.test(letters)) return {
		is: "short",
		code: letters
	};
	return { is: "none" };
}
/** The whole short code without its hyphens. */
function bare(short) {
	return short.replaceAll("-", "");
}
/** 查票码, the short form of a code. */
function shortOf(whole) {
	return shortCode(Uint8Array.from({ length: 10 }, (_, at) => Number.parseInt(whole.slice(2 * at, 2 * at + 2), 16)));
}
var Book = class extends SittingFold {
	entries = [];
	/** Short code of the entry that is being taken, if it has one. */
	newest;
	codes = /* @__PURE__ */ new Map();
	shorts = /* @__PURE__ */ new Map();
	shapes = /* @__PURE__ */ new Map();
	take(entry, index) {
		this.newest = void 0;
		super.take(entry, index);
		const words = entryWords(this, entry.body);
		this.entries.push({
			index,
			time: entry.time,
			kind: entry.body.kind,
			words,
			code: this.newest
		});
	}
	apply(entry, value) {
		super.apply(entry, value);
		const { body } = entry;
		if (body.kind === "ballot_cast") this.inTheBox(body, value);
		if (body.kind === "ballot_challenged") this.note({
			is: "opened",
			index: this.entries.length,
			contest: this.numberOf(body.contest),
			whole: hex(body.code)
		});
	}
	/** Ballots with this code among the first `size` entries, in the order of the log. */
	find(asked, size) {
		return this.candidates(asked).filter(({ index }) => index < size);
	}
	candidates(asked) {
		switch (asked.is) {
			case "none": return [];
			case "whole": {
				const one = this.codes.get(asked.code);
				return one === void 0 ? [] : [one];
			}
			case "short": return this.shorts.get(asked.code) ?? [];
		}
	}
	numberOf(contest) {
		return this.contest(contest).contest.definition.contest;
	}
	/** The code of a ballot in the box, made here from its own bytes (§7.8). */
	inTheBox(body, ballot) {
		const { contest } = this.contest(body.contest);
		const { contest: number, profile, items } = contest.definition;
		if (!this.shapes.has(number)) this.shapes.set(number, shapeOf(profile, items.length));
		const shape = this.shapes.get(number);
		if (shape?.length !== ballot.length) return;
		const ciphertexts = ballot.subarray(0, 64 * (shape.cells + shape.slacks));
		const code = ballotCode(this.fingerprint, body.contest, commitment(body.ballot_key, body.nonce), ciphertexts);
		this.note({
			is: "cast",
			index: this.entries.length,
			contest: number,
			whole: hex(code)
		});
	}
	note(found) {
		this.newest = shortOf(found.whole);
		const short = bare(this.newest);
		this.codes.set(found.whole, found);
		this.shorts.set(short, [...this.shorts.get(short) ?? [], found]);
	}
};
/** Kinds of which there are as many as deputies. */
var MANY = /* @__PURE__ */ new Set([
	"checked_in",
	"ballot_issued",
	"ballot_challenged",
	"ballot_returned",
	"ballot_cast",
	"vote_cast",
	"paper_cast",
	"blob_part"
]);
/** A page of the first `size` entries, newest first; a page beyond the last is the last. */
function pageOf(book, size, filter, page) {
	const lines = filter === "all" ? void 0 : book.entries.filter(({ index, kind }) => index < size && !MANY.has(kind));
	const count = lines?.length ?? size;
	const pages = Math.max(1, Math.ceil(count / 20));
	const shown = Math.min(pages, Math.max(1, page));
	const end = count - (shown - 1) * 20;
	return {
		lines: (lines ?? book.entries).slice(Math.max(0, end - 20), end).reverse(),
		page: shown,
		pages
	};
}
/** The page on which an entry stands among all. */
function pageWith(size, index) {
	return 1 + Math.floor((size - 1 - index) / 20);
}
/** Looks for a code among what a checkpoint covers. While a contest is voting its ballots are not in the log yet. */
function lookUp(book, signed, text) {
	if (text.trim() === "") return { is: "nothing-asked" };
	const asked = readAsked(text);
	if (asked.is === "none") return { is: "no-code" };
	const found = book.find(asked, signed.size);
	if (found.length > 0) return {
		is: "found",
		found
	};
	return {
		is: "not-found",
		voting: book.contests.some(({ stage }) => stage === "open" || stage === "held" || stage === "ended" || stage === "opening")
	};
}
// src/log/look-up.tsx
function LookUp({ book, signed, onShow }) {
	const [typed, setTyped] = d("");
	const [asked, setAsked] = d("");
	const [scanning, setScanning] = d("off");
	const answer = lookUp(book, signed, asked);
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "look-up",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "look-up",
				children: "查票"
			}),
			/* @__PURE__ */ u("p", { children: "输入投票后得到的查票码（16 位字母数字，或完整的 64 位），看看您的票在不在票箱里。只在本页里查，不会发给任何人。" }),
			/* @__PURE__ */ u("form", {
				class: "asking",
				onSubmit: (event) => {
					event.preventDefault();
					setAsked(typed);
				},
				children: [
					/* @__PURE__ */ u("label", { children: [/* @__PURE__ */ u("span", { children: "查票码" }), /* @__PURE__ */ u("input", {
						type: "text",
						value: typed,
						autocomplete: "off",
						autocapitalize: "characters",
						spellcheck: false,
						placeholder: "XXXX-XXXX-XXXX-XXXX",
						onInput: (event) => {
							setTyped(event.currentTarget.value);
						}
					})] }),
					/* @__PURE__ */ u("button", {
						type: "submit",
						class: "button primary",
						"data-action": "look-up",
						children: "查找"
					}),
					/* @__PURE__ */ u(Button, {
						action: "scan",
						onPress: () => {
							setScanning(scanning === "on" ? "off" : "on");
						},
						children: scanning === "on" ? "停止扫码" : "扫码"
					})
				]
			}),
			scanning === "on" && /* @__PURE__ */ u(Camera, {
				label: "摄像头画面：对准查票码的二维码",
				onState: (state) => {
					if (state === "refused") setScanning("refused");
				},
				onText: (text) => {
					setScanning("off");
					setTyped(text);
					setAsked(text);
				}
			}),
			scanning === "refused" && /* @__PURE__ */ u("p", {
				role: "status",
				children: "摄像头打不开，请手工输入。"
			}),
			/* @__PURE__ */ u("div", {
				class: "answer",
				"aria-live": "polite",
				children: /* @__PURE__ */ u(AnswerView, {
					answer,
					onShow
				})
			})
		]
	});
}
function AnswerView({ answer, onShow }) {
	switch (answer.is) {
		case "nothing-asked": return null;
		case "no-code": return /* @__PURE__ */ u("p", { children: "这不是查票码。查票码是 16 位字母数字（四个一组），没有 U；完整的是 64 位 0–9、A–F。" });
		case "not-found": return answer.voting ? /* @__PURE__ */ u("p", { children: [/* @__PURE__ */ u("strong", { children: "现在还查不到。" }), "投票截止以后才打开票箱，请到时再查。"] }) : /* @__PURE__ */ u("p", { children: [/* @__PURE__ */ u("strong", { children: "没有找到。" }), "请看看有没有抄错。没有抄错，就请带着回执找总监票人。"] });
		case "found": return /* @__PURE__ */ u(S, { children: answer.found.map((one) => /* @__PURE__ */ u(FoundView, {
			found: one,
			onShow
		}, one.index)) });
	}
}
function FoundView({ found, onShow }) {
	return /* @__PURE__ */ u("div", {
		class: `found found-${found.is}`,
		children: [
			/* @__PURE__ */ u("p", { children: [
				/* @__PURE__ */ u("strong", { children: found.is === "cast" ? "找到了：这张票在票箱里。" : "这张票验机时打开过，没有投出，不计票。" }),
				`第 ${found.contest} 项表决，记录第 ${found.index} 条。`,
				found.is === "cast" && "记录只说明票在，不说明选了什么。"
			] }),
			/* @__PURE__ */ u("p", {
				class: "code",
				children: shortOf(found.whole)
			}),
			/* @__PURE__ */ u(Button, {
				action: "show-entry",
				onPress: () => {
					onShow(found.index);
				},
				children: "看这一条"
			})
		]
	});
}
// src/log/lines.tsx
function Lines({ book, size, filter, page: asked, marked, onFilter, onPage }) {
	const { lines, page, pages } = pageOf(book, size, filter, asked);
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "lines",
		class: "lines",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "lines",
				children: "记录"
			}),
			/* @__PURE__ */ u("div", {
				class: "filters",
				role: "group",
				"aria-label": "看哪些记录",
				children: [/* @__PURE__ */ u(Button, {
					action: "filter-acts",
					pressed: filter === "acts",
					onPress: () => {
						onFilter("acts");
					},
					children: "要事"
				}), /* @__PURE__ */ u(Button, {
					action: "filter-all",
					pressed: filter === "all",
					onPress: () => {
						onFilter("all");
					},
					children: [
						"全部 ",
						size,
						" 条"
					]
				})]
			}),
			/* @__PURE__ */ u("table", { children: [/* @__PURE__ */ u("thead", { children: /* @__PURE__ */ u("tr", { children: [
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: "第几条"
				}),
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: "时间"
				}),
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: "内容"
				})
			] }) }), /* @__PURE__ */ u("tbody", { children: lines.map((line) => /* @__PURE__ */ u(LineView, {
				line,
				marked: line.index === marked
			}, line.index)) })] }),
			/* @__PURE__ */ u("nav", {
				class: "turn",
				"aria-label": "翻页",
				children: [
					/* @__PURE__ */ u(Button, {
						action: "newer",
						off: page <= 1,
						onPress: () => {
							onPage(page - 1);
						},
						children: "较新"
					}),
					/* @__PURE__ */ u("p", { children: `第 ${page} 页，共 ${pages} 页` }),
					/* @__PURE__ */ u(Button, {
						action: "older",
						off: page >= pages,
						onPress: () => {
							onPage(page + 1);
						},
						children: "较早"
					})
				]
			}),
			/* @__PURE__ */ u("p", {
				class: "small",
				children: "时间是服务器写的（北京时间），投票期间只写到整分。一行是一条记录，先后次序由签名保证。"
			})
		]
	});
}
/** 03-01 09:30, Beijing. */
function moment(seconds) {
	return (/* @__PURE__ */ new Date((seconds + 28800) * 1e3)).toISOString().slice(5, 16).replace("T", " ");
}
function LineView({ line: { index, time, words, code }, marked }) {
	return /* @__PURE__ */ u("tr", {
		class: marked ? "marked" : "",
		children: [
			/* @__PURE__ */ u("td", {
				class: "number",
				children: index
			}),
			/* @__PURE__ */ u("td", {
				class: "when",
				children: moment(time)
			}),
			/* @__PURE__ */ u("td", { children: [words, code !== void 0 && /* @__PURE__ */ u("span", {
				class: "code ballot-code",
				children: ["查票码 ", code]
			})] })
		]
	});
}
// src/log/state.tsx
var STAGES = {
	defined: "尚未开启",
	open: "正在投票",
	held: "投票暂停",
	ended: "投票截止，票箱已封",
	opening: "正在开箱",
	opened: "已开箱",
	closed: "已关闭，等待计票",
	declared: "结果已宣布",
	voided: "已作废"
};
function State({ book, signed }) {
	const { definition, roll, contests, sealed } = book;
	const there = [...roll?.deputies.values() ?? []].filter(({ checkedIn }) => checkedIn).length;
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "state",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "state",
				children: "现在"
			}),
			/* @__PURE__ */ u("dl", {
				class: "facts",
				children: [
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: "记录" }), /* @__PURE__ */ u("dd", { children: [
						signed.size,
						" 条",
						sealed && "，会议已封存"
					] })] }),
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: "签到" }), /* @__PURE__ */ u("dd", { children: [there, " 人"] })] }),
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: "见证" }), /* @__PURE__ */ u("dd", { children: definition === void 0 || definition.quorum === 0 ? "0/0，本次会议未设见证人" : /* @__PURE__ */ u(Witnesses, {
						names: definition.witnesses.map(({ name }) => name),
						quorum: definition.quorum,
						by: signed.by
					}) })] }),
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: "检查点" }), /* @__PURE__ */ u("dd", {
						class: "code",
						children: base64(signed.root)
					})] })
				]
			}),
			/* @__PURE__ */ u("ul", {
				class: "contests",
				children: contests.map((contest) => /* @__PURE__ */ u(ContestLine, { contest }, contest.definition.contest))
			})
		]
	});
}
function Witnesses({ names, quorum, by }) {
	const missing = names.filter((name) => !by.includes(name));
	return /* @__PURE__ */ u(S, { children: [
		/* @__PURE__ */ u("strong", { children: [
			by.length,
			"/",
			quorum
		] }),
		by.length >= quorum ? "，足够" : "，还不够",
		by.length > 0 && `：${by.join("、")}`,
		missing.length > 0 && `（未联署：${missing.join("、")}）`
	] });
}
function ContestLine({ contest: { definition, stage, opened } }) {
	return /* @__PURE__ */ u("li", { children: [/* @__PURE__ */ u("p", {
		class: "contest-title",
		children: [
			definition.contest,
			". ",
			definition.title
		]
	}), /* @__PURE__ */ u("p", {
		class: "contest-state",
		children: [
			/* @__PURE__ */ u("span", {
				class: "tag",
				children: STAGES[stage]
			}),
			opened !== void 0 && /* @__PURE__ */ u("span", { children: ["事项码 ", contestCode(opened.name)] }),
			opened !== void 0 && definition.profile.secrecy === "secret" && /* @__PURE__ */ u("span", { children: [
				"发出 ",
				opened.issued.size + opened.papers.size,
				"，回条 ",
				opened.slips.size,
				opened.box !== void 0 && `，开箱 ${opened.box.cast} / ${opened.box.ballots}`,
				opened.challenged > 0 && `，验票机 ${opened.challenged} 次`
			] }),
			opened !== void 0 && definition.profile.secrecy === "named" && /* @__PURE__ */ u("span", { children: ["已按 ", opened.voted.size] }),
			opened?.voided !== void 0 && /* @__PURE__ */ u("span", { children: ["原因：", opened.voided] })
		]
	})] });
}
// src/log/verify.tsx
function Verify({ settings, shown }) {
	const fingerprint = hex(settings.fingerprint);
	const size = shown?.signed.size ?? 0;
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "verify",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "verify",
				children: "核对了什么，没有核对什么"
			}),
			shown !== void 0 && /* @__PURE__ */ u("ul", {
				class: "checks",
				children: [
					/* @__PURE__ */ u(Checked, { children: "第 0 条就是下面这个指纹的会议" }),
					/* @__PURE__ */ u(Checked, { children: [size, " 条记录前后相连，一条不缺"] }),
					/* @__PURE__ */ u(Checked, { children: [size, " 条记录合在一起，与服务器签名的检查点一致"] }),
					/* @__PURE__ */ u(Checked, { children: [
						"每条都由规定的人签名，次序也对；其中秘书处、总监票人、监票人、执行主席和服务器的 ",
						shown.fold.checked,
						" 个签名都成立"
					] }),
					(shown.fold.definition?.quorum ?? 0) > 0 && (shown.signed.enough ? /* @__PURE__ */ u(Checked, { children: "见证人的签名成立，而且人数足够" }) : /* @__PURE__ */ u(NotChecked, { children: "见证人还不够" })),
					/* @__PURE__ */ u(NotChecked, { children: `代表证、设备和票钥的 ${shown.fold.left} 个签名，盖章的证明` }),
					/* @__PURE__ */ u(NotChecked, { children: "每张选票的证明，解密的证明，总数和认定结果的计算" })
				]
			}),
			/* @__PURE__ */ u("p", { children: [
				/* @__PURE__ */ u("strong", { children: "完整的核对是 audit verify。" }),
				"本页在浏览器里只核对上面写着“已核对”的几样。本页也是别人送来的：要独立核对，请用自己手里的 ",
				/* @__PURE__ */ u("code", { children: "audit" }),
				" 程序，和印在会议材料上的指纹。"
			] }),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: "会议指纹（请与会议材料上的比对，不要只看本页）"
			}),
			/* @__PURE__ */ u("p", {
				class: "code fingerprint",
				children: groupsOfFour(fingerprint)
			}),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: "跟随，边开会边收、边验"
			}),
			/* @__PURE__ */ u("pre", { children: `audit follow ${settings.log.origin} 我的副本 --fingerprint ${fingerprint}` }),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: "会议结束以后，从头重算一切"
			}),
			/* @__PURE__ */ u("pre", { children: `audit verify 我的副本 --fingerprint ${fingerprint}` }),
			/* @__PURE__ */ u("p", { children: "最后一行应是“验证通过：N / N 项检查”，两个 N 相同。" })
		]
	});
}
function Checked({ children }) {
	return /* @__PURE__ */ u("li", {
		class: "yes",
		children: [/* @__PURE__ */ u("span", {
			class: "sign",
			children: "已核对"
		}), /* @__PURE__ */ u("span", { children })]
	});
}
function NotChecked({ children }) {
	return /* @__PURE__ */ u("li", {
		class: "no",
		children: [/* @__PURE__ */ u("span", {
			class: "sign",
			children: "未核对"
		}), /* @__PURE__ */ u("span", { children })]
	});
}
// src/log/observer.tsx
/** `sitting.json` is not there, or says nothing usable. */
function NotInstalled({ why }) {
	return /* @__PURE__ */ u("main", {
		class: "observer",
		children: [/* @__PURE__ */ u("h1", { children: "本页还没有装好" }), /* @__PURE__ */ u("p", { children: ["读不到 sitting.json：", why] })]
	});
}
function Observer({ watched, settings }) {
	const { shown, reading, wrong } = watched;
	const [filter, setFilter] = d("acts");
	const [page, setPage] = d(1);
	const [marked, setMarked] = d(void 0);
	const state = T(() => shown === void 0 ? null : /* @__PURE__ */ u(State, {
		book: shown.fold,
		signed: shown.signed
	}), [shown]);
	const verify = T(() => /* @__PURE__ */ u(Verify, {
		settings,
		shown
	}), [settings, shown]);
	const rehearsal = shown?.fold.definition?.mode === "rehearsal";
	const evidence = wrong?.is === "broken" ? wrong.broken.evidence : void 0;
	const said = wrong === void 0 ? void 0 : wrongWords(wrong);
	return /* @__PURE__ */ u("div", {
		class: "observer",
		children: [/* @__PURE__ */ u("header", {
			class: "top",
			children: [
				/* @__PURE__ */ u("p", {
					class: "of",
					children: [rehearsal && /* @__PURE__ */ u("span", {
						class: "tag rehearsal",
						children: "演练"
					}), shown?.fold.definition?.name ?? ""]
				}),
				/* @__PURE__ */ u("h1", { children: "公开记录" }),
				rehearsal && /* @__PURE__ */ u("p", { children: "这是演练，不是正式票决。" })
			]
		}), /* @__PURE__ */ u("main", { children: [
			said !== void 0 && /* @__PURE__ */ u("p", {
				class: said.mild ? "said mild" : "said",
				role: "alert",
				children: [
					/* @__PURE__ */ u("strong", { children: said.what }),
					said.then !== "" && ` ${said.then}`,
					shown !== void 0 && ` 下面是此前核对过的 ${shown.signed.size} 条。`
				]
			}),
			evidence !== void 0 && /* @__PURE__ */ u(Button, {
				action: "save-evidence",
				onPress: () => {
					saveFile(evidence.name, evidence.text);
				},
				children: "保存证据文件"
			}),
			reading !== void 0 && /* @__PURE__ */ u("p", {
				class: "reading",
				role: "status",
				children: [
					"正在核对记录：",
					reading.done,
					" / ",
					reading.of,
					" 条"
				]
			}),
			shown === void 0 && said === void 0 && reading === void 0 && /* @__PURE__ */ u("p", {
				role: "status",
				children: "正在读取记录…"
			}),
			shown !== void 0 && /* @__PURE__ */ u(S, { children: [
				state,
				/* @__PURE__ */ u(LookUp, {
					book: shown.fold,
					signed: shown.signed,
					onShow: (index) => {
						setFilter("all");
						setPage(pageWith(shown.signed.size, index));
						setMarked(index);
						document.getElementById("lines")?.scrollIntoView();
					}
				}),
				/* @__PURE__ */ u(Lines, {
					book: shown.fold,
					size: shown.signed.size,
					filter,
					page,
					marked,
					onFilter: (next) => {
						setFilter(next);
						setPage(1);
					},
					onPage: setPage
				})
			] }),
			verify
		] })]
	});
}
// src/log/main.tsx
/** The observer's page: follows the log, checks what a browser can, and shows it in plain words. */
async function start(place) {
	try {
		const settings = await loadSettings();
		await watch(settings, () => new Book(), {
			source: httpSource(settings.log),
			breathe: breather(12),
			wait
		}, (watched) => {
			document.documentElement.dataset["mode"] = watched.shown?.fold.definition?.mode ?? "real";
			R(/* @__PURE__ */ u(Observer, {
				watched,
				settings
			}), place);
		});
	} catch (error) {
		if (!(error instanceof SettingsError)) throw error;
		R(/* @__PURE__ */ u(NotInstalled, { why: error.message }), place);
	}
}
var place = document.getElementById("app");
if (place !== null) start(place);
