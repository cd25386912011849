//! What Enter does in each dialogue of the desk: the next question, or the effect.

use super::{
    app::App,
    desk::{Dialogue, Purpose, act_words, matching, person_words, possible},
    keys::Action,
    model::{Act, ContestState, CountOf, Effect, PersonAct, RollStatus},
};
use crate::{
    lang::fill,
    papers::{CountForm, PaperForm, numbers},
    run::desk_request::DeskRequest,
    ui::{
        confirm::{Field, TypedWord},
        frame::Notice,
    },
};

impl App {
    /// Asks for papers, a count or another run of the ceremony, if now is the time for it.
    pub(super) fn ask_more(&mut self, action: Action) {
        let t = &self.look.texts().live;
        let contest = self.model.contest.as_ref();
        let state = contest.map(|contest| &contest.state);
        let voting = matches!(state, Some(ContestState::Open | ContestState::Held));
        let id = contest.map(|contest| contest.id.clone()).unwrap_or_default();
        let papers = &self.model.papers;
        let asked = match action {
            Action::IssuePapers if voting && papers.floor > 0 => {
                Ok(Dialogue::Issue { contest: id, input: Field::default() })
            }
            Action::IssuePapers => Err(t.act_issue),
            Action::EnterPaper => match &papers.paper {
                Some(spec) if papers.issued > 0 => {
                    Ok(Dialogue::Paper { contest: id, form: PaperForm::new(spec.clone()) })
                }
                _ => Err(t.act_enter),
            },
            Action::Count => match (&self.model.hands, &papers.count) {
                (Some(spec), _) if voting => {
                    let form = CountForm::new(spec.clone());
                    Ok(Dialogue::Count { contest: id, what: CountOf::Hands, form })
                }
                (_, Some(count)) if !count.confirmed => {
                    let form = CountForm::new(count.spec.clone());
                    Ok(Dialogue::Count { contest: id, what: CountOf::Papers, form })
                }
                _ => Err(t.act_count),
            },
            Action::NextRun if !self.model.scrutineers.is_empty() => {
                Ok(Dialogue::Stay { input: Field::default() })
            }
            _ => Err(t.act_next_run),
        };
        match asked {
            Ok(dialogue) => self.dialogue = Some(dialogue),
            Err(act) => self.not_now(act),
        }
    }

    /// Enter in a dialogue.
    pub(super) fn confirm(&mut self, dialogue: Dialogue) -> Vec<Effect> {
        let t = self.look.texts();
        match dialogue {
            Dialogue::Search { purpose, input, cursor } => self.found_deputy(purpose, input, cursor),
            Dialogue::Card { input } if !input.is_blank() => {
                self.dialogue = Some(Dialogue::CardRequest { card: input, input: Field::default() });
                Vec::new()
            }
            // Nobody types eighty characters again for one slip of the hand.
            mistyped if has_wrong_request(&mistyped) => {
                self.dialogue = Some(mistyped);
                self.notice = Some(Notice::urgent(t.run.request_refused));
                Vec::new()
            }
            Dialogue::CardRequest { card, mut input } if !input.is_blank() => {
                self.working(t.live.act_check_in);
                vec![Effect::CheckInByCard { card, request: input.take() }]
            }
            Dialogue::WithoutCard { line, mut input } if !input.is_blank() => {
                self.working(t.live.act_check_in);
                vec![Effect::CheckIn { number: line.deputy.number, request: input.take() }]
            }
            Dialogue::Admit { line } => {
                self.working(t.live.act_admit);
                vec![Effect::Admit { number: line.number }]
            }
            Dialogue::Reason { act, line, mut input } if !input.is_blank() => {
                self.working(person_words(&t.live, act));
                vec![Effect::Person { act, number: line.deputy.number, reason: input.take() }]
            }
            Dialogue::HoldReason { contest, mut input } if !input.is_blank() => {
                self.working(t.live.act_hold);
                vec![Effect::Hold { contest, reason: input.take() }]
            }
            Dialogue::Resume { contest } => {
                self.working(t.live.act_resume);
                vec![Effect::Resume { contest }]
            }
            Dialogue::VoidReason { contest, mut input } if !input.is_blank() => {
                let (reason, word) = (input.take(), TypedWord::new(t.live.word_void));
                self.dialogue =
                    Some(Dialogue::Word { act: Act::Void, contest, reason, papers: (0, 0), word });
                Vec::new()
            }
            Dialogue::Word { act, contest, reason, papers, word } => {
                self.confirm_word(act, contest, reason, papers, word)
            }
            Dialogue::Stay { mut input } if !input.is_blank() => {
                self.dialogue = Some(Dialogue::RunReason { list: input.take(), input: Field::default() });
                Vec::new()
            }
            Dialogue::RunReason { list, mut input } if !input.is_blank() => {
                self.working(t.live.act_next_run);
                vec![Effect::NextRun { list, reason: input.take() }]
            }
            counting => self.confirm_papers(counting),
        }
    }

    fn found_deputy(&mut self, purpose: Purpose, input: Field, cursor: usize) -> Vec<Effect> {
        let line = matching(&self.model, purpose, input.text()).get(cursor).map(|line| (*line).clone());
        self.dialogue = Some(match (line, purpose) {
            (Some(line), Purpose::CheckIn) => Dialogue::WithoutCard { line, input: Field::default() },
            (Some(line), Purpose::Standing) => {
                let suspended = line.status == RollStatus::Suspended;
                let act = if suspended { PersonAct::Restore } else { PersonAct::Suspend };
                Dialogue::Reason { act, line, input: Field::default() }
            }
            (Some(line), Purpose::Person(act)) => Dialogue::Reason { act, line, input: Field::default() },
            (None, _) => Dialogue::Search { purpose, input, cursor },
        });
        Vec::new()
    }

    /// Papers and hands; what is left is a dialogue without its input.
    fn confirm_papers(&mut self, dialogue: Dialogue) -> Vec<Effect> {
        let (look, t) = (self.look, &self.look.texts().live);
        match dialogue {
            Dialogue::Issue { contest, input } if !input.is_blank() => match numbers(input.text()) {
                Ok(deputies) => {
                    self.working(t.act_issue);
                    return vec![Effect::IssuePapers { contest, deputies }];
                }
                Err(error) => {
                    self.notice = Some(Notice::urgent(fill(t.issue_refused, &[&error.part()])));
                    self.dialogue = Some(Dialogue::Issue { contest, input });
                }
            },
            Dialogue::Back { contest, input } if !input.is_blank() => self.papers_back(contest, input),
            Dialogue::Paper { contest, mut form } => {
                let read = form.enter(look);
                self.dialogue = Some(Dialogue::Paper { contest: contest.clone(), form });
                if let Some(columns) = read {
                    self.working(t.act_enter);
                    return vec![Effect::EnterPaper { contest, columns }];
                }
            }
            Dialogue::Count { contest, what, mut form } => {
                let whole = form.enter(look);
                self.dialogue = Some(match form.counted().filter(|_| whole) {
                    Some(counted) => {
                        Dialogue::CountWord { contest, what, counted, word: TypedWord::new(t.word_count) }
                    }
                    None => Dialogue::Count { contest, what, form },
                });
            }
            Dialogue::CountWord { contest, what, counted, mut word } => {
                if let Err(differs) = word.check() {
                    self.word_differs(differs.required);
                    self.dialogue = Some(Dialogue::CountWord { contest, what, counted, word });
                } else {
                    self.working(t.act_count);
                    return vec![Effect::Count { contest, what, counted }];
                }
            }
            unfinished => self.unfinished(unfinished),
        }
        Vec::new()
    }

    /// `40 1`: so many came back, so many of them are void. Papers that must be entered are entered before the close.
    fn papers_back(&mut self, contest: String, input: Field) {
        let t = &self.look.texts().live;
        let typed: Vec<Option<u64>> = input
            .text()
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，'))
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect();
        let (returned, void) = match typed[..] {
            [Some(returned)] => (returned, 0),
            [Some(returned), Some(void)] if void <= returned => (returned, void),
            _ => {
                self.notice = Some(Notice::urgent(t.back_refused));
                self.dialogue = Some(Dialogue::Back { contest, input });
                return;
            }
        };
        let papers = &self.model.papers;
        // More than were issued make the vote void: then nothing is entered, and the close says so.
        let must = if returned > papers.issued { 0 } else { papers.must_enter(returned - void) };
        if papers.entered == must {
            let word = TypedWord::new(t.word_close);
            let (act, reason) = (Act::Close, String::new());
            self.dialogue = Some(Dialogue::Word { act, contest, reason, papers: (returned, void), word });
        } else {
            let numbers = [must.to_string(), papers.entered.to_string(), papers.floor.to_string()];
            let sentence = fill(t.back_enter_first, &numbers.each_ref().map(String::as_str));
            self.notice = Some(Notice::urgent(sentence));
            self.dialogue = Some(Dialogue::Back { contest, input });
        }
    }

    fn unfinished(&mut self, unfinished: Dialogue) {
        let t = self.look.texts();
        let needed = match unfinished {
            Dialogue::Card { .. } => t.live.desk_card_needed,
            Dialogue::CardRequest { .. } | Dialogue::WithoutCard { .. } => t.live.desk_request_needed,
            Dialogue::Issue { .. } => t.live.issue_lead,
            Dialogue::Back { .. } => t.live.back_refused,
            Dialogue::Stay { .. } => t.live.stay_needed,
            _ => t.common.reason_needed,
        };
        self.dialogue = Some(unfinished);
        self.notice = Some(Notice::plain(needed));
    }

    fn word_differs(&mut self, required: &str) {
        self.notice = Some(Notice::urgent(fill(self.look.texts().common.word_differs, &[required])));
    }

    fn confirm_word(
        &mut self,
        act: Act,
        contest: String,
        reason: String,
        papers: (u64, u64),
        mut word: TypedWord,
    ) -> Vec<Effect> {
        let t = self.look.texts();
        if let Err(differs) = word.check() {
            self.word_differs(differs.required);
            self.dialogue = Some(Dialogue::Word { act, contest, reason, papers, word });
            return Vec::new();
        }
        // The sitting may have moved on while the word was typed.
        if !possible(act, &self.model) {
            self.not_now(act_words(&t.live, act));
            return Vec::new();
        }
        self.working(act_words(&t.live, act));
        vec![Effect::Propose { act, contest, reason, papers }]
    }
}

/// A request code that does not check.
fn has_wrong_request(dialogue: &Dialogue) -> bool {
    match dialogue {
        Dialogue::CardRequest { input, .. } | Dialogue::WithoutCard { input, .. } => {
            !input.is_blank() && input.text().parse::<DeskRequest>().is_err()
        }
        _ => false,
    }
}
