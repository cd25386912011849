//! What of an archive is made from its log: pages, reports, documents.

use super::docs::DOCS;
use super::list::{ArchivedFile, files_before_seal};
use super::manifest::{Listed, is_name};
use super::{ABOUT_FILE, ArchiveError, MANIFEST_FILE};
use crate::entry::counting::{ArchiveFile, SittingSealed};
use crate::fingerprint::Fingerprint;
use crate::observe::FINGERPRINT_FILE;
use crate::policy::POLICY_FILE;
use crate::rules::explain::Lang;
use crate::verify::report::Report;
use crate::verify::{CHECKPOINT_FILE, LOG_FILE, Verdict, verify_folder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files that were published, beside the tiles.
pub(super) const PUBLISHED: [&str; 4] = [LOG_FILE, CHECKPOINT_FILE, POLICY_FILE, FINGERPRINT_FILE];
/// Folders and files that the seal cannot name.
const RESERVED: [&str; 5] = ["tile", "verifier", "docs", ABOUT_FILE, MANIFEST_FILE];

/// A log that verifies, is sealed, and whose seal the quorum saw.
pub(super) struct Sealed {
    pub(super) verdict: Verdict,
    pub(super) report: Report,
    pub(super) seal: SittingSealed,
}

impl Sealed {
    /// Verifies the log in the folder.
    pub(super) fn verify(
        folder: &Path,
        trusted: &Fingerprint,
        progress: impl FnMut(u64, u64),
    ) -> Result<Self, ArchiveError> {
        let verdict = verify_folder(folder, trusted, progress)?;
        if let Some(failure) = &verdict.failure {
            return Err(ArchiveError::Refuted(Box::new(failure.clone())));
        }
        let seal = verdict.state.seal().cloned().ok_or(ArchiveError::NotSealed)?;
        let report = Report::new(trusted, &verdict);
        if verdict.lacks_final_quorum() {
            let (have, quorum) = (report.witnesses.checkpoint.unwrap_or(0), report.witnesses.quorum);
            return Err(ArchiveError::Unwitnessed { have, quorum });
        }
        Ok(Self { verdict, report, seal })
    }

    /// The files that the seal lists, by name.
    pub(super) fn listed(&self) -> Result<BTreeMap<&str, Listed>, ArchiveError> {
        let mut listed = BTreeMap::new();
        for ArchiveFile { name, sha256, length } in &self.seal.manifest {
            let name = name.as_str();
            let first = name.split('/').next().unwrap_or_default();
            let reserved = RESERVED.contains(&first) || PUBLISHED.contains(&first);
            let file = Listed { length: length.get(), sha256: sha256.to_bytes() };
            if reserved || !is_name(name) || listed.insert(name, file).is_some() {
                return Err(ArchiveError::SealedName { name: name.to_owned() });
            }
        }
        Ok(listed)
    }

    /// Everything that this program makes from the log; what the seal lists among it is the seal's to judge.
    pub(super) fn made(&self) -> Result<Vec<ArchivedFile>, ArchiveError> {
        let mut files = files_before_seal(&self.verdict.state)?;
        files.push(ArchivedFile::new(ABOUT_FILE, self.about()));
        files.push(ArchivedFile::new("verifier/report.json", self.report.json()?));
        for (lang, name) in [(Lang::Zh, "zh-CN"), (Lang::En, "en")] {
            files.push(ArchivedFile::new(format!("verifier/report.{name}.txt"), self.report.text(lang)));
            for contest in &self.report.contests {
                let text = self.report.contest_text(contest, lang);
                let path = format!("verifier/contest-{}.{name}.txt", contest.number);
                files.push(ArchivedFile::new(path, text.trim_start()));
            }
        }
        for contest in &self.report.contests {
            let json = serde_json::to_string(contest)? + "\n";
            files.push(ArchivedFile::new(format!("verifier/contest-{}.json", contest.number), json));
        }
        files.extend(DOCS.iter().map(|(name, text)| ArchivedFile::new(*name, *text)));
        Ok(files)
    }

    fn about(&self) -> String {
        let sitting = self.report.sitting.as_ref();
        let (name, origin) =
            sitting.map_or(("", ""), |sitting| (sitting.name.as_str(), sitting.origin.as_str()));
        let rehearsal = sitting.is_some_and(|sitting| sitting.rehearsal);
        let rehearsal = if rehearsal {
            "\n演练，一切结果均不作数。A rehearsal; nothing of it counts."
        } else {
            ""
        };
        let hex = &self.report.fingerprint;
        let fingerprint = hex.parse::<Fingerprint>().map_or_else(|_| hex.clone(), |is| is.to_string());
        let (size, version) = (self.report.size, super::VERSION);
        format!(
            "{name}{rehearsal}\n\
             会议的全部公开记录，已封存。The whole published record of a sitting, sealed.\n\
             \n\
             记录名称 origin       {origin}\n\
             会议指纹 fingerprint  {fingerprint}\n\
             记录条数 entries      {size}\n\
             程序版本 version      piaojue {version}\n\
             \n\
             这里写的指纹不能作为核对的依据：请用会议手册、代表证上印的或当场宣读的指纹。\n\
             Do not take the fingerprint from here: take it from the printed programme, a card, or what was read out.\n\
             \n\
             manifest.txt   每个文件的长度和 SHA-256 lengths and SHA-256 of all files: sha256sum -c manifest.txt\n\
             log.jsonl      全部记录，每行一条 the log, one entry a line\n\
             checkpoint     服务器的签名和见证人的连署 signed by the server, cosigned by the witnesses\n\
             policy         谁的签名算数 whose signatures count (C2SP tlog-policy)\n\
             fingerprint    会议指纹 the sitting's fingerprint\n\
             tile/          同一份记录，供别家的工具读 the same log for other tools (C2SP tlog-tiles)\n\
             rules/         票决办法的正文；封存时已列入记录 the rules; listed by the seal\n\
             reports/       清点情况报告单、计票结果报告单、主持词；封存时已列入记录 the pages that people signed; listed by the seal\n\
             verifier/      验证程序对这份记录的报告 what the verifier says of this log\n\
             docs/          格式和核对的方法 the format, and how to check at home (begin with docs/observers.zh-CN.md)\n\
             \n\
             核对全部内容 Check everything:\n\
             \x20 audit archive 本文件夹 --fingerprint \"…\"\n"
        )
    }

    /// The names that an archive of this log has, tiles among them.
    pub(super) fn names(&self, made: &[ArchivedFile]) -> Result<BTreeSet<String>, ArchiveError> {
        let tiles = crate::tiles::tiles_of(self.report.size).map(|tile| tile.to_string());
        let published = PUBLISHED.map(str::to_owned);
        let listed = self.listed()?.into_keys().map(str::to_owned);
        let made = made.iter().map(|file| file.name.clone());
        Ok(tiles.chain(published).chain(listed).chain(made).collect())
    }
}
