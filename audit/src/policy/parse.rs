//! Reading a policy file.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use super::{Group, Member, NONE, POLICY_BYTES_MAX, POLICY_EACH_MAX, Party, Policy, PolicyUrlError};
use crate::note::{Vkey, VkeyError, VkeyType};

/// Why a file is no policy. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PolicyError {
    #[error("policy of {bytes} bytes, at most {POLICY_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    /// The specification allows any bytes in names and comments; UTF-8 is what it recommends and what we take.
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("control character at byte {at}")]
    Control { at: usize },
    #[error("the last line does not end with a newline")]
    FinalNewline,
    #[error("line {line}: {source}")]
    Line { line: usize, source: LineProblem },
    #[error("no quorum line")]
    NoQuorum,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum LineProblem {
    #[error("begins with none of log, witness, group, quorum")]
    Keyword,
    #[error("has fewer or more items than its kind takes")]
    Items,
    #[error("vkey: {0}")]
    Vkey(#[from] VkeyError),
    /// A log's key is of type 0x01, a witness's of 0x04.
    #[error("the key is of type {actual:#04x}, {expected:#04x} expected")]
    KeyType { expected: u8, actual: u8 },
    #[error(transparent)]
    Url(#[from] PolicyUrlError),
    #[error("the public key stands in an earlier line of the same kind")]
    DuplicateKey,
    #[error("the name is defined already")]
    DuplicateName,
    #[error("the name none is taken")]
    Reserved,
    #[error("member or quorum is no name of an earlier line")]
    UnknownName,
    #[error("the name is a member already")]
    MemberTwice,
    #[error("the threshold is not all, any or a decimal number from 1 to the number of members")]
    Threshold,
    #[error("a second quorum line")]
    SecondQuorum,
    #[error("more than {POLICY_EACH_MAX} of a kind")]
    TooMany,
}

impl Policy {
    /// Reads a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        if bytes.len() > POLICY_BYTES_MAX {
            return Err(PolicyError::TooLong { bytes: bytes.len() });
        }
        let text = str::from_utf8(bytes).map_err(|error| PolicyError::NotUtf8 { at: error.valid_up_to() })?;
        let control = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n')) || *byte == 0x7f;
        if let Some(at) = bytes.iter().position(control) {
            return Err(PolicyError::Control { at });
        }
        let lines = text.strip_suffix('\n').ok_or(PolicyError::FinalNewline)?;
        let mut file = File::default();
        for (line, text) in (1..).zip(lines.split('\n')) {
            file.line(text).map_err(|source| PolicyError::Line { line, source })?;
        }
        let File { logs, witnesses, groups, has_quorum, quorum, .. } = file;
        if has_quorum { Ok(Self { logs, witnesses, groups, quorum }) } else { Err(PolicyError::NoQuorum) }
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        Self::parse(text.as_bytes())
    }
}

/// The lines so far.
#[derive(Default)]
struct File<'t> {
    logs: Vec<Party>,
    witnesses: Vec<(String, Party)>,
    groups: Vec<Group>,
    names: HashMap<&'t str, Member>,
    members: HashSet<&'t str>,
    /// Whether there was a quorum line, and what it named; nothing where it said none.
    has_quorum: bool,
    quorum: Option<Member>,
}

impl<'t> File<'t> {
    fn line(&mut self, line: &'t str) -> Result<(), LineProblem> {
        // White space is these two characters only: all others may stand in names.
        let items: Vec<&str> = line.split([' ', '\t']).filter(|item| !item.is_empty()).collect();
        match items.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", rest @ ..] => self.log(rest),
            ["witness", rest @ ..] => self.witness(rest),
            ["group", rest @ ..] => self.group(rest),
            ["quorum", rest @ ..] => self.quorum(rest),
            _ => Err(LineProblem::Keyword),
        }
    }

    fn log(&mut self, items: &[&str]) -> Result<(), LineProblem> {
        let party = party(items, VkeyType::Ed25519)?;
        room(self.logs.len())?;
        if self.logs.iter().any(|other| other.vkey.key() == party.vkey.key()) {
            return Err(LineProblem::DuplicateKey);
        }
        self.logs.push(party);
        Ok(())
    }

    fn witness(&mut self, items: &[&'t str]) -> Result<(), LineProblem> {
        let (name, rest) = items.split_first().ok_or(LineProblem::Items)?;
        let party = party(rest, VkeyType::Cosignature)?;
        room(self.witnesses.len())?;
        if self.witnesses.iter().any(|(_, other)| other.vkey.key() == party.vkey.key()) {
            return Err(LineProblem::DuplicateKey);
        }
        self.define(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(((*name).to_owned(), party));
        Ok(())
    }

    fn group(&mut self, items: &[&'t str]) -> Result<(), LineProblem> {
        let [name, threshold, names @ ..] = items else { return Err(LineProblem::Items) };
        if names.is_empty() {
            return Err(LineProblem::Items);
        }
        room(self.groups.len())?;
        let mut members = Vec::with_capacity(names.len());
        for member in names {
            members.push(self.named(member)?);
            if !self.members.insert(member) {
                return Err(LineProblem::MemberTwice);
            }
        }
        let threshold = match *threshold {
            "any" => 1,
            "all" => members.len(),
            number => crate::checkpoint::parse_decimal(number)
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| (1..=members.len()).contains(number))
                .ok_or(LineProblem::Threshold)?,
        };
        self.define(name, Member::Group(self.groups.len()))?;
        self.groups.push(Group { name: (*name).to_owned(), threshold, members });
        Ok(())
    }

    fn quorum(&mut self, items: &[&'t str]) -> Result<(), LineProblem> {
        let [name] = items else { return Err(LineProblem::Items) };
        if self.has_quorum {
            return Err(LineProblem::SecondQuorum);
        }
        self.quorum = if *name == NONE { None } else { Some(self.named(name)?) };
        self.has_quorum = true;
        Ok(())
    }

    fn define(&mut self, name: &'t str, member: Member) -> Result<(), LineProblem> {
        if name == NONE {
            return Err(LineProblem::Reserved);
        }
        match self.names.insert(name, member) {
            None => Ok(()),
            Some(_) => Err(LineProblem::DuplicateName),
        }
    }

    fn named(&self, name: &str) -> Result<Member, LineProblem> {
        self.names.get(name).copied().ok_or(LineProblem::UnknownName)
    }
}

fn party(items: &[&str], expected: VkeyType) -> Result<Party, LineProblem> {
    let (vkey, url) = match items {
        [vkey] => (vkey, None),
        [vkey, url] => (vkey, Some(url.parse()?)),
        _ => return Err(LineProblem::Items),
    };
    let vkey: Vkey = vkey.parse()?;
    if vkey.kind() == expected {
        Ok(Party { vkey, url })
    } else {
        Err(LineProblem::KeyType { expected: expected.byte(), actual: vkey.kind().byte() })
    }
}

fn room(count: usize) -> Result<(), LineProblem> {
    if count < POLICY_EACH_MAX { Ok(()) } else { Err(LineProblem::TooMany) }
}
