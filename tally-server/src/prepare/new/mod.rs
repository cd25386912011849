//! The command `tally-server new DIR`: a sitting's folder from the secretariat's files.
//!
//! Order: read and check everything → draft the sitting in memory → ask for passphrases → write → say what to do next.
//! All that is wrong with the files is reported at once, and nothing is written then.

mod agenda;
mod change;
mod example;
mod files;
mod input;
mod report;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use audit::note::{KeyName, Vkey, VkeyError, VkeyType};
use audit::wire::{Bytes32, Text};
use crypto::signature::VerifyingKey;
use terminal_client::keys::{Passphrase, PassphraseError, PromptError, PromptText, prompt};

use super::sitting::{Draft, Holder, Passphrases, SittingError};
pub use files::Complaint;

/// What `tally-server new` is told.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// 要新建的会议文件夹 / the folder to make; it must not exist
    pub folder: PathBuf,
    /// 代表名册（CSV：序号、姓名、代表团）/ the roll
    #[arg(long, value_name = "CSV", required_unless_present = "example")]
    pub roll: Option<PathBuf>,
    /// 候选项目（CSV：序号、项目名称……）；规则方案列有多项时不用 / the projects, in ballot order, of the one contest
    #[arg(long, value_name = "CSV")]
    pub projects: Option<PathBuf>,
    /// 票决办法的规则方案，可列多项表决 / the rules as parameters, for one contest or several
    #[arg(long, value_name = "TOML", required_unless_present = "example")]
    pub rules: Option<PathBuf>,
    /// 只把样本文件写到这个文件夹，供复制修改 / only write example files there, to copy and edit
    #[arg(long)]
    pub example: bool,
    /// 票决办法全文 / the text of the rules
    #[arg(long, value_name = "TXT")]
    pub rules_text: Option<PathBuf>,
    /// 会议名称，缺省用规则方案里的 / the sitting's name; the rules file's if not given
    #[arg(long)]
    pub name: Option<Text>,
    /// 日志的永久名称，缺省随机 / the log's name for ever; random if not given
    #[arg(long)]
    pub origin: Option<KeyName>,
    /// 服务器监听的地址和端口 / where the server listens
    #[arg(long, value_name = "IP:PORT", default_value = crate::folder::ADDRESS_DEFAULT)]
    pub listen: SocketAddr,
    /// 设备访问服务器用的名称或地址，可多次，第一个印在卡上 / names by which devices find the server; the first is on the cards
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// 应到人数，缺省为全体 / how many should attend; all if not given
    #[arg(long, value_name = "N")]
    pub due: Option<u32>,
    /// 演练：另一个标识、另一种颜色、处处注明“演练” / a rehearsal
    #[arg(long)]
    pub rehearsal: bool,
    /// 监票人姓名，可多次，按此顺序编号 / a scrutineer, in order of position
    #[arg(long, value_name = "NAME")]
    pub scrutineer: Vec<Text>,
    /// 解密所需的监票人人数，缺省为过半数 / how many scrutineers must decrypt together; a majority if not given
    #[arg(long, value_name = "T")]
    pub threshold: Option<u16>,
    /// 见证人名单（name、vkey、url 和 quorum），缺省为各监票人的终端 / the witnesses of the log; the scrutineers' terminals if not given
    #[arg(long, value_name = "TOML")]
    pub witnesses: Option<PathBuf>,
    /// 不设见证人 / nobody witnesses the log
    #[arg(long, conflicts_with_all = ["witnesses", "scrutineer_witness"])]
    pub no_witnesses: bool,
    /// 监票人自己生成的见证公钥（key new 的第二行）/ a scrutineer's witness key, if made elsewhere
    #[arg(long, value_name = "NAME=VKEY", conflicts_with = "witnesses")]
    pub scrutineer_witness: Vec<NamedVkey>,
    /// 总监票人自己生成的公钥 / the chief scrutineer's public key, if made elsewhere
    #[arg(long, value_name = "PUB")]
    pub chief_key: Option<PublicKey>,
    /// 执行主席自己生成的公钥 / the presiding officer's
    #[arg(long, value_name = "PUB")]
    pub presiding_key: Option<PublicKey>,
    /// 监票人自己生成的公钥 / a scrutineer's
    #[arg(long, value_name = "NAME=PUB")]
    pub scrutineer_key: Vec<NamedKey>,
    /// 从文件读口令，用于本次生成的所有密钥 / a passphrase for all keys made here, instead of asking
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

/// A public key as its holder hands it over: base64url, 43 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub VerifyingKey);

/// A scrutineer's name and public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedKey {
    /// As in `--scrutineer`.
    pub name: Text,
    /// The key.
    pub key: PublicKey,
}

/// A scrutineer's name and the key of the witness at that terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedVkey {
    /// As in `--scrutineer`.
    pub name: Text,
    /// The key: one that cosigns.
    pub vkey: Vkey,
}

/// Why an argument is no public key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyArgumentError {
    /// Not 32 bytes of base64url.
    #[error("公钥应为 43 个字符的 base64url / a public key is 43 characters of base64url")]
    Encoding,
    /// Not a key that may sign.
    #[error("不是可用的公钥 / not a usable public key: {0}")]
    Key(#[from] crypto::signature::SignatureError),
    /// Not what `key new` prints for a witness.
    #[error("不是见证公钥（key new 打印的第二行）/ not the key of a witness: {0}")]
    Vkey(#[from] VkeyError),
    /// A key that signs logs.
    #[error("不是见证公钥，而是日志的公钥 / the key of a log, not of a witness")]
    NoCosigner,
    /// No `=`, or no name before it.
    #[error("应写作 姓名=公钥 / write NAME=PUB")]
    Form,
}

impl FromStr for PublicKey {
    type Err = KeyArgumentError;

    fn from_str(text: &str) -> Result<Self, KeyArgumentError> {
        let bytes: Bytes32 = text.parse().map_err(|_| KeyArgumentError::Encoding)?;
        Ok(Self(VerifyingKey::from_bytes(bytes.as_bytes())?))
    }
}

impl FromStr for NamedKey {
    type Err = KeyArgumentError;

    fn from_str(text: &str) -> Result<Self, KeyArgumentError> {
        // The last `=`: base64url without padding has none, a name may.
        let (name, key) = text.rsplit_once('=').ok_or(KeyArgumentError::Form)?;
        let name: Text = name.parse().map_err(|_| KeyArgumentError::Form)?;
        if name.as_str().is_empty() {
            Err(KeyArgumentError::Form)
        } else {
            Ok(Self { name, key: key.parse()? })
        }
    }
}

impl FromStr for NamedVkey {
    type Err = KeyArgumentError;

    fn from_str(text: &str) -> Result<Self, KeyArgumentError> {
        // The first `=`: a vkey may end in some.
        let (name, vkey) = text.split_once('=').ok_or(KeyArgumentError::Form)?;
        let name: Text = name.parse().map_err(|_| KeyArgumentError::Form)?;
        let vkey: Vkey = vkey.parse()?;
        if name.as_str().is_empty() {
            Err(KeyArgumentError::Form)
        } else if vkey.kind() != VkeyType::Cosignature {
            Err(KeyArgumentError::NoCosigner)
        } else {
            Ok(Self { name, vkey })
        }
    }
}

/// Why no sitting was made; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// Files or arguments are wrong; every fault that was found.
    #[error("{}", join(.0, |one| &one.en))]
    Input(Vec<Complaint>),
    /// No passphrase from the terminal.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// No passphrase from the file.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// The sitting was refused or could not be written.
    #[error(transparent)]
    Sitting(#[from] SittingError),
    /// The sitting was made, but its report could not be shown.
    #[error("the sitting was made, but this could not be shown: {0}")]
    Output(#[from] io::Error),
}

impl NewError {
    /// In Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::Input(complaints) => join(complaints, |one| &one.zh),
            Self::Prompt(error) => error.zh(),
            Self::Passphrase(error) => error.zh(),
            Self::Sitting(error) => error.zh(),
            Self::Output(error) => format!("会议已建好，但输出失败：{error}"),
        }
    }
}

fn join(complaints: &[Complaint], text: impl Fn(&Complaint) -> &String) -> String {
    complaints.iter().map(|one| text(one).as_str()).collect::<Vec<_>>().join("\n")
}

/// Makes the sitting and says on standard output what to do next. Passphrases are asked for on the terminal.
pub fn run(args: &NewArgs) -> Result<(), NewError> {
    // A clock before 1970 gives entries of time 0: `time` is a claim that decides nothing.
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    run_with(args, time, ask, &mut io::stdout().lock())
}

/// The same with another clock, another source of passphrases and another screen.
fn run_with(
    args: &NewArgs,
    time: u64,
    mut ask: impl FnMut(Holder) -> Result<Passphrase, PromptError>,
    out: &mut impl Write,
) -> Result<(), NewError> {
    if args.folder.symlink_metadata().is_ok() {
        return Err(SittingError::Exists { path: args.folder.clone() }.into());
    }
    if args.example {
        example::write(&args.folder)?;
        out.write_all(example::report(&args.folder).as_bytes())?;
        return Ok(out.flush()?);
    }
    let input = input::read(args).map_err(NewError::Input)?;
    let definition = &input.definition;
    let draft = Draft::new(definition, time)?;
    let passphrases = if let Some(path) = &args.passphrase_file {
        Passphrases::Same(Passphrase::from_file(path)?)
    } else {
        let each: Result<_, _> =
            definition.holders().into_iter().map(|holder| Ok((holder, ask(holder)?))).collect();
        Passphrases::Each(each.map_err(NewError::Prompt)?)
    };
    let made = draft.write(definition, &args.folder, &passphrases)?;
    out.write_all(report::text(definition, &made, &input.notes).as_bytes())?;
    Ok(out.flush()?)
}

fn ask(holder: Holder) -> Result<Passphrase, PromptError> {
    prompt::ask_new(&PromptText {
        zh: format!("请设{}密钥的口令", holder.zh()),
        en: format!("new passphrase for the key of {}", holder.file_stem()),
    })
}
