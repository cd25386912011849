//! `key new`: an act key of a role or a scrutineer, under a passphrase; for a scrutineer a witness key beside it, since the
//! terminals of scrutineers are witnesses unless somebody says otherwise (protocol.md §11.7).

use std::path::{Path, PathBuf};

use audit::note::Vkey;
use audit::wire::Bytes32;
use clap::{Subcommand, ValueEnum};
use crypto::hash::Entropy;
use crypto::signature::SigningKey;
use zeroize::Zeroizing;

use crate::keys::{Existing, Passphrase, PromptText, SecretFile, SecretKind, prompt};
use crate::roles::witness::vkey;
use crate::run::RunError;
use crate::run::roles::witness_path;

use super::CliError;

/// What is done with key files.
#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// 新建密钥: makes a key file and prints the public key, which entry 0 or the list of scrutineers names.
    New {
        /// 角色: whose key.
        #[arg(long, value_enum)]
        role: RoleArg,
        /// 会议的日志名称: the sitting's origin, as it will stand in sitting.toml.
        #[arg(long)]
        origin: String,
        /// 密钥文件: must not exist.
        #[arg(long)]
        out: PathBuf,
        /// 口令文件: its first line is the passphrase. Without it, the terminal asks twice.
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
        /// 也作见证人: a witness key beside it for other roles too; scrutineers always get one.
        #[arg(long)]
        witness: bool,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleArg {
    /// 大会秘书处.
    Secretariat,
    /// 总监票人.
    Chief,
    /// 执行主席.
    Presiding,
    /// 监票人.
    Scrutineer,
}

impl RoleArg {
    fn kind(self) -> SecretKind {
        match self {
            Self::Secretariat => SecretKind::Secretariat,
            Self::Chief => SecretKind::ChiefScrutineer,
            Self::Presiding => SecretKind::PresidingOfficer,
            Self::Scrutineer => SecretKind::Scrutineer,
        }
    }
}

pub(super) fn run(command: KeyCommand) -> Result<(), CliError> {
    let KeyCommand::New { role, origin, out, passphrase_file, witness } = command;
    let file = SecretFile::new(&out, role.kind(), &origin).map_err(RunError::from)?;
    let passphrase = if let Some(path) = passphrase_file {
        Passphrase::from_file(&path).map_err(RunError::from)?
    } else {
        let text = PromptText { zh: "新口令".to_owned(), en: "new passphrase".to_owned() };
        prompt::ask_new(&text).map_err(RunError::from)?
    };
    let public = new(&file, &passphrase)?;
    println!("{} {public}", role.kind().zh());
    if witness || matches!(role, RoleArg::Scrutineer) {
        let vkey = new_witness(&out, &origin, &passphrase)?;
        println!("{} {vkey}", SecretKind::Witness.zh());
    }
    Ok(())
}

/// Makes a witness key beside the key file `out`, under the same passphrase; gives its vkey, which entry 0 names.
fn new_witness(out: &Path, origin: &str, passphrase: &Passphrase) -> Result<Vkey, CliError> {
    let path = witness_path(out);
    let file = SecretFile::new(&path, SecretKind::Witness, origin).map_err(RunError::from)?;
    let mut entropy = Zeroizing::new([0; 32]);
    getrandom::fill(entropy.as_mut_slice())?;
    let key = SigningKey::generate(Entropy::from_os(*entropy)).map_err(RunError::from)?;
    let vkey = vkey(origin, &key)?;
    file.write(passphrase, key.to_secret_bytes().as_slice(), Existing::Keep).map_err(RunError::from)?;
    Ok(vkey)
}

/// Makes the key and writes its file; gives the public key.
fn new(file: &SecretFile, passphrase: &Passphrase) -> Result<Bytes32, CliError> {
    let mut entropy = Zeroizing::new([0; 32]);
    getrandom::fill(entropy.as_mut_slice())?;
    let key = SigningKey::generate(Entropy::from_os(*entropy)).map_err(RunError::from)?;
    file.write(passphrase, key.to_secret_bytes().as_slice(), Existing::Keep).map_err(RunError::from)?;
    Ok(Bytes32::from(*key.verifying_key().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::roles::{RoleKey, read_key, read_witness_key};
    use crate::sitting_file::SittingFile;

    #[test]
    fn a_new_key_is_read_by_its_role_alone_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chief.age");
        let pin = "ab".repeat(32);
        let sitting = SittingFile::parse(&format!(
            "name = \"x\"\nmode = \"real\"\nserver = \"a:1\"\ntls = \"{pin}\"\nfingerprint = \"{pin}\"\norigin = \"a.example/b\"\n",
        ))
        .unwrap();
        let passphrase = Passphrase::generate();
        let file = SecretFile::new(&path, RoleArg::Chief.kind(), "a.example/b").unwrap();
        let public = new(&file, &passphrase).unwrap();
        let key = read_key(&sitting, &path, SecretKind::ChiefScrutineer, &passphrase).unwrap();
        assert_eq!(key.verifying_key().as_bytes(), public.as_bytes());
        let other = read_key(&sitting, &path, SecretKind::Secretariat, &passphrase);
        assert!(matches!(other, Err(RunError::KeyFile(_))));
        assert!(matches!(new(&file, &passphrase), Err(CliError::Run(RunError::KeyFile(_)))));
        // The witness key is another key, in another file, and no act key.
        let vkey = new_witness(&path, "a.example/b", &passphrase).unwrap();
        assert_eq!(vkey.kind(), audit::note::VkeyType::Cosignature);
        assert!(vkey.name().as_str().starts_with("a.example/b/witness-"), "{vkey}");
        assert_ne!(vkey.key().as_bytes(), public.as_bytes());
        let role = RoleKey { key: path.clone(), vault: None };
        let read = read_witness_key(&sitting, &role, &passphrase).unwrap().unwrap();
        assert_eq!(read.verifying_key().as_bytes(), vkey.key().as_bytes());
        let as_act = read_key(&sitting, &role.witness_path(), SecretKind::ChiefScrutineer, &passphrase);
        assert!(matches!(as_act, Err(RunError::KeyFile(_))));
        assert!(matches!(new_witness(&path, "a.example/b", &passphrase), Err(CliError::Run(_))));
        let none = RoleKey { key: folder.path().join("presiding.age"), vault: None };
        assert!(read_witness_key(&sitting, &none, &passphrase).unwrap().is_none());
    }
}
