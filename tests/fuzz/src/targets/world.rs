//! Good logs with every key, made once: what the targets change.

use audit::entry::{Body, Line, Sig, Signer};
use audit::fold::{State, purpose_of};
use audit::note::{Vkey, VkeyType};
use audit::verify::Verifier;
use crypto::signature::{SigningKey, VerifyingKey};
use end_to_end::smith::{Log, Plan, Smith};
use std::sync::OnceLock;

/// One good log.
pub(super) struct World {
    /// The log and its keys.
    pub(super) log: Log,
    /// Its entries.
    pub(super) lines: Vec<Line>,
    /// Before entry i, and after the last.
    pub(super) states: Vec<State>,
    /// [`picture`] of each.
    pub(super) pictures: Vec<String>,
    verifiers: OnceLock<Vec<Verifier>>,
}

/// All of them: one in which everything happens once; one with long values, a disputed ceremony and a desk; a small one; and
/// the small one as it is before its voting ends, with room for what has not happened.
pub(super) fn worlds() -> &'static [World] {
    static WORLDS: OnceLock<Vec<World>> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let long = Plan {
            seed: 2,
            name_bytes: 4_000,
            deputies: 8,
            dispute: true,
            every_kind: false,
            challenge: false,
            held: false,
            ..Plan::default()
        };
        let choices = vec![vec![1], vec![2], vec![]];
        let small = Plan { seed: 3, deputies: 4, items: 2, most: 1, choices, ..Plan::plain() };
        [Plan::default(), long, small].into_iter().map(World::new).collect()
    })
}

impl World {
    fn new(plan: Plan) -> Self {
        let smith = Smith::tell(plan);
        let log = smith.log();
        let mut state = State::new();
        let mut states = vec![state.clone()];
        for line in &smith.lines {
            state.apply(line).unwrap();
            states.push(state.clone());
        }
        let pictures = states.iter().map(picture).collect();
        Self { log, lines: smith.lines, states, pictures, verifiers: OnceLock::new() }
    }

    /// A verifier that has taken so many lines of the log.
    pub(super) fn verifier(&self, lines: usize) -> Verifier {
        let verifiers = self.verifiers.get_or_init(|| {
            let mut verifier = Verifier::new(self.log.fingerprint);
            let mut all = vec![verifier.clone()];
            for line in &self.log.lines {
                verifier.take([line.as_slice(), b"\n"].concat()).unwrap();
                all.push(verifier.clone());
            }
            all
        });
        verifiers[lines].clone()
    }

    /// The log's key, as an observer of entry 0 knows it.
    pub(super) fn vkey(&self) -> Vkey {
        let Body::SittingDefined(defined) = self.lines[0].body() else { panic!("entry 0") };
        let key = VerifyingKey::from_bytes(defined.keys.log.as_bytes()).unwrap();
        Vkey::new(defined.origin.as_str().parse().unwrap(), VkeyType::Ed25519, key)
    }

    /// The signature of a signer over a body, with the key that the log knows for them, or with one that nobody knows.
    pub(super) fn sign(&self, state: &State, by: Signer, body: &Body, bytes: &[u8]) -> Sig {
        let known = state.key_of(by, body).ok().and_then(|key| self.log.ring.get(key.as_bytes()));
        let key = known.unwrap_or_else(|| SigningKey::from_seed(&[0xee; 32]).unwrap());
        let fingerprint = state.sitting().map_or([0; 32], |sitting| sitting.fingerprint);
        Sig { by, sig: key.sign(purpose_of(by), &fingerprint, bytes).to_bytes().into() }
    }
}

/// A state in words, whole: two states with one picture are the same.
pub(super) fn picture(state: &State) -> String {
    format!("{state:?}")
}

/// That a state still has its picture. Sets have no order, so where the words differ their pieces are compared.
pub(super) fn unchanged(state: &State, before: &str) {
    let now = picture(state);
    if now == before {
        return;
    }
    let pieces = |words: &str| {
        let mut pieces: Vec<String> =
            words.split(['{', '}', '[', ']', ',']).map(|piece| piece.trim().to_owned()).collect();
        pieces.sort_unstable();
        pieces
    };
    let (now, before) = (pieces(&now), pieces(before));
    let differs = now.iter().zip(&before).find(|(one, two)| one != two);
    assert!(now == before, "a refused entry changed the state: {differs:?}");
}
