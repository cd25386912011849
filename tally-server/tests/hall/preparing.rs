//! From entry 0 to a tested key and contests that can be opened.

use audit::entry::key::{DealtShare, KeyAccepted, KeyAgreed, KeyCommitted, KeyDealt, KeyRevealed, KeyTested};
use audit::entry::payload::split_text;
use audit::entry::preparation::{
    ContestDefined, ContestPurpose, Item, NamedScrutineer, Roll, RollDeputy, RollFixed, RulesAdopted,
    ScrutineersNamed,
};
use audit::entry::voting::{CheckedIn, Means};
use audit::entry::{Body, Signer};
use audit::rules::{Profile, Secrecy};
use audit::wire::{Bytes32, encode};
use crypto::ceremony::{CeremonySecret, Opened};
use crypto::decryption::decrypt;
use crypto::scrutineer::ScrutineerIndex;
use protocol::{Act, ServerMessage};
use tally_server::folder::keys::entropy;

use super::{Client, Hall, int, public, text};

/// 差额票决 of 3 items, 2 seats.
pub fn selection() -> Profile {
    Profile::livelihood_projects(text("差额票决"), int(2), int(2))
}

/// The same, named or by show of hands.
pub fn open_vote(secrecy: Secrecy) -> Profile {
    let rules = selection();
    let title = text(if secrecy == Secrecy::Named { "记名票决" } else { "举手票决" });
    match secrecy {
        Secrecy::Hands => Profile {
            title,
            secrecy,
            choice: audit::rules::Choice::Each,
            options: audit::rules::Options::TwoWay,
            ..rules
        },
        _ => Profile { title, secrecy, ..rules },
    }
}

pub fn items(count: u32) -> Vec<Item> {
    let item = |number| Item {
        number: int(number),
        title: text(&format!("项目{number}")),
        department: text(""),
        budget: text(""),
        detail: text(""),
    };
    (1..=count).map(item).collect()
}

impl Hall {
    /// Roll, scrutineers, key, contest 1, everybody checked in.
    pub async fn prepare(&self, client: &mut Client) {
        self.prepare_with(client, &[selection()]).await;
    }

    /// The same with a contest of three items for each of these rules.
    pub async fn prepare_with(&self, client: &mut Client, profiles: &[Profile]) {
        self.fix_roll(client).await;
        self.name_scrutineers(client).await;
        self.hold_ceremony(client).await;
        for (number, profile) in (1..).zip(profiles) {
            let rules = self.adopt(client, profile).await;
            let contest = self.contest(number, rules, profile, ContestPurpose::Items, items(3));
            client.accepted(&contest).await;
        }
        for deputy in 1..=self.deputies {
            client.accepted(&self.check_in(deputy, &[])).await;
        }
    }

    pub async fn fix_roll(&self, client: &mut Client) {
        let deputies = (1..=self.deputies)
            .map(|number| RollDeputy {
                number: int(number),
                name: text(&format!("代表{number}")),
                delegation: text("第一代表团"),
                card: public(&Self::key_of(Signer::Card(number))),
            })
            .collect();
        let roll = String::from_utf8(encode(&Roll { deputies })).unwrap();
        let (roll, parts) = split_text(&roll).unwrap();
        let roll = RollFixed { membership: int(self.deputies), due: int(self.deputies), roll };
        let mut act = self.act(&Body::RollFixed(roll), &[Signer::Secretariat]);
        act.parts = parts.into_iter().map(|part| part.data).collect();
        client.accepted(&act).await;
    }

    /// Gives the leaf hash.
    pub async fn adopt(&self, client: &mut Client, profile: &Profile) -> Bytes32 {
        let (words, _) = split_text("票决办法").unwrap();
        let rules = RulesAdopted { title: profile.title.clone(), text: words, profile: profile.clone() };
        client.accepted(&self.act(&Body::RulesAdopted(rules), &[Signer::Secretariat])).await.leaf
    }

    pub fn contest(
        &self,
        number: u32,
        rules: Bytes32,
        profile: &Profile,
        purpose: ContestPurpose,
        items: Vec<Item>,
    ) -> Act {
        let title = text(&format!("第{number}项"));
        let profile = profile.clone();
        let body = ContestDefined { contest: int(number), title, rules, profile, purpose, items };
        self.act(&Body::ContestDefined(body), &[Signer::Secretariat])
    }

    /// `besides`: the roles that let in who is late.
    pub fn check_in(&self, deputy: u32, besides: &[Signer]) -> Act {
        let body = Body::CheckedIn(CheckedIn {
            deputy: int(deputy),
            device_key: public(&Self::key_of(Signer::Deputy(deputy))),
            means: Means::Card,
        });
        self.act(&body, &[&[Signer::Card(deputy)], besides].concat())
    }

    pub async fn name_scrutineers(&self, client: &mut Client) {
        let named = ScrutineersNamed {
            run: int(1),
            threshold: int(2),
            scrutineers: [1, 2]
                .map(|index| NamedScrutineer {
                    index: int(u32::from(index)),
                    name: text(&format!("监票人{index}")),
                    key: public(&Self::key_of(Signer::Scrutineer(index))),
                })
                .to_vec(),
            reason: text(""),
        };
        // Proposed by one role, signed by the other.
        let body = Body::ScrutineersNamed(named);
        let proposed = client.submit(&self.act(&body, &[Signer::Secretariat])).await;
        assert!(
            matches!(&proposed, ServerMessage::Proposed { missing, .. } if *missing == [Signer::Chief]),
            "{proposed:?}"
        );
        client.accepted(&self.act(&body, &[Signer::Chief])).await;
    }

    pub async fn hold_ceremony(&self, client: &mut Client) {
        let indices = [1_u16, 2].map(|index| ScrutineerIndex::try_from(index).unwrap());
        let state = client.state().await;
        let run = state.ceremony().unwrap().transcript().run().clone();
        let secrets = indices.map(|index| {
            let act_key = Self::key_of(Signer::Scrutineer(u8::try_from(index.get()).unwrap()));
            CeremonySecret::generate(run.clone(), index, &act_key, entropy().unwrap()).unwrap()
        });
        for round in 0..3 {
            let state = client.state().await;
            let transcript = state.ceremony().unwrap().transcript().clone();
            for (index, secret) in (1_u8..).zip(&secrets) {
                let scrutineer = int(u32::from(index));
                let body = match round {
                    0 => {
                        let step = secret.commit().unwrap();
                        Body::KeyCommitted(KeyCommitted {
                            run: int(1),
                            scrutineer,
                            encryption_key: (*step.encryption_key.as_bytes()).into(),
                            encryption_proof: step.proof.to_bytes().into(),
                            commitment: step.commitment.into(),
                        })
                    }
                    1 => {
                        let step = secret.reveal().unwrap();
                        Body::KeyRevealed(KeyRevealed {
                            run: int(1),
                            scrutineer,
                            commitments: step.commitments.iter().map(|c| (*c.as_bytes()).into()).collect(),
                            proof: step.proof.to_bytes().into(),
                        })
                    }
                    _ => {
                        let step = secret.deal(&transcript).unwrap();
                        let to = int(u32::from(3 - index));
                        let share = |share: &crypto::ceremony::DealtShare| DealtShare {
                            to,
                            ephemeral: (*share.ephemeral.as_bytes()).into(),
                            proof: share.proof.to_bytes().into(),
                            sealed: share.sealed.into(),
                        };
                        let shares = step.shares.iter().map(share).collect();
                        Body::KeyDealt(KeyDealt { run: int(1), scrutineer, shares })
                    }
                };
                client.accepted(&self.act(&body, &[Signer::Scrutineer(index)])).await;
            }
        }
        let state = client.state().await;
        let ceremony = state.ceremony().unwrap();
        for index in 1..=2_u8 {
            let body = Body::KeyAccepted(KeyAccepted {
                run: int(1),
                scrutineer: int(u32::from(index)),
                follows: ceremony.last_dealt().into(),
            });
            client.accepted(&self.act(&body, &[Signer::Scrutineer(index)])).await;
        }
        let agreed = ceremony.transcript().agreed().unwrap();
        let body = Body::KeyAgreed(KeyAgreed {
            run: int(1),
            public_key: (*agreed.key.as_bytes()).into(),
            share_keys: agreed.public_shares.iter().map(|key| (*key.as_bytes()).into()).collect(),
        });
        let both = [Signer::Scrutineer(1), Signer::Scrutineer(2)];
        let placed = client.accepted(&self.act(&body, &both)).await;
        let transcript = ceremony.transcript().clone();
        let statement = client.state().await.test_statement().unwrap();
        for ((index, secret), public_share) in indices.iter().zip(&secrets).zip(&agreed.public_shares) {
            let Opened::Share(share) = secret.open(&transcript).unwrap() else { panic!("complaints") };
            let partial = decrypt(&statement, *index, &share, public_share, entropy().unwrap()).unwrap();
            let number = u8::try_from(index.get()).unwrap();
            let body = Body::KeyTested(KeyTested {
                key: placed.leaf,
                scrutineer: int(u32::from(number)),
                share: <[u8; 128]>::try_from(partial.to_bytes()).unwrap().into(),
            });
            client.accepted(&self.act(&body, &[Signer::Scrutineer(number)])).await;
        }
    }
}
