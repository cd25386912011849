//! Definition, roll, rules, contests, scrutineers and the key ceremony.

use super::{Smith, int, text};
use audit::entry::Body;
use audit::entry::key::{
    DealtShare, KeyAccepted, KeyAgreed, KeyCommitted, KeyDealt, KeyDisputed, KeyRevealed, KeyTested,
};
use audit::entry::payload::{BlobPart, split_text};
use audit::entry::preparation::ContestPurpose;
use audit::entry::preparation::{
    ContestDefined, Item, Mode, NamedScrutineer, PROTOCOL_VERSION, Roll, RollDeputy, RollFixed, RulesAdopted,
    ScrutineersNamed, SittingDefined, SittingKeys, WitnessKey,
};
use audit::fold::Ceremony;
use audit::note::{Vkey, VkeyType};
use audit::rules::Profile;
use audit::wire::encode;
use crypto::card::Card;
use crypto::ceremony::{CeremonySecret, Opened, SEALED_SHARE_BYTES, Transcript};
use crypto::decryption::decrypt;
use crypto::group::{Element, G_TABLE};
use crypto::hash;
use crypto::proofs::{Context, KnowledgeProof};
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use crypto::signature::VerifyingKey;

impl Smith {
    /// Entry 0, with fresh keys of all roles.
    pub fn definition(&mut self) -> SittingDefined {
        let keys = SittingKeys {
            log: self.new_key().into(),
            server: self.new_key().into(),
            secretariat: self.new_key().into(),
            chief: self.new_key().into(),
            presiding: self.new_key().into(),
        };
        let pages = vec![self.draw().into()];
        let witnesses = (1..=self.plan.witnesses).map(|number| {
            let key = self.new_key();
            let key = VerifyingKey::from_bytes(&key).unwrap();
            let name = format!("witness-{number}.example").parse().unwrap();
            let vkey = Vkey::new(name, VkeyType::Cosignature, key).to_string();
            WitnessKey { name: text(&format!("见证人{number}")), vkey: text(&vkey) }
        });
        let witnesses = witnesses.collect();
        SittingDefined {
            version: PROTOCOL_VERSION.into(),
            name: text("云岭县第十七届人民代表大会第二次会议"),
            mode: if self.plan.rehearsal { Mode::Rehearsal } else { Mode::Real },
            origin: text("yunling.example/2027"),
            keys,
            witnesses,
            quorum: self.plan.quorum.into(),
            pages,
        }
    }

    /// The roll, with a fresh card for each deputy.
    pub fn roll(&mut self) -> Roll {
        let fingerprint = self.state.sitting().unwrap().fingerprint;
        let deputies = (1..=self.plan.deputies).map(|number| {
            let card = Card::issue(u64::from(number), self.entropy()).unwrap();
            let card = self.ring.keep(&card.signing_key(&fingerprint).unwrap());
            let name = format!("代表{number}");
            let name = format!("{name}{}", "·".repeat(self.plan.name_bytes.saturating_sub(name.len()) / 2));
            RollDeputy {
                number: number.into(),
                name: text(&name),
                delegation: text(if number % 2 == 0 { "东山代表团" } else { "西河代表团" }),
                card: card.into(),
            }
        });
        Roll { deputies: deputies.collect() }
    }

    /// The entry of a roll and the parts before it.
    pub fn roll_body(&self, roll: &Roll) -> (Vec<BlobPart>, RollFixed) {
        let count = int(u64::try_from(roll.deputies.len()).unwrap());
        let (payload, parts) = split_text(&String::from_utf8(encode(roll)).unwrap()).unwrap();
        (parts, RollFixed { membership: count, due: count, roll: payload })
    }

    /// The 票决办法.
    pub fn rules(&self) -> RulesAdopted {
        let title = text("云岭县民生实事项目票决办法");
        let mut profile =
            Profile::livelihood_projects(title.clone(), self.plan.seats.into(), self.plan.most.into());
        profile.minimum_ballots = self.plan.minimum.into();
        let (text, _) = split_text("第一条 为规范票决，制定本办法。\n第二条 得票过半数的为通过。").unwrap();
        RulesAdopted { title, text, profile }
    }

    /// The next contest, by the rules that were adopted first.
    pub fn contest(&self) -> ContestDefined {
        let number = u64::try_from(self.state.contests().len()).unwrap() + 1;
        let first = self.state.contests().get(&1).map(|contest| contest.definition.rules.to_bytes());
        let rules = first.unwrap_or_else(|| *self.state.rules().keys().next().unwrap());
        let items = (1..=self.plan.items).map(|item| Item {
            number: item.into(),
            title: text(&format!("第{item}号民生实事项目")),
            department: text("县水利局"),
            budget: text("120 万元"),
            detail: text("改造老旧管网"),
        });
        ContestDefined {
            contest: int(number),
            title: text(&format!("2027 年度民生实事项目票决（{number}）")),
            rules: rules.into(),
            profile: self.state.rules()[&rules].profile.clone(),
            purpose: ContestPurpose::Items,
            items: items.collect(),
        }
    }

    /// The scrutineers of the next run, with fresh act keys.
    pub fn scrutineers(&mut self) -> ScrutineersNamed {
        let run = self.state.ceremony().map_or(1, |ceremony| ceremony.run() + 1);
        self.ceremony_seeds.clear();
        self.shares.clear();
        ScrutineersNamed {
            run: int(run),
            threshold: u32::from(self.plan.threshold).into(),
            scrutineers: (1..=self.plan.scrutineers)
                .map(|index| NamedScrutineer {
                    index: u32::from(index).into(),
                    name: text(&format!("监票人{index}")),
                    key: self.new_key().into(),
                })
                .collect(),
            reason: text(if run == 1 { "" } else { "上一轮有争议" }),
        }
    }

    /// The run that goes on.
    pub fn ceremony(&self) -> &Ceremony {
        self.state.ceremony().unwrap()
    }

    fn transcript(&self) -> &Transcript {
        self.ceremony().transcript()
    }

    /// A scrutineer's ceremony secret, made at the first call of a run.
    pub fn secret(&mut self, index: u16) -> CeremonySecret {
        let run = self.transcript().run().clone();
        let position = position(index);
        if !self.ceremony_seeds.contains_key(&index) {
            let act_key = self.ring.get(run.act_key(position).unwrap().as_bytes()).unwrap();
            let secret = CeremonySecret::generate(run.clone(), position, &act_key, self.entropy()).unwrap();
            self.ceremony_seeds.insert(index, *secret.to_secret_bytes());
        }
        let seed = self.ceremony_seeds.get(&index).unwrap();
        CeremonySecret::from_secret_bytes(run, position, seed).unwrap()
    }

    /// Round 1 of a scrutineer.
    pub fn commitment(&mut self, index: u16) -> KeyCommitted {
        let step = self.secret(index).commit().unwrap();
        KeyCommitted {
            run: int(self.ceremony().run()),
            scrutineer: u32::from(index).into(),
            encryption_key: (*step.encryption_key.as_bytes()).into(),
            encryption_proof: step.proof.to_bytes().into(),
            commitment: step.commitment.into(),
        }
    }

    /// Round 2.
    pub fn reveal(&mut self, index: u16) -> KeyRevealed {
        let step = self.secret(index).reveal().unwrap();
        KeyRevealed {
            run: int(self.ceremony().run()),
            scrutineer: u32::from(index).into(),
            commitments: step.commitments.iter().map(|point| (*point.as_bytes()).into()).collect(),
            proof: step.proof.to_bytes().into(),
        }
    }

    /// Round 3.
    pub fn dealing(&mut self, index: u16) -> KeyDealt {
        let step = self.secret(index).deal(self.transcript()).unwrap();
        let others = (1..=self.plan.scrutineers).filter(|other| *other != index);
        KeyDealt {
            run: int(self.ceremony().run()),
            scrutineer: u32::from(index).into(),
            shares: others
                .zip(step.shares)
                .map(|(to, share)| DealtShare {
                    to: u32::from(to).into(),
                    ephemeral: (*share.ephemeral.as_bytes()).into(),
                    proof: share.proof.to_bytes().into(),
                    sealed: share.sealed.into(),
                })
                .collect(),
        }
    }

    /// A dealing of scrutineer 1 whose share for scrutineer 2 does not open.
    pub fn bad_dealing(&mut self) -> KeyDealt {
        let mut dealing = self.dealing(1);
        let e = hash::scalar("smith-ephemeral", &[&self.draw()]);
        let ephemeral = Element::try_from(&e * G_TABLE).unwrap();
        let sealed = [7; SEALED_SHARE_BYTES];
        let entropy = self.entropy();
        // Fields as in protocol.md §5.4: run, dealer, recipient, the recipient's key, the sealed share.
        let transcript = self.transcript();
        let recipient = transcript.committed(position(2)).unwrap().encryption_key;
        let (from, to) = (position(1).to_field(), position(2).to_field());
        let fields: [&[u8]; 5] = [transcript.run().hash(), &from, &to, recipient.as_bytes(), &sealed];
        let context = Context { label: "ceremony-ephemeral", fields: &fields };
        let proof = KnowledgeProof::prove(&context, &e, &ephemeral, &entropy);
        let share = dealing.shares.first_mut().unwrap();
        share.ephemeral = (*ephemeral.as_bytes()).into();
        share.proof = proof.to_bytes().into();
        share.sealed = sealed.into();
        dealing
    }

    /// What a scrutineer says of the shares dealt to it: all good (and then the share is kept), or a complaint.
    pub fn opened(&mut self, index: u16) -> Body {
        let run = int(self.ceremony().run());
        let scrutineer = u32::from(index).into();
        match self.secret(index).open(self.transcript()).unwrap() {
            Opened::Share(share) => {
                self.shares.insert(index, *share.to_bytes());
                let follows = self.ceremony().last_dealt().into();
                Body::KeyAccepted(KeyAccepted { run, scrutineer, follows })
            }
            Opened::Complaints(complaints) => {
                let complaint = complaints.first().unwrap();
                Body::KeyDisputed(KeyDisputed {
                    run,
                    scrutineer,
                    dealer: u32::from(complaint.dealer.get()).into(),
                    shared: (*complaint.shared.as_bytes()).into(),
                    proof: complaint.proof.to_bytes().into(),
                })
            }
        }
    }

    /// The key that all sign.
    pub fn agreement(&self) -> KeyAgreed {
        let agreed = self.transcript().agreed().unwrap();
        KeyAgreed {
            run: int(self.ceremony().run()),
            public_key: (*agreed.key.as_bytes()).into(),
            share_keys: agreed.public_shares.iter().map(|key| (*key.as_bytes()).into()).collect(),
        }
    }

    /// A scrutineer's secret share of the agreed key.
    pub fn share(&self, index: u16) -> SecretShare {
        SecretShare::from_bytes(self.shares.get(&index).unwrap()).unwrap()
    }

    /// A test decryption.
    pub fn key_test(&mut self, index: u16) -> KeyTested {
        let statement = self.state.test_statement().unwrap();
        let entropy = self.entropy();
        let agreed = self.ceremony().agreed().unwrap();
        let public = agreed.share_key(position(index)).unwrap();
        let share = decrypt(&statement, position(index), &self.share(index), public, entropy).unwrap();
        KeyTested {
            key: agreed.leaf.into(),
            scrutineer: u32::from(index).into(),
            share: <[u8; 128]>::try_from(share.to_bytes()).unwrap().into(),
        }
    }
}

/// The position of a scrutineer.
pub(super) fn position(index: u16) -> ScrutineerIndex {
    ScrutineerIndex::try_from(index).unwrap()
}
