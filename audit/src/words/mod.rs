//! Signers, people and entries in words, Chinese and English: for the verifier's commands, reports and screens alike.
//!
//! Never a choice and never a total: a line about an entry may stand on a screen that the whole hall sees.
//!
//! Next: `entry` has a line for each kind; `meaning` says what a kind is there for.

mod entry;
mod meaning;

use crate::entry::Signer;
use crate::fold::State;
use crate::rules::explain::Lang;
use crate::wire::Int;
pub use entry::entry;
pub use meaning::meaning;
use serde::Serialize;

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The one of this language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Several, as a list in one sentence.
    pub fn list(all: impl IntoIterator<Item = Self>) -> Self {
        let (zh, en): (Vec<String>, Vec<String>) = all.into_iter().map(|words| (words.zh, words.en)).unzip();
        Self::new(zh.join("、"), en.join(", "))
    }
}

/// A signer: 总监票人, the chief scrutineer.
pub fn signer(by: Signer) -> Words {
    match by {
        Signer::Server => Words::new("计票服务器", "the tally server"),
        Signer::Secretariat => Words::new("大会秘书处", "the secretariat"),
        Signer::Chief => Words::new("总监票人", "the chief scrutineer"),
        Signer::Presiding => Words::new("执行主席", "the presiding officer"),
        Signer::Scrutineer(index) => Words::new(format!("监票人 {index}"), format!("scrutineer {index}")),
        Signer::Deputy(number) => Words::new(format!("代表 {number}"), format!("deputy {number}")),
        Signer::Card(number) => {
            Words::new(format!("代表 {number} 的代表证"), format!("the card of deputy {number}"))
        }
        Signer::Ballot => Words::new("票钥", "a ballot key"),
    }
}

/// A deputy with delegation and name, by the roll: 城关镇代表团 欧阳春燕.
pub fn deputy(state: &State, number: Int) -> Words {
    let on_roll = u32::try_from(number.get()).ok().and_then(|number| state.roll()?.get(number));
    on_roll.map_or_else(
        || Words::new(format!("代表 {number}"), format!("deputy {number}")),
        |deputy| {
            let words = format!("{} {}", deputy.delegation, deputy.name);
            Words::new(words.clone(), words)
        },
    )
}

/// A scrutineer's name, as the current run of the ceremony names them.
pub fn scrutineer(state: &State, index: Int) -> Words {
    let named = state.ceremony().and_then(|run| run.named().iter().find(|named| named.index == index));
    named.map_or_else(
        || Words::new(format!("监票人 {index}"), format!("scrutineer {index}")),
        |named| Words::new(named.name.as_str(), named.name.as_str()),
    )
}

/// Who signed a report: the secretariat signs for the tellers.
pub fn report_signer(state: &State, by: Signer) -> Words {
    match by {
        Signer::Secretariat => Words::new("计票人", "the tellers"),
        Signer::Scrutineer(index) => scrutineer(state, Int::from(u32::from(index))),
        other => signer(other),
    }
}
