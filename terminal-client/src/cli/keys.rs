//! `key new`: an act key of a role or a scrutineer, under a passphrase.

use std::path::PathBuf;

use audit::wire::Bytes32;
use clap::{Subcommand, ValueEnum};
use crypto::hash::Entropy;
use crypto::signature::SigningKey;
use zeroize::Zeroizing;

use crate::keys::{Existing, Passphrase, PromptText, SecretFile, SecretKind, prompt};
use crate::run::RunError;

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
    let KeyCommand::New { role, origin, out, passphrase_file } = command;
    let file = SecretFile::new(&out, role.kind(), &origin).map_err(RunError::from)?;
    let passphrase = if let Some(path) = passphrase_file {
        Passphrase::from_file(&path).map_err(RunError::from)?
    } else {
        let text = PromptText { zh: "新口令".to_owned(), en: "new passphrase".to_owned() };
        prompt::ask_new(&text).map_err(RunError::from)?
    };
    let public = new(&file, &passphrase)?;
    println!("{} {public}", role.kind().zh());
    Ok(())
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
    use crate::run::roles::read_key;
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
    }
}
