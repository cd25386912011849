//! `audit witness serve`: reads key and state, then answers.

use std::io::{Write, stderr};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use audit::note::NOTE_BYTES_MAX;
use audit::observe::{Source, source};
use audit::witness::Witness;
use audit::witness::http;
use audit::witness::key::CosignerKey;
use audit::witness::store::Store;
use audit::words::Words;
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::desk::OneDesk;
use super::said;
use super::trusted::Trusted;
use crate::cli::{Lang, print};

/// Arguments of `audit witness serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The witness's folder, with its key. 见证人的文件夹
    folder: PathBuf,
    /// A log to cosign: its vkey, or a file with the sitting's policy. May be given several times. 要见证的记录：公钥或策略文件
    #[arg(long, value_name = "VKEY|POLICY")]
    log: Vec<String>,
    /// A file that begins with entry 0, such as log.jsonl: the log is the sitting's, and what contradicts itself is kept as
    /// evidence for anyone. Needs --fingerprint. 以第 0 条记录开头的文件
    #[arg(long, requires = "fingerprint", value_name = "FILE")]
    sitting: Option<PathBuf>,
    /// The sitting's fingerprint, 64 hexadecimal digits, spaces allowed: from the printed programme, never from the server.
    /// 会议指纹（64 位十六进制，可带空格），取自会议材料
    #[arg(long, num_args = 1.., value_name = "HEX", requires = "sitting")]
    fingerprint: Vec<String>,
    /// Where to listen; port 0 takes a free one. 监听地址
    #[arg(long, default_value = "127.0.0.1:7480")]
    listen: SocketAddr,
    /// What stands before /add-checkpoint in the path. 路径前缀
    #[arg(long, default_value = "", value_parser = prefix)]
    prefix: String,
    /// A folder on another medium that remembers how far the state was: an old state put back is recognised. 另一介质上的防回退文件夹
    #[arg(long)]
    guard: Option<PathBuf>,
    /// Where a log is published, an address or a folder: looked at before the start and again and again, for a newer cosignature of
    /// our own, which shows an old state, and for another history. May be given several times. 记录公布的网址或文件夹
    #[arg(long, value_name = "PLACE")]
    published: Vec<String>,
    /// Seconds between two looks. 两次查看之间的秒数
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    look_every: u64,
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
        let trusted = match Trusted::read(&self.log, self.sitting.as_deref(), &self.fingerprint) {
            Ok(trusted) => trusted,
            Err(words) => {
                say(&words);
                return ExitCode::from(2);
            }
        };
        let key = match CosignerKey::read(&self.folder) {
            Ok(key) => key,
            Err(error) => {
                say(&Words::new(format!("无法使用见证人的密钥：{error}"), format!("no usable key: {error}")));
                return ExitCode::from(2);
            }
        };
        let store = match Store::open(&self.folder, self.guard.as_deref(), &key.vkey(), &trusted.logs) {
            Ok(store) => store,
            Err(error) => {
                say(&said::store_error(&error));
                return ExitCode::from(if error.is_rolled_back() { 1 } else { 2 });
            }
        };
        if !trusted.names(&key.vkey()) {
            say(&said::not_named(&key.vkey()));
        }
        let mut witness = Witness::new(key, trusted.logs.clone(), store);
        if let Some(about) = trusted.about {
            witness = witness.with_sitting(about);
        }
        if let Some(error) = trusted.logs.iter().find_map(|log| witness.usable(log).err()) {
            say(&said::store_error(&error));
            return ExitCode::from(1);
        }
        let (stop, stopped) = watch::channel(false);
        let desk = Arc::new(OneDesk::new(witness, lang, stop));
        for place in &self.published {
            let Ok(mut source) = source(place) else {
                say(&Words::new(
                    format!("{place} 不是网址或文件夹。"),
                    format!("{place} is no address and no folder."),
                ));
                return ExitCode::from(2);
            };
            // Before the first answer: an old state must not sign even once.
            desk.look(place, published(source.as_mut()));
            if desk.ended().is_none() {
                self.keep_looking(place.clone(), Arc::clone(&desk));
            }
        }
        if let Some(ended) = desk.ended() {
            return ended.into();
        }
        let served = tokio::runtime::Runtime::new()
            .and_then(|runtime| runtime.block_on(self.serve(Arc::clone(&desk), lang, stopped)));
        match (served, desk.ended()) {
            (Ok(()), None) => ExitCode::SUCCESS,
            (Ok(()), Some(ended)) => ended.into(),
            (Err(error), _) => {
                say(&Words::new(
                    format!("无法监听 {}：{error}", self.listen),
                    format!("cannot listen on {}: {error}", self.listen),
                ));
                ExitCode::from(2)
            }
        }
    }

    /// Looks again and again, on a thread that ends with the program.
    fn keep_looking(&self, place: String, desk: Arc<OneDesk>) {
        let pause = Duration::from_secs(self.look_every);
        std::thread::spawn(move || {
            // It was one a moment ago.
            let Ok(mut source) = source(&place) else { return };
            while desk.ended().is_none() {
                std::thread::sleep(pause);
                desk.look(&place, published(source.as_mut()));
            }
        });
    }

    async fn serve(
        &self,
        desk: Arc<OneDesk>,
        lang: Lang,
        stopped: watch::Receiver<bool>,
    ) -> std::io::Result<()> {
        let listener = TcpListener::bind(self.listen).await?;
        let url = format!("http://{}{}", listener.local_addr()?, self.prefix.trim_end_matches('/'));
        let mut lines = desk.first_lines(&url);
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
        let stopping = Arc::clone(&desk);
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stopping.stop();
            }
        });
        http::serve(listener, &self.prefix, desk, stopped).await;
        Ok(())
    }
}

fn published(source: &mut dyn Source) -> Result<Vec<u8>, String> {
    source.checkpoint(NOTE_BYTES_MAX).map_err(|error| error.to_string())
}
