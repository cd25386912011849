//! What kind of sitting the smith makes.

/// The parameters of a log. [`Plan::default`] is a small sitting in which everything happens once.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each switches one thing that may happen in a sitting")]
pub struct Plan {
    /// All randomness derives from it.
    pub seed: u64,
    /// 演练.
    pub rehearsal: bool,
    /// Deputies of the roll, numbered from 1.
    pub deputies: u32,
    /// Items of each contest.
    pub items: u32,
    /// The most that a ballot chooses.
    pub most: u32,
    /// Seats to fill.
    pub seats: u32,
    /// Ballots without which nothing is decrypted.
    pub minimum: u32,
    /// n of the key ceremony.
    pub scrutineers: u16,
    /// t of the key ceremony.
    pub threshold: u16,
    /// Items that each ballot chooses, from 1; the list starts again at its end.
    pub choices: Vec<Vec<u32>>,
    /// Bytes of each deputy's name: a roll of more than 30,000 bytes travels in parts.
    pub name_bytes: usize,
    /// The first run of the ceremony ends in a dispute.
    pub dispute: bool,
    /// The last deputy but one checks in at the desk.
    pub desk: bool,
    /// The check-in of deputy 1 is undone and made again.
    pub undo: bool,
    /// The last deputy comes after the opening.
    pub late: bool,
    /// Deputy 1's device is checked, and the record stands in the log.
    pub challenge: bool,
    /// The contest is held and resumed.
    pub held: bool,
    /// The last deputy who was issued a ballot does not return it.
    pub unreturned: bool,
    /// A second contest is opened and voided after its end.
    pub voided: bool,
    /// Leave and suspension; contests with papers counted apart, with papers entered, by name and by show of hands;
    /// somebody leaves early. Needs six deputies.
    pub every_kind: bool,
    /// Witnesses that entry 0 names, and how many are a quorum. With a quorum, [`super::Smith::push`] appends a `witnessed` of all but
    /// the second behind every entry that something waits for.
    pub witnesses: u32,
    /// See `witnesses`.
    pub quorum: u32,
    /// The sitting is sealed.
    pub sealed: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            rehearsal: false,
            deputies: 6,
            items: 3,
            most: 2,
            seats: 1,
            minimum: 3,
            scrutineers: 3,
            threshold: 2,
            choices: vec![vec![1, 2], vec![1], vec![], vec![1, 3]],
            name_bytes: 12,
            dispute: false,
            desk: true,
            undo: true,
            late: true,
            challenge: true,
            held: true,
            unreturned: true,
            voided: true,
            every_kind: true,
            witnesses: 0,
            quorum: 0,
            sealed: true,
        }
    }
}

impl Plan {
    /// The smallest sitting that has witnesses: five, of whom four are a quorum and one, the second, never answers.
    pub fn witnessed() -> Self {
        Self { witnesses: 5, quorum: 4, ..Self::plain() }
    }

    /// The smallest sitting: nothing but what every sitting has.
    pub fn plain() -> Self {
        Self {
            desk: false,
            undo: false,
            late: false,
            challenge: false,
            held: false,
            unreturned: false,
            voided: false,
            every_kind: false,
            ..Self::default()
        }
    }
}
