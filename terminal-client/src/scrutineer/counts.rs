//! What the chief scrutineer does beside signing: the second count of the papers, the second reading of one, a tie that the
//! presidium settled.

use super::{
    app::{App, Dialogue},
    keys::Action,
    model::{Effect, TieView},
};
use crate::{
    lang::fill,
    papers::{CountForm, CountView, PaperForm, numbers},
    ui::{
        Look,
        confirm::{Field, TypedWord},
        frame::{Notice, styled},
        list::Move,
        text,
        theme::Role,
    },
};
use ratatui::text::Line;

/// A dialogue of this part.
#[derive(Debug)]
pub(super) enum Counting {
    /// The code that the secretariat reads out.
    Code { contest: String, input: Field },
    /// One paper, read.
    Paper { contest: String, form: PaperForm },
    /// The scrutineers' count, row by row.
    Count { contest: String, form: CountForm },
    /// Whole, and waiting for its word.
    CountWord { contest: String, form: CountForm, word: TypedWord },
    /// Which of the tied items did the presidium choose?
    Tie { contest: String, input: Field },
    /// And why?
    TieReason { contest: String, items: Vec<u32>, input: Field },
    /// It waits for its word.
    TieWord { contest: String, items: Vec<u32>, reason: String, word: TypedWord },
}

impl Counting {
    /// The field that is being typed.
    pub(super) fn field(&mut self) -> &mut Field {
        match self {
            Self::Code { input, .. } | Self::Tie { input, .. } | Self::TieReason { input, .. } => input,
            Self::Paper { form, .. } => form.field(),
            Self::Count { form, .. } => form.field(),
            Self::CountWord { word, .. } | Self::TieWord { word, .. } => &mut word.field,
        }
    }
}

impl App {
    /// A key on the tab.
    pub(super) fn ask_counting(&mut self, action: Action) {
        let t = &self.look.texts().scrutineer;
        let model = &self.model;
        let contest = model.counting.contest.clone();
        let asked = match action {
            Action::Count => model
                .counting
                .papers
                .count
                .as_ref()
                .filter(|count| !count.confirmed)
                .map(|count| Counting::Count { contest, form: CountForm::new(count.spec.clone()) }),
            Action::ReadPaper => model.counting.papers.paper.as_ref().map(|spec| {
                if model.counting.has_code {
                    Counting::Paper { contest, form: PaperForm::new(spec.clone()) }
                } else {
                    Counting::Code { contest, input: Field::default() }
                }
            }),
            Action::Tie => {
                model.counting.tie.as_ref().map(|_| Counting::Tie { contest, input: Field::default() })
            }
            _ => None,
        };
        match asked {
            Some(counting) => self.dialogue = Some(Dialogue::Counting(counting)),
            None => self.notice = Some(Notice::urgent(t.counting_not_now)),
        }
    }

    /// A key in a dialogue of this part.
    pub(super) fn act_in_counting(&mut self, counting: Counting, action: Action) -> Vec<Effect> {
        match (counting, action) {
            (_, Action::Back) => Vec::new(),
            (Counting::Count { contest, mut form }, Action::Up | Action::Down) => {
                form.go(if action == Action::Up { Move::Up } else { Move::Down });
                self.stay(Counting::Count { contest, form })
            }
            (counting, Action::Confirm) => self.confirm_counting(counting),
            (counting, _) => self.stay(counting),
        }
    }

    fn stay(&mut self, counting: Counting) -> Vec<Effect> {
        self.dialogue = Some(Dialogue::Counting(counting));
        Vec::new()
    }

    fn refuse(&mut self, sentence: impl Into<String>, counting: Counting) -> Vec<Effect> {
        self.notice = Some(Notice::urgent(sentence));
        self.stay(counting)
    }

    fn confirm_counting(&mut self, counting: Counting) -> Vec<Effect> {
        let (look, texts) = (self.look, self.look.texts());
        let t = &texts.scrutineer;
        match counting {
            Counting::Code { contest, input } if !input.is_blank() => {
                vec![Effect::EntryCode { contest, code: input }]
            }
            Counting::Paper { contest, mut form } => match form.enter(look) {
                Some(columns) => {
                    self.stay(Counting::Paper { contest: contest.clone(), form });
                    self.notice = Some(Notice::plain(t.signing));
                    vec![Effect::SignPaper { contest, columns }]
                }
                None => self.stay(Counting::Paper { contest, form }),
            },
            Counting::Count { contest, mut form } => {
                let whole = form.enter(look);
                if whole && form.counted().is_some() {
                    return self.stay(Counting::CountWord {
                        contest,
                        form,
                        word: TypedWord::new(t.word_count),
                    });
                }
                self.stay(Counting::Count { contest, form })
            }
            Counting::CountWord { contest, form, mut word } => match (word.check(), form.counted()) {
                (Ok(()), Some(counted)) => {
                    self.notice = Some(Notice::plain(t.signing));
                    vec![Effect::Count { contest, counted }]
                }
                (Ok(()), None) => self.stay(Counting::Count { contest, form }),
                (Err(differs), _) => {
                    let sentence = fill(texts.common.word_differs, &[differs.required]);
                    self.refuse(sentence, Counting::CountWord { contest, form, word })
                }
            },
            Counting::Tie { contest, input } if !input.is_blank() => self.tie(contest, input),
            Counting::TieReason { contest, items, mut input } if !input.is_blank() => {
                let (reason, word) = (input.take(), TypedWord::new(t.word_tie));
                self.stay(Counting::TieWord { contest, items, reason, word })
            }
            Counting::TieWord { contest, items, reason, mut word } => match word.check() {
                Ok(()) => {
                    self.notice = Some(Notice::plain(t.signing));
                    vec![Effect::SettleTie { contest, items, reason }]
                }
                Err(differs) => {
                    let sentence = fill(texts.common.word_differs, &[differs.required]);
                    self.refuse(sentence, Counting::TieWord { contest, items, reason, word })
                }
            },
            Counting::TieReason { .. } => self.refuse(texts.common.reason_needed, counting),
            Counting::Code { .. } => self.refuse(t.code_lead, counting),
            Counting::Tie { .. } => self.refuse(t.tie_needed, counting),
        }
    }

    fn tie(&mut self, contest: String, input: Field) -> Vec<Effect> {
        let t = &self.look.texts().scrutineer;
        let Some(tie) = &self.model.counting.tie else { return Vec::new() };
        let known = |number: &u32| tie.items.iter().any(|(printed, _)| *printed == u64::from(*number));
        match numbers(input.text()) {
            Ok(items) if u64::try_from(items.len()) == Ok(tie.seats) && items.iter().all(known) => {
                self.stay(Counting::TieReason { contest, items, input: Field::default() })
            }
            _ => {
                let sentence = fill(t.tie_refused, &[&tie.seats.to_string()]);
                self.refuse(sentence, Counting::Tie { contest, input })
            }
        }
    }
}

fn wrapped(look: Look, role: Role, sentence: &str, columns: usize) -> Vec<Line<'static>> {
    text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
}

/// The tab: where papers and ties stand, and what is to be done.
pub(super) fn tab(app: &App, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let (t, p) = (&look.texts().scrutineer, &look.texts().papers);
    let counting = &app.model.counting;
    let mut lines = wrapped(look, Role::Strong, &counting.title, columns);
    let before = lines.len();
    if counting.papers.issued > 0 {
        let numbers = [counting.papers.issued.to_string(), counting.papers.entered.to_string()];
        let sentence = fill(p.papers_line, &numbers.each_ref().map(String::as_str));
        lines.extend(wrapped(look, Role::Body, &sentence, columns));
    }
    if counting.papers.paper.is_some() {
        lines.extend(wrapped(look, Role::Warning, p.paper_due, columns));
        let waiting = fill(t.papers_waiting, &[&counting.waiting.to_string()]);
        lines.extend(wrapped(look, Role::Body, &waiting, columns));
    }
    if let Some(count) = &counting.papers.count {
        lines.extend(count_lines(look, count, columns));
    }
    if let Some(tie) = &counting.tie {
        lines.extend(tie_lines(look, tie, columns));
    }
    if lines.len() == before {
        lines.extend(wrapped(look, Role::Body, p.paper_none, columns));
    }
    lines
}

fn count_lines(look: Look, count: &CountView, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().papers;
    if count.confirmed {
        return wrapped(look, Role::Good, t.count_confirmed, columns);
    }
    let mut lines = Vec::new();
    let (role, own) = if count.own { (Role::Body, t.count_own) } else { (Role::Warning, t.count_due) };
    lines.extend(wrapped(look, role, own, columns));
    let other = if count.other { t.count_other } else { t.count_other_waits };
    lines.extend(wrapped(look, Role::Body, other, columns));
    if count.agrees() {
        lines.extend(wrapped(look, Role::Good, t.count_agrees, columns));
    } else if count.own && count.other {
        lines.extend(wrapped(look, Role::Danger, t.count_differs, columns));
        for difference in &count.differences {
            lines.extend(wrapped(look, Role::Danger, &format!("  {difference}"), columns));
        }
    }
    lines
}

fn tie_lines(look: Look, tie: &TieView, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().scrutineer;
    let mut lines = wrapped(look, Role::Warning, &fill(t.tie_lead, &[&tie.seats.to_string()]), columns);
    for (number, title) in &tie.items {
        lines.push(Line::from(text::truncate(&format!("{number:>3}. {title}"), columns)));
    }
    lines
}

/// A dialogue of this part in lines.
pub(super) fn dialogue(app: &App, counting: &Counting, columns: usize, height: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let texts = look.texts();
    let t = &texts.scrutineer;
    let input = |label: &str, typed: &str| {
        styled(look, Role::Cursor, text::pad(&format!("{label} {typed}_"), columns))
    };
    let mut lines = Vec::new();
    match counting {
        Counting::Code { input: field, .. } => {
            lines.extend(wrapped(look, Role::Body, t.code_lead, columns));
            lines.push(input(">", field.text()));
        }
        Counting::Paper { form, .. } => {
            lines.push(styled(look, Role::Strong, t.act_read_paper));
            lines.extend(form.lines(look, columns, height.saturating_sub(1)));
        }
        Counting::Count { form, .. } => {
            lines.push(styled(look, Role::Strong, t.act_count));
            lines.extend(form.lines(look, columns, height.saturating_sub(1)));
        }
        Counting::CountWord { form, word, .. } => {
            lines.push(styled(look, Role::Strong, t.act_count));
            lines.extend(form.lines(look, columns, height.saturating_sub(4)));
            // The form's own field is empty now; this one takes the word.
            lines.push(Line::from(fill(texts.common.type_word, &[word.required()])));
            lines.push(input(">", word.field.text()));
        }
        Counting::Tie { input: field, .. } => {
            if let Some(tie) = &app.model.counting.tie {
                lines.extend(tie_lines(look, tie, columns));
            }
            lines.push(input(t.tie_numbers, field.text()));
        }
        Counting::TieReason { input: field, .. } => {
            lines.extend(wrapped(look, Role::Body, t.tie_reason_lead, columns));
            lines.push(input(texts.common.reason, field.text()));
        }
        Counting::TieWord { items, reason, word, .. } => {
            let numbers: Vec<String> = items.iter().map(u32::to_string).collect();
            let sentence = fill(t.tie_said, &[&numbers.join(texts.run.list_comma), reason]);
            lines.extend(wrapped(look, Role::Strong, &sentence, columns));
            lines.extend(wrapped(look, Role::Warning, t.sign_lead, columns));
            lines.push(Line::from(fill(texts.common.type_word, &[word.required()])));
            lines.push(input(">", word.field.text()));
        }
    }
    lines
}
