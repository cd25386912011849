//! The scrutineer's state and how keys change it.

use super::{
    counts::Counting,
    keys::{Action, Keys},
    model::{
        DecryptionStage, DecryptionView, Effect, LogCheck, Model, Passphrase, Proposal, ProposalKind, Role,
    },
    view,
};
use crate::{
    lang::{ScrutineerTexts, fill},
    ui::{
        Look,
        confirm::{Field, TypedWord},
        frame::{Notice, SMALLEST},
        keymap::{self, Pressed},
        list::{self, Move},
    },
};
use crossterm::event::{KeyCode, KeyEvent};

/// The tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Ceremony,
    Proposals,
    Decryption,
    Counting,
}

/// A proposal being read. It keeps its own copy: what is signed is what was shown.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) proposal: Proposal,
    pub(super) top: usize,
    /// The last line was on the screen.
    pub(super) seen: bool,
}

/// What is asked over a tab.
#[derive(Debug)]
pub(super) enum Dialogue {
    Read(Reading),
    SignWord { reading: Reading, word: TypedWord },
    DeclineReason { reading: Reading, input: Field },
    DecryptWord { contest: String, close: String, word: TypedWord },
    Counting(Counting),
}

/// The scrutineer's app.
#[derive(Debug)]
pub struct App {
    pub(super) look: Look,
    pub(super) model: Model,
    pub(super) tab: Tab,
    pub(super) cursor: usize,
    pub(super) passphrase: Field,
    pub(super) unlocking: bool,
    pub(super) dialogue: Option<Dialogue>,
    pub(super) help: bool,
    pub(super) quitting: bool,
    pub(super) notice: Option<Notice>,
    size: (u16, u16),
}

impl App {
    /// An app for the role in the model.
    pub fn new(look: Look, model: Model) -> Self {
        let tab = if model.role == Role::Presiding { Tab::Proposals } else { Tab::Ceremony };
        Self {
            look,
            model,
            tab,
            cursor: 0,
            passphrase: Field::default(),
            unlocking: false,
            dialogue: None,
            help: false,
            quitting: false,
            notice: None,
            size: SMALLEST,
        }
    }

    /// The window has these columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        if let Some(Dialogue::Read(reading)) = &mut self.dialogue {
            reading.look_at(self.look, self.size);
        }
    }

    /// Shows a new state. A proposal being read stays as it was shown.
    pub fn show(&mut self, model: Model) {
        if model.unlocked {
            self.unlocking = false;
        }
        self.model = model;
        // A tab of another role is not left standing.
        if !self.tabs().contains(&self.tab) {
            self.tab = Tab::Proposals;
        }
        self.cursor = self.cursor.min(self.model.proposals.len().saturating_sub(1));
    }

    /// Says how an effect went. A wrong passphrase asks again.
    pub fn say(&mut self, notice: Notice) {
        self.unlocking = false;
        self.notice = Some(notice);
    }

    /// The tabs of the role.
    pub(super) fn tabs(&self) -> &'static [Tab] {
        match self.model.role {
            Role::Presiding => &[Tab::Proposals],
            Role::Scrutineer => &[Tab::Ceremony, Tab::Proposals, Tab::Decryption],
            Role::Chief => &[Tab::Ceremony, Tab::Proposals, Tab::Counting, Tab::Decryption],
        }
    }

    /// The keys of the screen that is shown.
    pub(super) fn keys(&self) -> Keys {
        match (&self.dialogue, self.tab) {
            _ if !self.model.unlocked => Keys::Unlock,
            (Some(Dialogue::Read(_)), _) => Keys::Proposal,
            (Some(Dialogue::Counting(Counting::Count { .. })), _) => Keys::Form,
            (Some(_), _) => Keys::Typing,
            (None, Tab::Ceremony) => Keys::Ceremony,
            (None, Tab::Proposals) => Keys::Proposals,
            (None, Tab::Decryption) => Keys::Decryption,
            (None, Tab::Counting) => Keys::Counting,
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let Some(pressed) = keymap::pressed(event) else { return Vec::new() };
        self.notice = None;
        let key = match pressed {
            Pressed::Interrupt => {
                self.help = false;
                self.quitting = true;
                return Vec::new();
            }
            Pressed::Key(key) => key,
        };
        if self.help {
            self.help = false;
            return Vec::new();
        }
        if self.quitting {
            self.quitting = false;
            return if key == KeyCode::Char('y') { vec![Effect::Quit] } else { Vec::new() };
        }
        if let Some(action) = keymap::action(self.keys().tables(), key) {
            return self.act(action);
        }
        self.type_text(key);
        Vec::new()
    }

    fn type_text(&mut self, key: KeyCode) {
        let field = match &mut self.dialogue {
            _ if !self.model.unlocked => &mut self.passphrase,
            Some(Dialogue::SignWord { word, .. } | Dialogue::DecryptWord { word, .. }) => &mut word.field,
            Some(Dialogue::DeclineReason { input, .. }) => input,
            Some(Dialogue::Counting(counting)) => counting.field(),
            Some(Dialogue::Read(_)) | None => return,
        };
        match key {
            KeyCode::Char(c) => field.push(c),
            KeyCode::Backspace => field.backspace(),
            _ => {}
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => {
                self.help = true;
                return Vec::new();
            }
            Action::AskQuit => {
                self.quitting = true;
                return Vec::new();
            }
            _ => {}
        }
        if !self.model.unlocked {
            return self.unlock();
        }
        match self.dialogue.take() {
            Some(dialogue) => self.act_in_dialogue(dialogue, action),
            None => self.act_on_tab(action),
        }
    }

    fn unlock(&mut self) -> Vec<Effect> {
        if self.passphrase.is_blank() || self.unlocking {
            return Vec::new();
        }
        self.unlocking = true;
        vec![Effect::Unlock(Passphrase::new(self.passphrase.take()))]
    }

    fn act_on_tab(&mut self, action: Action) -> Vec<Effect> {
        match (self.tab, action) {
            (_, Action::NextTab | Action::PreviousTab) => self.turn(action == Action::NextTab),
            (Tab::Ceremony, Action::Confirm) if self.model.ceremony.my_turn => {
                return vec![Effect::ContinueCeremony];
            }
            (Tab::Ceremony, Action::Confirm) if self.model.ceremony.key.is_none() => {
                self.notice = Some(Notice::plain(self.look.texts().scrutineer.ceremony_wait));
            }
            (Tab::Ceremony, Action::Test) if self.model.index == 0 => {
                let sentence = fill(self.look.texts().run.no_share_here, &[&self.model.name]);
                self.notice = Some(Notice::plain(sentence));
            }
            (Tab::Ceremony, Action::Test) if self.model.ceremony.key.is_some() => {
                return vec![Effect::TestDecryption];
            }
            (Tab::Ceremony, Action::Test) => {
                self.notice = Some(Notice::plain(self.look.texts().scrutineer.test_not_yet));
            }
            (Tab::Proposals, Action::Up | Action::Down) => {
                let step = if action == Action::Up { Move::Up } else { Move::Down };
                self.cursor = list::moved(self.cursor, step, self.model.proposals.len(), 1);
            }
            (Tab::Proposals, Action::Confirm) => {
                if let Some(proposal) = self.model.proposals.get(self.cursor) {
                    let mut reading = Reading { proposal: proposal.clone(), top: 0, seen: false };
                    reading.look_at(self.look, self.size);
                    self.dialogue = Some(Dialogue::Read(reading));
                }
            }
            (Tab::Decryption, Action::Decrypt) => self.ask_decrypt(),
            (Tab::Counting, Action::Count | Action::ReadPaper | Action::Tie) => self.ask_counting(action),
            _ => {}
        }
        Vec::new()
    }

    fn turn(&mut self, forward: bool) {
        let tabs = self.tabs();
        let at = tabs.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let step = if forward { 1 } else { tabs.len() - 1 };
        if let Some(tab) = tabs.get((at + step) % tabs.len()) {
            self.tab = *tab;
        }
    }

    fn ask_decrypt(&mut self) {
        let Some(view) = &self.model.decryption else { return };
        if let Some(why) = blocked(&self.look.texts().scrutineer, view) {
            self.notice = Some(Notice::urgent(fill(self.look.texts().scrutineer.decrypt_blocked, &[&why])));
        } else if view.stage == DecryptionStage::Ready {
            let word = TypedWord::new(self.look.texts().scrutineer.word_decrypt);
            let (contest, close) = (view.contest.clone(), view.close.clone());
            self.dialogue = Some(Dialogue::DecryptWord { contest, close, word });
        }
    }

    fn act_in_dialogue(&mut self, dialogue: Dialogue, action: Action) -> Vec<Effect> {
        let t = self.look.texts();
        match (dialogue, action) {
            (Dialogue::Counting(counting), action) => return self.act_in_counting(counting, action),
            (Dialogue::Read(mut reading), Action::PageUp | Action::PageDown) => {
                reading.turn(action == Action::PageDown, self.look, self.size);
                self.dialogue = Some(Dialogue::Read(reading));
            }
            (Dialogue::Read(reading), Action::Sign) => self.ask_sign(reading),
            (Dialogue::Read(reading), Action::Decline) => {
                self.dialogue = Some(Dialogue::DeclineReason { reading, input: Field::default() });
            }
            (Dialogue::SignWord { reading, word }, Action::Confirm) => return self.sign(reading, word),
            (Dialogue::DeclineReason { reading, mut input }, Action::Confirm) => {
                if input.is_blank() {
                    self.notice = Some(Notice::plain(t.common.reason_needed));
                    self.dialogue = Some(Dialogue::DeclineReason { reading, input });
                } else {
                    self.notice = Some(Notice::plain(t.scrutineer.declining));
                    return vec![Effect::Decline { id: reading.proposal.id, reason: input.take() }];
                }
            }
            (Dialogue::DecryptWord { contest, close, word }, Action::Confirm) => {
                return self.decrypt(contest, close, word);
            }
            (Dialogue::SignWord { reading, .. } | Dialogue::DeclineReason { reading, .. }, Action::Back) => {
                self.dialogue = Some(Dialogue::Read(reading));
            }
            (_, Action::Back) => {}
            (same, _) => self.dialogue = Some(same),
        }
        Vec::new()
    }

    fn ask_sign(&mut self, reading: Reading) {
        let t = &self.look.texts().scrutineer;
        self.dialogue = Some(if reading.seen {
            let word = TypedWord::new(kind_word(t, reading.proposal.kind));
            Dialogue::SignWord { reading, word }
        } else {
            self.notice = Some(Notice::urgent(t.seen_first));
            Dialogue::Read(reading)
        });
    }

    fn word_differs(&mut self, required: &str) {
        let sentence = fill(self.look.texts().common.word_differs, &[required]);
        self.notice = Some(Notice::urgent(sentence));
    }

    fn sign(&mut self, reading: Reading, mut word: TypedWord) -> Vec<Effect> {
        if let Err(differs) = word.check() {
            self.word_differs(differs.required);
            self.dialogue = Some(Dialogue::SignWord { reading, word });
            return Vec::new();
        }
        self.notice = Some(Notice::plain(self.look.texts().scrutineer.signing));
        let Proposal { id, body_hash, .. } = reading.proposal;
        vec![Effect::Sign { id, body_hash }]
    }

    fn decrypt(&mut self, contest: String, close: String, mut word: TypedWord) -> Vec<Effect> {
        if let Err(differs) = word.check() {
            self.word_differs(differs.required);
            self.dialogue = Some(Dialogue::DecryptWord { contest, close, word });
            return Vec::new();
        }
        // The log may have moved on while the word was typed: voided, or another closing state.
        let t = &self.look.texts().scrutineer;
        let view =
            self.model.decryption.as_ref().filter(|view| view.contest == contest && view.close == close);
        match view.map(|view| (blocked(t, view), &view.stage)) {
            Some((None, DecryptionStage::Ready)) => vec![Effect::Decrypt { contest, close }],
            Some((Some(why), _)) => {
                self.notice = Some(Notice::urgent(fill(t.decrypt_blocked, &[&why])));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

impl Reading {
    /// Notes whether the end is on the screen.
    fn look_at(&mut self, look: Look, size: (u16, u16)) {
        let (rows, height) = view::proposal_size(look, &self.proposal, size);
        self.top = self.top.min(rows.saturating_sub(height));
        self.seen |= self.top + height >= rows;
    }

    fn turn(&mut self, down: bool, look: Look, size: (u16, u16)) {
        let (_, height) = view::proposal_size(look, &self.proposal, size);
        let page = height.saturating_sub(1).max(1);
        self.top = if down { self.top + page } else { self.top.saturating_sub(page) };
        self.look_at(look, size);
    }
}

/// Why no share may be given now, in words; `None` if nothing blocks it.
pub(super) fn blocked(t: &ScrutineerTexts, view: &DecryptionView) -> Option<String> {
    if let DecryptionStage::Blocked { why } = &view.stage {
        return Some(why.clone());
    }
    if !matches!(view.check, LogCheck::Passed { .. }) {
        return Some(t.decrypt_unchecked.to_owned());
    }
    (view.ballots < view.minimum).then(|| t.decrypt_too_few.to_owned())
}

/// The word to type for a signature.
fn kind_word(t: &ScrutineerTexts, kind: ProposalKind) -> &'static str {
    match kind {
        ProposalKind::Open => t.word_open,
        ProposalKind::End => t.word_end,
        ProposalKind::Close => t.word_close,
        ProposalKind::Declare => t.word_declare,
        ProposalKind::Void => t.word_void,
        ProposalKind::Seal => t.word_seal,
        ProposalKind::Resume
        | ProposalKind::Name
        | ProposalKind::UndoCheckIn
        | ProposalKind::LateCheckIn
        | ProposalKind::Suspend
        | ProposalKind::Restore
        | ProposalKind::IssuePapers
        | ProposalKind::Report => t.word_sign,
        ProposalKind::ConfirmPapers => t.word_confirm,
        ProposalKind::CountHands => t.word_count,
        ProposalKind::SettleTie => t.word_tie,
    }
}
