//! `page`: a scrutineer's machine serves the voting page, or writes it as a folder for tablets (protocol.md §11.8).

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use crate::net::SittingError;
use crate::net::pinning::CertificateFingerprint;
use crate::net::server_tls::{AUTHORITY_FILE, ServerTls, TLS_FOLDER, TlsError};
use crate::page::{
    Bundle, BundleError, EntryZeroError, ExportError, InEntryZero, PageHash, Site, compare, export, serve,
};
use crate::sitting_file::SittingFile;

#[derive(Debug, Args)]
pub(super) struct PageArgs {
    /// 会议文件: sitting.toml, which names the tally server and pins the sitting.
    #[arg(long)]
    pub(super) sitting: PathBuf,
    /// 监听地址: where to serve, as 192.168.1.20:7444; on 127.0.0.1 plain HTTP for this machine alone.
    #[arg(long, required_unless_present = "export")]
    listen: Option<SocketAddr>,
    /// 网页文件夹: serve this folder, as --export wrote it, instead of the pages built into this program.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// 本机证书的文件夹: made at the first start; tls/ca.crt in it is installed on the tablets. Needed for other addresses than
    /// this machine's own.
    #[arg(long)]
    state: Option<PathBuf>,
    /// 平板访问本机用的名称或地址: for the certificate, besides the address of --listen.
    #[arg(long)]
    host: Vec<String>,
    /// 导出文件夹: write the pages for installing on tablets, and serve nothing.
    #[arg(long, conflicts_with_all = ["listen", "state", "host"])]
    export: Option<PathBuf>,
}

/// Why no page is served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CannotServe {
    #[error("--dir: {0}")]
    Bundle(#[from] BundleError),
    #[error(
        "这个程序构建时没有带网页，--dir 里也没有 / this program was built without its pages, and --dir has none"
    )]
    NoPages,
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(
        "会议第 0 条写的网页是 {}，不是这一份：请用同一版本的程序，或用 --dir 给出那一份 / entry 0 names other pages",
        named.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
    )]
    OtherPages { named: Vec<PageHash> },
    #[error("计票服务器给出的第 0 条不对：{0} / the server's entry 0 is not that of the sitting file")]
    Sitting(#[from] SittingError),
    #[error(
        "{address} 不是本机自己的地址，须用 --state 文件夹 存放证书 / other machines are served over TLS: --state FOLDER"
    )]
    NoCertificate { address: SocketAddr },
    #[error(
        "--listen {address}：须用 --host 写明平板访问本机的地址 / say by --host how tablets find this machine"
    )]
    NoHost { address: SocketAddr },
    #[error(
        "{} 里的证书不是给 {name} 的，请另用一个文件夹 / the certificate there is not for {name}: use another folder",
        folder.display()
    )]
    OtherName { folder: PathBuf, name: String },
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("{address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Certificate and names of a server on another address than the machine's own.
struct Secure {
    tls: ServerTls,
    authority: Option<CertificateFingerprint>,
    names: Vec<String>,
}

pub(super) async fn run(
    args: &PageArgs,
    sitting: &SittingFile,
    stop: impl Future<Output = ()>,
) -> Result<(), CannotServe> {
    let bundle = match &args.dir {
        Some(folder) => Bundle::read(folder)?,
        None => Bundle::embedded(),
    };
    let hash = bundle.hash().ok_or(CannotServe::NoPages)?;
    let site = Site::of_scrutineer(bundle, sitting);
    say(&format!("网页 SHA-256 of the pages: {hash}"))?;
    if sitting.is_rehearsal() {
        say("演练 rehearsal")?;
    }
    compare_with_entry_0(hash, sitting).await?;
    if let Some(folder) = &args.export {
        export(&site, folder)?;
        say(&format!("已写入 written: {}", folder.display()))?;
        return Ok(());
    }
    let Some(address) = args.listen else { return Err(CannotServe::NoPages) };
    let secure = secure(args, address)?;
    let listener =
        TcpListener::bind(address).await.map_err(|source| CannotServe::Listen { address, source })?;
    let address = listener.local_addr()?;
    match &secure {
        None => say(&format!("网址 address: http://{address}/"))?,
        Some(secure) => {
            for name in &secure.names {
                let shown = if name.contains(':') { format!("[{name}]") } else { name.clone() };
                say(&format!("网址 address: https://{shown}:{}/", address.port()))?;
            }
            if let (Some(authority), Some(state)) = (secure.authority, &args.state) {
                let file = state.join(TLS_FOLDER).join(AUTHORITY_FILE);
                say(&format!("平板上要装的证书 install on the tablets: {}", file.display()))?;
                say(&format!("  SHA-256 {authority}"))?;
            }
        }
    }
    serve(Arc::new(site), listener, secure.map(|secure| secure.tls.config()), stop).await;
    Ok(())
}

/// Pages that entry 0 does not name are refused. A server that is not there yet is no reason to: people can compare the hash.
async fn compare_with_entry_0(hash: PageHash, sitting: &SittingFile) -> Result<(), CannotServe> {
    match compare(hash, sitting).await {
        Ok(InEntryZero::Same) => say("  与会议第 0 条写的相同 / the same as in entry 0")?,
        Ok(InEntryZero::None) => say("  会议第 0 条没有写网页，请各台机器互相核对 / entry 0 names no pages")?,
        Ok(InEntryZero::Others(named)) => return Err(CannotServe::OtherPages { named }),
        Err(EntryZeroError::Sitting(error)) => return Err(error.into()),
        Err(error) => {
            say(&format!(
                "  没有核对：{error}。请与建会议时印出的“网页 SHA-256”核对 / not compared with entry 0"
            ))?;
        }
    }
    Ok(())
}

/// The certificate; `None` for plain HTTP, which no other machine can reach.
fn secure(args: &PageArgs, address: SocketAddr) -> Result<Option<Secure>, CannotServe> {
    let Some(folder) = &args.state else {
        let is_own = address.ip().is_loopback();
        return if is_own { Ok(None) } else { Err(CannotServe::NoCertificate { address }) };
    };
    let mut names = args.host.clone();
    if !address.ip().is_unspecified() {
        names.push(address.ip().to_string());
    }
    if names.is_empty() {
        return Err(CannotServe::NoHost { address });
    }
    std::fs::create_dir_all(folder)?;
    let tls = ServerTls::load_or_make(folder, &names)?;
    if let Some(name) = names.iter().find(|name| !tls.is_for(name)) {
        return Err(CannotServe::OtherName { folder: Path::join(folder, TLS_FOLDER), name: name.clone() });
    }
    let authority = tls.authority(folder)?;
    Ok(Some(Secure { tls, authority, names }))
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
