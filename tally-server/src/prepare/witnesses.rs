//! The witnesses of a sitting as the secretariat lists them: a TOML file for `new --witnesses`.
//!
//! ```toml
//! quorum = 4                                      # may be left out: the smallest that more than a third must betray
//!
//! [[witness]]
//! name = "县监督委员会"                            # as people call it
//! vkey = "jianwei.example/witness+5a8f…+BA…"      # what `audit witness new` printed on the witness's own machine
//! url = "https://192.168.1.21:7000/"              # where it answers; left out where a terminal at the sitting is the witness
//! ```
//!
//! Every fault is said with the file, the witness and the field. A witness who is also a role is refused by the fold (§3.2).

use audit::entry::preparation::WitnessKey;
use audit::note::{Vkey, VkeyType};
use audit::policy::PolicyUrl;
use audit::quorum::{WITNESSES_MAX, quorum_by_default};
use audit::wire::Text;

/// Largest file in bytes.
pub const WITNESSES_BYTES_MAX: usize = 64 * 1024;

/// Names that a witness may have.
const FIELDS: [&str; 3] = ["name", "vkey", "url"];

/// Who witnesses a sitting, and how many of them are a quorum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WitnessesDraft {
    /// In the order of entry 0.
    pub witnesses: Vec<WitnessDraft>,
    /// 0 with no witnesses.
    pub quorum: u32,
}

/// A witness to be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessDraft {
    /// What people know it by, and its key.
    pub key: WitnessKey,
    /// Where the server asks it for cosignatures, if it does.
    pub url: Option<PolicyUrl>,
}

/// A fault of the file, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Reads the file; `file` is its name in messages. Gives every fault that it has.
pub fn read(file: &str, text: &str) -> Result<WitnessesDraft, Vec<Fault>> {
    let mut reading = Reading { file, faults: Vec::new() };
    let draft = reading.whole(text);
    match draft {
        Some(draft) if reading.faults.is_empty() => Ok(draft),
        _ => Err(reading.faults),
    }
}

struct Reading<'a> {
    file: &'a str,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn whole(&mut self, text: &str) -> Option<WitnessesDraft> {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                self.fault(&format!("写法不对：{error}"), &error.to_string());
                return None;
            }
        };
        for name in table.keys().filter(|name| !["witness", "quorum"].contains(&name.as_str())) {
            self.fault(
                &format!("不认识“{name}”，只有 quorum 和 [[witness]]"),
                &format!("{name:?} is not known; known are quorum, [[witness]]"),
            );
        }
        let list = table.get("witness").and_then(toml::Value::as_array);
        let Some(list) = list.filter(|list| !list.is_empty() && list.len() <= WITNESSES_MAX) else {
            self.fault(
                &format!("应有 1 至 {WITNESSES_MAX} 个 [[witness]]"),
                &format!("there must be 1 to {WITNESSES_MAX} [[witness]]"),
            );
            return None;
        };
        let mut witnesses: Vec<WitnessDraft> = Vec::new();
        let mut keys: Vec<Vkey> = Vec::new();
        for (number, value) in (1..).zip(list) {
            let Some((witness, vkey)) = self.witness(number, value) else { continue };
            if witnesses.iter().any(|other| other.key.name == witness.key.name) {
                self.of(number, "name", "与前面一位相同", "is that of a witness above");
            }
            if keys.iter().any(|other| other.name() == vkey.name() || other.key() == vkey.key()) {
                self.of(number, "vkey", "名称或公钥与前面一位相同", "has the name or key of a witness above");
            }
            keys.push(vkey);
            witnesses.push(witness);
        }
        let quorum = self.quorum(table.get("quorum"), u64::try_from(list.len()).unwrap_or(u64::MAX))?;
        Some(WitnessesDraft { witnesses, quorum })
    }

    fn witness(&mut self, number: usize, value: &toml::Value) -> Option<(WitnessDraft, Vkey)> {
        let Some(table) = value.as_table() else {
            self.of(number, "witness", "不是 [[witness]]", "is no [[witness]]");
            return None;
        };
        for name in table.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            self.of(number, name, "不认识，只有 name、vkey、url", "not known; known are name, vkey, url");
        }
        let text = |field: &str| table.get(field).and_then(toml::Value::as_str);
        let name = text("name").and_then(|name| name.parse::<Text>().ok());
        let name = name.filter(|name| !name.as_str().trim().is_empty());
        if name.is_none() {
            self.of(
                number,
                "name",
                "没有写，或不是可以显示的文字",
                "is missing, or no text that can be shown",
            );
        }
        let vkey = self.vkey(number, text("vkey"));
        let url = match table.get("url") {
            None => None,
            Some(url) => {
                let url =
                    url.as_str().filter(|url| is_http(url)).and_then(|url| url.parse::<PolicyUrl>().ok());
                if url.is_none() {
                    self.of(number, "url", "不是 http:// 或 https:// 网址", "is no http:// or https:// URL");
                }
                url
            }
        };
        let (name, (written, vkey)) = (name?, vkey?);
        Some((WitnessDraft { key: WitnessKey { name, vkey: written }, url }, vkey))
    }

    /// Of type 0x04, and its one spelling.
    fn vkey(&mut self, number: usize, written: Option<&str>) -> Option<(Text, Vkey)> {
        let Some(written) = written else {
            self.of(number, "vkey", "没有写", "is missing");
            return None;
        };
        let vkey = match written.parse::<Vkey>() {
            Ok(vkey) if vkey.kind() == VkeyType::Cosignature => vkey,
            Ok(_) => {
                self.of(
                    number,
                    "vkey",
                    "不是见证用的公钥（类型 0x04）：见证人自己用 audit witness new 生成",
                    "is no key for cosignatures (type 0x04): the witness makes one with audit witness new",
                );
                return None;
            }
            Err(error) => {
                self.of(number, "vkey", &format!("抄写有误：{error}"), &error.to_string());
                return None;
            }
        };
        let Ok(written) = vkey.to_string().parse::<Text>() else {
            self.of(number, "vkey", "名称不是可以显示的文字", "its name is no text that can be shown");
            return None;
        };
        Some((written, vkey))
    }

    fn quorum(&mut self, value: Option<&toml::Value>, count: u64) -> Option<u32> {
        let Some(value) = value else { return u32::try_from(quorum_by_default(count)).ok() };
        let quorum = value.as_integer().and_then(|quorum| u64::try_from(quorum).ok());
        let quorum = quorum.filter(|quorum| *quorum <= count && quorum.saturating_mul(2) > count);
        if quorum.is_none() {
            let least = count / 2 + 1;
            self.fault(
                &format!(
                    "quorum：{count} 位见证人时应为 {least} 至 {count}；不过半数，两份不同的记录就能各得一半的见证"
                ),
                &format!(
                    "quorum: {least} to {count} of {count} witnesses; with half of them or fewer, two different logs could each get a quorum"
                ),
            );
        }
        quorum.and_then(|quorum| u32::try_from(quorum).ok())
    }

    fn fault(&mut self, zh: &str, en: &str) {
        let file = self.file;
        self.faults.push(Fault { zh: format!("{file} {zh}"), en: format!("{file}: {en}") });
    }

    fn of(&mut self, number: usize, field: &str, zh: &str, en: &str) {
        let file = self.file;
        self.faults.push(Fault {
            zh: format!("{file} 第 {number} 个 [[witness]] 的 {field}：{zh}"),
            en: format!("{file}, [[witness]] {number}, {field}: {en}"),
        });
    }
}

fn is_http(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::signature::SigningKey;

    fn vkey(number: u8, kind: VkeyType) -> String {
        let key = SigningKey::from_seed(&[number; 32]).unwrap().verifying_key();
        Vkey::new(format!("witness-{number}.example").parse().unwrap(), kind, key).to_string()
    }

    fn file(witnesses: u8) -> String {
        (1..=witnesses).fold(String::new(), |text, number| {
            let vkey = vkey(number, VkeyType::Cosignature);
            let url = format!("https://w{number}.example/");
            text + &format!("[[witness]]\nname = \"见证人{number}\"\nvkey = \"{vkey}\"\nurl = \"{url}\"\n")
        })
    }

    #[test]
    fn witnesses_are_read_with_the_quorum_that_is_said_or_the_least_that_is_safe() {
        let read = |text: &str| super::read("witnesses.toml", text).unwrap();
        let five = read(&file(5));
        assert_eq!((five.witnesses.len(), five.quorum), (5, 4));
        let third = &five.witnesses[2];
        assert_eq!(third.key.name.as_str(), "见证人3");
        assert_eq!(third.url.as_ref().map(PolicyUrl::as_str), Some("https://w3.example/"));
        assert_eq!(read(&format!("quorum = 3\n{}", file(5))).quorum, 3);
        let at_a_terminal = file(1).replace("url = \"https://w1.example/\"\n", "");
        assert_eq!((read(&at_a_terminal).witnesses[0].url.clone(), read(&at_a_terminal).quorum), (None, 1));
    }

    #[test]
    fn every_fault_is_said_with_its_row_and_field() {
        let two = file(2);
        let (first, second) = (vkey(1, VkeyType::Cosignature), vkey(2, VkeyType::Cosignature));
        let cases = [
            (String::new(), "witnesses.toml: there must be 1 to 32 [[witness]]"),
            (file(33), "witnesses.toml: there must be 1 to 32 [[witness]]"),
            ("witness = 3".to_owned(), "witnesses.toml: there must be 1 to 32 [[witness]]"),
            (format!("most = 2\n{two}"), "witnesses.toml: \"most\" is not known"),
            (format!("quorum = 1\n{two}"), "witnesses.toml: quorum: 2 to 2 of 2"),
            (format!("quorum = 3\n{two}"), "witnesses.toml: quorum: 2 to 2 of 2"),
            (format!("quorum = \"2\"\n{two}"), "witnesses.toml: quorum: 2 to 2 of 2"),
            (two.replace("见证人2", " "), "witnesses.toml, [[witness]] 2, name: is missing"),
            (two.replace("见证人2", "见证人1"), "witnesses.toml, [[witness]] 2, name: is that of"),
            (two.replace(&second, &first), "witnesses.toml, [[witness]] 2, vkey: has the name or key"),
            (two.replace(&second, "w+00+AA"), "witnesses.toml, [[witness]] 2, vkey: "),
            (
                two.replace(&second, &vkey(2, VkeyType::Ed25519)),
                "witnesses.toml, [[witness]] 2, vkey: is no key for cosignatures",
            ),
            (two.replace("https://w2", "ftp://w2"), "witnesses.toml, [[witness]] 2, url: is no http://"),
            (two.replace("url = \"https://w2", "uri = \"https://w2"), "[[witness]] 2, uri: not known"),
        ];
        for (text, says) in cases {
            let faults = super::read("witnesses.toml", &text).unwrap_err();
            assert!(faults.iter().any(|fault| fault.en.contains(says)), "{says}: {faults:?}");
            assert!(faults.iter().all(|fault| fault.zh != fault.en));
        }
    }
}
