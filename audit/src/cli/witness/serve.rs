//! `audit witness serve`: reads key and state, then answers.

use std::io::{Write, stderr};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use audit::note::{Vkey, VkeyType};
use audit::witness::Witness;
use audit::witness::http;
use audit::witness::key::WitnessKey;
use audit::witness::store::Store;
use audit::words::Words;
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::desk::{Ended, OneDesk, last};
use super::said;
use crate::cli::{Lang, print};

/// Arguments of `audit witness serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The witness's folder, with its key. 见证人的文件夹
    folder: PathBuf,
    /// The vkey of a log to cosign, from the sitting's papers; its name is the origin. May be given several times. 要见证的记录的公钥
    #[arg(long, required = true, value_name = "VKEY", value_parser = log)]
    log: Vec<Vkey>,
    /// Where to listen; port 0 takes a free one. 监听地址
    #[arg(long, default_value = "127.0.0.1:7480")]
    listen: SocketAddr,
    /// What stands before /add-checkpoint in the path. 路径前缀
    #[arg(long, default_value = "", value_parser = prefix)]
    prefix: String,
    /// A folder on another medium that remembers how far the state was: an old state put back is recognised. 另一介质上的防回退文件夹
    #[arg(long)]
    guard: Option<PathBuf>,
}

fn log(text: &str) -> Result<Vkey, String> {
    let vkey: Vkey = text.parse().map_err(|error| format!("{error}"))?;
    if vkey.kind() == VkeyType::Ed25519 {
        Ok(vkey)
    } else {
        Err("the vkey of a witness, not of a log".to_owned())
    }
}

fn prefix(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let fits = text.is_empty() || (text.starts_with('/') && text.chars().all(plain));
    if fits {
        Ok(text.to_owned())
    } else {
        Err("starts with / and has letters, digits, / - . _ ~".to_owned())
    }
}

impl Serve {
    pub(super) fn run(&self, lang: Lang) -> ExitCode {
        let say = |words: &Words| {
            _ = writeln!(stderr(), "{}", words.of(lang.into()));
        };
        let mut origins: Vec<&str> = self.log.iter().map(|log| log.name().as_str()).collect();
        origins.sort_unstable();
        if origins.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            say(&Words::new("同一份记录给出了两个公钥。", "two vkeys for one origin."));
            return ExitCode::from(2);
        }
        let key = match WitnessKey::read(&self.folder) {
            Ok(key) => key,
            Err(error) => {
                say(&Words::new(format!("无法使用见证人的密钥：{error}"), format!("no usable key: {error}")));
                return ExitCode::from(2);
            }
        };
        let store = match Store::open(&self.folder, self.guard.as_deref(), &key.vkey(), &self.log) {
            Ok(store) => store,
            Err(error) => {
                say(&said::store_error(&error));
                return ExitCode::from(if error.is_rolled_back() { 1 } else { 2 });
            }
        };
        let witness = Witness::new(key, self.log.clone(), store);
        if let Some(error) = self.log.iter().find_map(|log| witness.usable(log).err()) {
            say(&said::store_error(&error));
            return ExitCode::from(1);
        }
        let served =
            tokio::runtime::Runtime::new().and_then(|runtime| runtime.block_on(self.serve(witness, lang)));
        match served {
            Ok(None) => ExitCode::SUCCESS,
            Ok(Some(Ended::RolledBack)) => ExitCode::from(1),
            Ok(Some(Ended::Failed)) => ExitCode::from(2),
            Err(error) => {
                say(&Words::new(
                    format!("无法监听 {}：{error}", self.listen),
                    format!("cannot listen on {}: {error}", self.listen),
                ));
                ExitCode::from(2)
            }
        }
    }

    async fn serve(&self, witness: Witness, lang: Lang) -> std::io::Result<Option<Ended>> {
        let listener = TcpListener::bind(self.listen).await?;
        let url = format!("http://{}{}", listener.local_addr()?, self.prefix.trim_end_matches('/'));
        let vkey = witness.vkey();
        let mut lines = vec![Words::new(
            format!("见证人 {} 已启动，地址 {url}\n公钥 {vkey}", vkey.name()),
            format!("witness {} is ready at {url}\nvkey {vkey}", vkey.name()),
        )];
        lines.extend(self.log.iter().map(|log| said::watching(log, last(&witness, log))));
        if self.guard.is_none() {
            lines.push(Words::new(
                "没有防回退文件夹（--guard）：若恢复了旧的备份，只有看到自己更新的连署时才能发现。",
                "no guard folder (--guard): an old backup put back is noticed only by a newer cosignature of our own.",
            ));
        }
        for words in lines {
            // Without a terminal it is a witness all the same.
            let _ = print(&format!("{}\n", words.of(lang.into())));
        }
        let (stop, stopped) = watch::channel(false);
        let desk = Arc::new(OneDesk::new(witness, lang, stop.clone()));
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.send_replace(true);
            }
        });
        http::serve(listener, &self.prefix, Arc::clone(&desk) as Arc<dyn http::Desk>, stopped).await;
        Ok(desk.ended())
    }
}
