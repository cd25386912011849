import { n as Look, t as showFollowPage } from "./document-BTDsHmIE.js";
import { S, T as readDefinition, Yt as hex, f as u, vt as base64, xt as TrustError } from "./theme-DjPN7Y5t.js";
import { f as ballotCode, i as T, m as shortCode, n as Button, o as d, p as commitment, t as Camera, u as shapeOf } from "./camera-lC-D3HW-.js";
import { E as Broken, T as readSigned, a as groupsOfFour, b as SittingFold, m as publicTexts, n as clock, r as contestCode, t as wrongWords, w as noteOf } from "./sentences-BjxcngYJ.js";
import { t as saveFile } from "./save-Hgko1dwJ.js";
// src/follow/words.ts
/** 城关镇代表团 欧阳春燕. */
function deputy({ roll }, number) {
	const found = roll?.deputies.get(number);
	return (t) => found === void 0 ? t.deputyOf(number) : `${found.delegation} ${found.name}`;
}
function scrutineer({ run }, index) {
	const name = run?.scrutineers[index - 1]?.name;
	return (t) => name ?? t.scrutineerOf(index);
}
function signer(sitting, by) {
	switch (by) {
		case "chief": return (t) => t.chief;
		case "secretariat": return (t) => t.secretariat;
		default: return by.startsWith("scrutineer-") ? scrutineer(sitting, Number(by.slice(11))) : () => by;
	}
}
/** Of somebody. Apart, so that what a sentence keeps is this and no more. */
function of(who, say) {
	return (t) => say(t)(who(t));
}
/** Of somebody, with a text. */
function ofWith(who, more, say) {
	return (t) => say(t)(who(t), more);
}
/** With one or two values of the entry. */
function plain(say, ...values) {
	return (t) => say(t)(...values);
}
/** The entry in words; `sitting` is the state after it. */
function entryWords(sitting, body) {
	switch (body.kind) {
		case "sitting_defined": return plain((t) => t.entry.sitting_defined, body.name);
		case "roll_fixed": return plain((t) => t.entry.roll_fixed, body.membership, body.due);
		case "rules_adopted": return plain((t) => t.entry.rules_adopted, body.title);
		case "scrutineers_named": return plain((t) => t.entry.scrutineers_named, body.scrutineers.map(({ name }) => name), body.run);
		case "contest_defined": return plain((t) => t.entry.contest_defined, body.contest, body.title);
		case "deputy_suspended": return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.deputy_suspended);
		case "deputy_restored": return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.deputy_restored);
		case "leave_granted": return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.leave_granted);
		case "left_early": return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.left_early);
		case "check_in_undone": return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.check_in_undone);
		case "checked_in": return ofWith(deputy(sitting, body.deputy), body.means === "card", (t) => t.entry.checked_in);
		case "witnessed": return witnessed(sitting, body);
		case "key_committed": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_committed);
		case "key_revealed": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_revealed);
		case "key_dealt": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_dealt);
		case "key_accepted": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_accepted);
		case "key_disputed": return disputed(scrutineer(sitting, body.scrutineer), scrutineer(sitting, body.dealer));
		case "key_tested": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_tested);
		case "contest_opened": return plain((t) => t.entry.contest_opened, body.contest, body.present);
		case "ballot_issued": return of(deputy(sitting, body.request.deputy), (t) => t.entry.ballot_issued);
		case "paper_issued": return plain((t) => t.entry.paper_issued, body.deputies.length);
		case "vote_cast": return of(deputy(sitting, body.deputy), (t) => t.entry.vote_cast);
		case "contest_held": return plain((t) => t.entry.contest_held, body.reason);
		case "ballot_returned": return of(deputy(sitting, body.deputy), (t) => t.entry.ballot_returned);
		case "box_opened": return plain((t) => t.entry.box_opened, body.ballots);
		case "contest_closed": return plain((t) => t.entry.contest_closed, body.issued, body.returned, body.slips);
		case "paper_counted": return plain((t) => t.entry.paper_counted, body.count);
		case "decrypted": return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.decrypted);
		case "tie_settled": return plain((t) => t.entry.tie_settled, body.reason);
		case "contest_voided": return plain((t) => t.entry.contest_voided, body.reason);
		case "report_signed": return of(signer(sitting, body.by), (t) => t.entry.report_signed);
		default: return always(body.kind);
	}
}
function always(kind) {
	return (t) => t.entry[kind];
}
function disputed(who, dealer) {
	return (t) => t.entry.key_disputed(who(t), dealer(t));
}
/** Who cosigned which size. */
function witnessed({ definition }, body) {
	const signed = definition === void 0 ? void 0 : witnesses(definition, body);
	return signed === void 0 ? (t) => t.entry.witnessed : plain((t) => t.entry.witnessedBy, ...signed);
}
function witnesses(definition, body) {
	try {
		const { size, by, time } = readSigned(noteOf(body), readDefinition(definition));
		return [
			size,
			by,
			definition.quorum,
			time === void 0 ? "" : clock(time)
		];
	} catch (error) {
		if (error instanceof Broken || error instanceof TrustError) return void 0;
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
function LookUp({ t, book, signed, onShow }) {
	const [typed, setTyped] = d("");
	const [asked, setAsked] = d("");
	const [scanning, setScanning] = d("off");
	const answer = lookUp(book, signed, asked);
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "look-up",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "look-up",
				children: t.observer.lookUp
			}),
			/* @__PURE__ */ u("p", { children: t.observer.lookUpLead }),
			/* @__PURE__ */ u("form", {
				class: "asking",
				onSubmit: (event) => {
					event.preventDefault();
					setAsked(typed);
				},
				children: [
					/* @__PURE__ */ u("label", { children: [/* @__PURE__ */ u("span", { children: t.observer.code }), /* @__PURE__ */ u("input", {
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
						children: t.observer.find
					}),
					/* @__PURE__ */ u(Button, {
						action: "scan",
						onPress: () => {
							setScanning(scanning === "on" ? "off" : "on");
						},
						children: scanning === "on" ? t.observer.stopScan : t.observer.scan
					})
				]
			}),
			scanning === "on" && /* @__PURE__ */ u(Camera, {
				label: t.observer.camera,
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
				children: t.observer.cameraRefused
			}),
			/* @__PURE__ */ u("div", {
				class: "answer",
				"aria-live": "polite",
				children: /* @__PURE__ */ u(AnswerView, {
					t,
					answer,
					onShow
				})
			})
		]
	});
}
function AnswerView({ t, answer, onShow }) {
	switch (answer.is) {
		case "nothing-asked": return null;
		case "no-code": return /* @__PURE__ */ u("p", { children: t.observer.noCode });
		case "not-found": return answer.voting ? /* @__PURE__ */ u("p", { children: [
			/* @__PURE__ */ u("strong", { children: t.observer.notYet }),
			" ",
			t.observer.notYetLead
		] }) : /* @__PURE__ */ u("p", { children: [
			/* @__PURE__ */ u("strong", { children: t.observer.notFound }),
			" ",
			t.observer.notFoundLead
		] });
		case "found": return /* @__PURE__ */ u(S, { children: answer.found.map((one) => /* @__PURE__ */ u(FoundView, {
			t,
			found: one,
			onShow
		}, one.index)) });
	}
}
function FoundView({ t, found, onShow }) {
	return /* @__PURE__ */ u("div", {
		class: `found found-${found.is}`,
		children: [
			/* @__PURE__ */ u("p", { children: [
				/* @__PURE__ */ u("strong", { children: found.is === "cast" ? t.observer.inTheBox : t.observer.wasOpened }),
				t.observer.where(found.contest, found.index),
				found.is === "cast" && t.observer.noChoice
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
				children: t.observer.showEntry
			})
		]
	});
}
// src/log/lines.tsx
function Lines({ t, book, size, filter, page: asked, marked, onFilter, onPage }) {
	const { lines, page, pages } = pageOf(book, size, filter, asked);
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "lines",
		class: "lines",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "lines",
				children: t.observer.lines
			}),
			/* @__PURE__ */ u("div", {
				class: "filters",
				role: "group",
				"aria-label": t.observer.which,
				children: [/* @__PURE__ */ u(Button, {
					action: "filter-acts",
					pressed: filter === "acts",
					onPress: () => {
						onFilter("acts");
					},
					children: t.observer.acts
				}), /* @__PURE__ */ u(Button, {
					action: "filter-all",
					pressed: filter === "all",
					onPress: () => {
						onFilter("all");
					},
					children: t.observer.all(size)
				})]
			}),
			/* @__PURE__ */ u("table", { children: [/* @__PURE__ */ u("thead", { children: /* @__PURE__ */ u("tr", { children: [
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: t.observer.index
				}),
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: t.observer.time
				}),
				/* @__PURE__ */ u("th", {
					scope: "col",
					children: t.observer.words
				})
			] }) }), /* @__PURE__ */ u("tbody", { children: lines.map((line) => /* @__PURE__ */ u(LineView, {
				t,
				line,
				marked: line.index === marked
			}, line.index)) })] }),
			/* @__PURE__ */ u("nav", {
				class: "turn",
				"aria-label": t.observer.turn,
				children: [
					/* @__PURE__ */ u(Button, {
						action: "newer",
						off: page <= 1,
						onPress: () => {
							onPage(page - 1);
						},
						children: t.observer.newer
					}),
					/* @__PURE__ */ u("p", { children: t.pageOf(page, pages) }),
					/* @__PURE__ */ u(Button, {
						action: "older",
						off: page >= pages,
						onPress: () => {
							onPage(page + 1);
						},
						children: t.observer.older
					})
				]
			}),
			/* @__PURE__ */ u("p", {
				class: "small",
				children: t.observer.linesLead
			})
		]
	});
}
/** 03-01 09:30, Beijing. */
function moment(seconds) {
	return (/* @__PURE__ */ new Date((seconds + 28800) * 1e3)).toISOString().slice(5, 16).replace("T", " ");
}
function LineView({ t, line: { index, time, words, code }, marked }) {
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
			/* @__PURE__ */ u("td", { children: [words(t), code !== void 0 && /* @__PURE__ */ u("span", {
				class: "code ballot-code",
				children: t.observer.ballotCode(code)
			})] })
		]
	});
}
// src/log/state.tsx
function State({ t, book, signed }) {
	const { definition, roll, contests, sealed } = book;
	const there = [...roll?.deputies.values() ?? []].filter(({ checkedIn }) => checkedIn).length;
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "state",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "state",
				children: t.observer.now
			}),
			/* @__PURE__ */ u("dl", {
				class: "facts",
				children: [
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: t.log }), /* @__PURE__ */ u("dd", { children: t.observer.log(signed.size, sealed) })] }),
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: t.observer.checkedIn }), /* @__PURE__ */ u("dd", { children: t.observer.people(there) })] }),
					/* @__PURE__ */ u("div", { children: [/* @__PURE__ */ u("dt", { children: t.witnesses }), /* @__PURE__ */ u("dd", { children: definition === void 0 || definition.quorum === 0 ? t.observer.noWitnesses : /* @__PURE__ */ u(Witnesses, {
						t,
						names: definition.witnesses.map(({ name }) => name),
						quorum: definition.quorum,
						by: signed.by
					}) })] }),
					/* @__PURE__ */ u("div", {
						class: "wide",
						children: [/* @__PURE__ */ u("dt", { children: t.observer.checkpoint }), /* @__PURE__ */ u("dd", {
							class: "code",
							children: base64(signed.root)
						})]
					})
				]
			}),
			/* @__PURE__ */ u("ul", {
				class: "contests",
				children: contests.map((contest) => /* @__PURE__ */ u(ContestLine, {
					t,
					contest
				}, contest.definition.contest))
			})
		]
	});
}
function Witnesses({ t, names, quorum, by }) {
	const missing = names.filter((name) => !by.includes(name));
	return /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("strong", { children: [
		by.length,
		"/",
		quorum
	] }), t.observer.witnessed(by.length >= quorum, by, missing)] });
}
function ContestLine({ t, contest: { definition, stage, opened } }) {
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
				children: t.observer.stages[stage]
			}),
			opened !== void 0 && /* @__PURE__ */ u("span", { children: t.observer.contestCode(contestCode(opened.name)) }),
			opened !== void 0 && definition.profile.secrecy === "secret" && /* @__PURE__ */ u("span", { children: [
				t.observer.issued(opened.issued.size + opened.papers.size, opened.slips.size),
				opened.box !== void 0 && t.observer.box(opened.box.cast, opened.box.ballots),
				opened.challenged > 0 && t.observer.challenged(opened.challenged)
			] }),
			opened !== void 0 && definition.profile.secrecy === "named" && /* @__PURE__ */ u("span", { children: t.observer.pressed(opened.voted.size) }),
			opened?.voided !== void 0 && /* @__PURE__ */ u("span", { children: t.observer.reason(opened.voided) })
		]
	})] });
}
// src/log/verify.tsx
function Verify({ t: texts, settings, shown }) {
	const t = texts.observer;
	const fingerprint = hex(settings.fingerprint);
	const size = shown?.signed.size ?? 0;
	return /* @__PURE__ */ u("section", {
		"aria-labelledby": "verify",
		children: [
			/* @__PURE__ */ u("h2", {
				id: "verify",
				children: t.verify
			}),
			shown !== void 0 && /* @__PURE__ */ u("ul", {
				class: "checks",
				children: [
					/* @__PURE__ */ u(Line, {
						sign: t.checked,
						is: "yes",
						words: t.checkedFirst
					}),
					/* @__PURE__ */ u(Line, {
						sign: t.checked,
						is: "yes",
						words: t.checkedChain(size)
					}),
					/* @__PURE__ */ u(Line, {
						sign: t.checked,
						is: "yes",
						words: t.checkedTree(size)
					}),
					/* @__PURE__ */ u(Line, {
						sign: t.checked,
						is: "yes",
						words: t.checkedRoles(shown.fold.checked)
					}),
					(shown.fold.definition?.quorum ?? 0) > 0 && (shown.signed.enough ? /* @__PURE__ */ u(Line, {
						sign: t.checked,
						is: "yes",
						words: t.checkedWitnesses
					}) : /* @__PURE__ */ u(Line, {
						sign: t.notChecked,
						is: "no",
						words: t.uncheckedWitnesses
					})),
					/* @__PURE__ */ u(Line, {
						sign: t.notChecked,
						is: "no",
						words: t.uncheckedDevices(shown.fold.left)
					}),
					/* @__PURE__ */ u(Line, {
						sign: t.notChecked,
						is: "no",
						words: t.uncheckedProofs
					})
				]
			}),
			/* @__PURE__ */ u("p", { children: [
				/* @__PURE__ */ u("strong", { children: t.whole }),
				" ",
				t.wholeLead
			] }),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: t.fingerprint
			}),
			/* @__PURE__ */ u("p", {
				class: "code fingerprint",
				children: groupsOfFour(fingerprint)
			}),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: t.follow
			}),
			/* @__PURE__ */ u("pre", { children: `audit follow ${settings.log.origin} ${t.myCopy} --fingerprint ${fingerprint}` }),
			/* @__PURE__ */ u("p", {
				class: "label",
				children: t.recompute
			}),
			/* @__PURE__ */ u("pre", { children: `audit verify ${t.myCopy} --fingerprint ${fingerprint}` }),
			/* @__PURE__ */ u("p", { children: t.lastLine })
		]
	});
}
function Line({ sign, is, words }) {
	return /* @__PURE__ */ u("li", {
		class: is,
		children: [/* @__PURE__ */ u("span", {
			class: "sign",
			children: sign
		}), /* @__PURE__ */ u("span", { children: words })]
	});
}
// src/log/observer.tsx
/** See [`ObserverProps`]. */
function Observer({ watched, settings, preferences, onPreferences }) {
	const t = publicTexts(preferences.lang);
	const { shown, reading, wrong } = watched;
	const [filter, setFilter] = d("acts");
	const [page, setPage] = d(1);
	const [marked, setMarked] = d(void 0);
	const state = T(() => shown === void 0 ? null : /* @__PURE__ */ u(State, {
		t,
		book: shown.fold,
		signed: shown.signed
	}), [shown, t]);
	const verify = T(() => /* @__PURE__ */ u(Verify, {
		t,
		settings,
		shown
	}), [
		settings,
		shown,
		t
	]);
	const rehearsal = shown?.fold.definition?.mode === "rehearsal";
	const evidence = wrong?.is === "broken" ? wrong.broken.evidence : void 0;
	const said = wrong === void 0 ? void 0 : wrongWords(t, wrong);
	return /* @__PURE__ */ u("div", {
		class: "observer",
		children: [/* @__PURE__ */ u("header", {
			class: "top",
			children: [
				/* @__PURE__ */ u("p", {
					class: "of",
					children: [rehearsal && /* @__PURE__ */ u("span", {
						class: "tag rehearsal",
						children: t.rehearsal
					}), shown?.fold.definition?.name ?? ""]
				}),
				/* @__PURE__ */ u("h1", { children: t.observer.title }),
				/* @__PURE__ */ u("p", { children: rehearsal ? t.rehearsalLead : t.observer.lead }),
				/* @__PURE__ */ u(Look, {
					now: preferences,
					onChange: onPreferences
				})
			]
		}), /* @__PURE__ */ u("main", { children: [
			said !== void 0 && /* @__PURE__ */ u("p", {
				class: said.mild ? "said mild" : "said",
				role: "alert",
				children: [
					/* @__PURE__ */ u("strong", { children: said.what }),
					said.then !== "" && ` ${said.then}`,
					" ",
					shown !== void 0 && t.stillChecked(shown.signed.size)
				]
			}),
			evidence !== void 0 && /* @__PURE__ */ u(Button, {
				action: "save-evidence",
				onPress: () => {
					saveFile(evidence.name, evidence.text);
				},
				children: t.saveEvidence
			}),
			reading !== void 0 && /* @__PURE__ */ u("p", {
				class: "reading",
				role: "status",
				children: t.checkingSome(reading.done, reading.of)
			}),
			shown === void 0 && said === void 0 && reading === void 0 && /* @__PURE__ */ u("p", {
				role: "status",
				children: [t.checking, "…"]
			}),
			shown !== void 0 && /* @__PURE__ */ u(S, { children: [
				state,
				/* @__PURE__ */ u(LookUp, {
					t,
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
					t,
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
var place = document.getElementById("app");
if (place !== null) showFollowPage(place, {
	title: (t) => t.observer.title,
	begin: () => new Book(),
	view: (watched, settings, preferences, onPreferences) => /* @__PURE__ */ u(Observer, {
		watched,
		settings,
		preferences,
		onPreferences
	})
});
