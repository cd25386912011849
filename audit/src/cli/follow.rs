//! `audit follow`: a verified copy that grows, with live counts.

use super::{Exit, Lang};
use audit::fingerprint::Fingerprint;
use audit::observe::{
    Copy, CopyError, Finding, Folded, Folding, Follower, Growth, NotAPlace, StepError, fingerprint_of, keep,
    source,
};
use audit::quorum::Cosigned;
use audit::verify::report::{Outcome, Report};
use audit::words::Words;
use clap::Args;
use std::io::{IsTerminal as _, Write as _, stderr, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Longest wait between two looks at a source that gives trouble.
const REST_MAX: Duration = Duration::from_secs(30);
/// How often progress is told.
const TELL: Duration = Duration::from_secs(1);

/// Arguments of `audit follow`.
#[derive(Debug, Args)]
pub(super) struct Follow {
    /// The published log: https://host:port, http://host:port/path, or a folder. 公布记录的网址或文件夹
    source: String,
    /// The folder of the copy; it is made if it is not there, and gone on with if it is. 副本文件夹，可中断后继续
    copy: PathBuf,
    /// The sitting's fingerprint, 64 hexadecimal digits, spaces allowed, from the printed programme or a card. Later it may be
    /// left out: the copy remembers it. 会议指纹，取自会议材料或代表证；继续已有副本时可不写
    #[arg(long, num_args = 1.., value_name = "HEX")]
    fingerprint: Vec<String>,
    /// Catches up, verifies everything, and ends. 跟到最新、全部验证后结束
    #[arg(long)]
    once: bool,
    /// Seconds between two looks. 每隔几秒查看一次
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    interval: u64,
    /// While a contest is open: seconds after which a checkpoint without a fresh quorum is called stale. 投票期间超过几秒没有足够见证即报陈旧
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    stale: u64,
    /// Language of what is said. 语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

/// What is said, and how.
struct Screen {
    lang: Lang,
    is_terminal: bool,
    last: String,
    told: Option<Instant>,
}

impl Screen {
    fn line(&mut self, words: &Words) {
        let clear = if self.is_terminal { "\r\u{1b}[K" } else { "" };
        // Whoever closed the output still gets the copy.
        _ = writeln!(stdout(), "{clear}{}", words.of(self.lang.into()));
        self.last.clear();
    }

    /// One line that is written over on a terminal; elsewhere only where it changed.
    fn status(&mut self, words: &Words) {
        let text = words.of(self.lang.into());
        if text == self.last {
            return;
        }
        text.clone_into(&mut self.last);
        if self.is_terminal {
            _ = write!(stdout(), "\r\u{1b}[K{text}");
        } else {
            _ = writeln!(stdout(), "{text}");
        }
        _ = stdout().flush();
    }

    /// No more often than people read.
    fn progress(&mut self, words: impl FnOnce() -> Words) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL) {
            self.told = Some(Instant::now());
            self.status(&words());
        }
    }
}

impl Follow {
    pub(super) fn run(&self) -> Exit {
        match self.follow() {
            Ok(exit) => exit,
            Err(problem) => {
                _ = writeln!(stderr(), "{}", problem.of(self.lang.into()));
                Exit::Unchecked
            }
        }
    }

    fn trusted(&self) -> Result<Fingerprint, Words> {
        match self.fingerprint.concat().as_str() {
            "" => fingerprint_of(&self.copy).ok_or_else(|| {
                Words::new(
                    "没有给出会议指纹。请从印发的会议材料或代表证取得，用 --fingerprint 给出；不要使用服务器提供的指纹。",
                    "no fingerprint was given. Take it from the printed programme or a card, and give it with --fingerprint; \
                     never take it from the server.",
                )
            }),
            digits => digits.parse().map_err(|error| {
                Words::new("会议指纹应为 64 位十六进制数字（空格不计）。", format!("{error}"))
            }),
        }
    }

    fn follow(&self) -> Result<Exit, Words> {
        let trusted = self.trusted()?;
        let mut source = source(&self.source).map_err(no_place)?;
        let mut follower = Follower::open(&self.copy, trusted).map_err(|error| no_copy(&error))?;
        let cannot = |error: std::io::Error| Words::new(format!("无法读取副本：{error}"), error.to_string());
        let folding = Folding::start(&self.copy, trusted).map_err(cannot)?;
        let is_terminal = stdout().is_terminal();
        let mut screen = Screen { lang: self.lang, is_terminal, last: String::new(), told: None };
        if follower.copy().entries() > 0 {
            let entries = follower.copy().entries();
            screen.line(&Words::new(
                format!("接着已有的副本继续：{entries} 条"),
                format!("going on with the copy of {entries} entries"),
            ));
        }
        let mut trouble: Option<&'static str> = None;
        let mut rest = Duration::from_secs(self.interval);
        loop {
            let looked = follower.step(&mut source, |at, of| {
                screen.progress(|| {
                    Words::new(format!("正在接收：{at} / {of} 条"), format!("receiving {at} of {of}"))
                });
            });
            folding.grew(follower.copy().bytes());
            let found = match looked {
                Ok(growth) => {
                    tell(&mut screen, growth, follower.copy(), &folding.now());
                    self.stale(follower.copy(), &folding.now())
                }
                Err(StepError::Copy(error)) => return Err(no_copy(&error)),
                Err(StepError::Finding(finding)) => Some(finding),
            };
            if let Some(finding) = found {
                // The same trouble again and again is one incident.
                if trouble != Some(finding.code()) {
                    self.found(&mut screen, &finding)?;
                }
                if finding.is_proof() {
                    return Ok(Exit::Refuted);
                }
                trouble = Some(finding.code());
                rest = rest.saturating_mul(2).min(REST_MAX);
            } else {
                if trouble.take().is_some() {
                    screen.line(&Words::new("服务器恢复正常", "the source is as it should be again"));
                }
                rest = Duration::from_secs(self.interval);
            }
            if self.once {
                return self.end(&mut screen, &follower, folding, trouble);
            }
            let until = Instant::now();
            let folded = folding.wait(rest);
            if let Some(exit) = self.refuted(&mut screen, &folded)? {
                return Ok(exit);
            }
            tell(&mut screen, at(follower.copy()), follower.copy(), &folded);
            std::thread::sleep(rest.saturating_sub(until.elapsed()));
        }
    }

    /// What the verifier refuses is kept like everything else.
    fn refuted(&self, screen: &mut Screen, folded: &Folded) -> Result<Option<Exit>, Words> {
        if let Some(problem) = &folded.problem {
            return Err(Words::new(format!("无法读取副本：{problem}"), problem.clone()));
        }
        let Some(failure) = &folded.failure else { return Ok(None) };
        let sentence = Words::new(failure.refusal.zh(), failure.refusal.en());
        self.found(screen, &Finding::Refuted { index: failure.index, sentence })?;
        Ok(Some(Exit::Refuted))
    }

    /// Caught up: everything must hold, to the last check.
    fn end(
        &self,
        screen: &mut Screen,
        follower: &Follower,
        folding: Folding,
        trouble: Option<&'static str>,
    ) -> Result<Exit, Words> {
        let copy = follower.copy();
        let Some((note, _)) = copy.note() else { return Ok(Exit::Unchecked) };
        while folding.wait(TELL).bytes < copy.bytes() {
            let folded = folding.now();
            if folded.failure.is_some() || folded.problem.is_some() {
                break;
            }
            tell(screen, at(copy), copy, &folded);
        }
        if let Some(exit) = self.refuted(screen, &folding.now())? {
            return Ok(exit);
        }
        let trusted = self.trusted()?;
        let verdict = folding.finish(&note.to_bytes());
        let verdict =
            verdict.map_err(|error| Words::new(format!("无法读取副本：{error}"), error.to_string()))?;
        let report = Report::new(&trusted, &verdict);
        let (done, expected) = (report.done, report.expected);
        if let Some(failure) = &verdict.failure {
            let sentence = Words::new(failure.refusal.zh(), failure.refusal.en());
            self.found(screen, &Finding::Refuted { index: failure.index, sentence })?;
        }
        match report.verdict {
            Outcome::Verified => {}
            Outcome::Refuted => return Ok(Exit::Refuted),
            Outcome::Unwitnessed | Outcome::Unchecked => return Ok(Exit::Unchecked),
        }
        let size = copy.entries();
        screen.line(&Words::new(
            format!("已验证：{size} 条，{done} / {expected} 项检查。副本在 {}", self.copy.display()),
            format!(
                "verified: {size} entries, {done} of {expected} checks. The copy is in {}",
                self.copy.display()
            ),
        ));
        Ok(if trouble.is_some() { Exit::Unchecked } else { Exit::Verified })
    }

    /// While a contest is open a quorum must have vouched for the newest checkpoint lately.
    fn stale(&self, copy: &Copy, folded: &Folded) -> Option<Finding> {
        let ((note, _), about) = (copy.note()?, copy.about()?);
        if folded.open.is_empty() {
            return None;
        }
        Finding::stale(about, note, now(), self.stale)
    }

    fn found(&self, screen: &mut Screen, finding: &Finding) -> Result<(), Words> {
        let kept = keep(&self.copy, finding).map_err(|error| no_copy(&error))?;
        let words = finding.words();
        let mark = if finding.is_proof() {
            Words::new("发现问题", "FOUND")
        } else {
            Words::new("注意", "mind")
        };
        screen.line(&Words::new(
            format!("{}：{}（{}）", mark.zh, words.zh, finding.code()),
            format!("{}: {} ({})", mark.en, words.en, finding.code()),
        ));
        if let Some(file) = kept.file {
            let shown = file.display();
            screen.line(&match finding {
                Finding::Contradiction(_) => Words::new(
                    format!("证据已保存：{shown}。任何人可用 audit judge 审查它。"),
                    format!("the evidence is kept in {shown}; anyone can check it with audit judge."),
                ),
                _ => Words::new(
                    format!("服务器签名的检查点已保存：{shown}"),
                    format!("the signed checkpoint is kept in {shown}"),
                ),
            });
        }
        Ok(())
    }
}

/// One line of counts.
fn tell(screen: &mut Screen, growth: Growth, copy: &Copy, folded: &Folded) {
    let (to, verified) = (growth.to, folded.entries);
    let mut parts = vec![Words::new(
        format!("记录 {to} 条，已逐条验证 {verified} 条"),
        format!("{to} entries, {verified} verified"),
    )];
    if folded.checked_in > 0 {
        let present = folded.checked_in;
        parts.push(Words::new(format!("签到 {present} 人"), format!("{present} checked in")));
    }
    parts.extend(folded.open.iter().map(|(contest, issued)| {
        Words::new(format!("第 {contest} 项发出 {issued} 票"), format!("contest {contest}: {issued} issued"))
    }));
    if let Some((cosigned, need)) = witnesses(copy) {
        let have = cosigned.have();
        let count = Words::new(format!("见证 {have}/{need}"), format!("witnesses {have}/{need}"));
        parts.push(match age(&cosigned) {
            // In steps of ten: a line that changes each second is no news.
            Some(seconds) => {
                let seconds = seconds.next_multiple_of(10);
                Words::new(
                    format!("{}（{seconds} 秒内）", count.zh),
                    format!("{} (within {seconds} s)", count.en),
                )
            }
            None => count,
        });
    }
    if folded.is_sealed {
        parts.push(Words::new("会议已封存", "sealed"));
    }
    let (zh, en): (Vec<String>, Vec<String>) = parts.into_iter().map(|part| (part.zh, part.en)).unzip();
    screen.status(&Words::new(zh.join("；"), en.join("; ")));
}

fn at(copy: &Copy) -> Growth {
    Growth { from: copy.entries(), to: copy.entries() }
}

/// Who cosigned the copy's checkpoint, and how many the sitting asks for.
fn witnesses(copy: &Copy) -> Option<(Cosigned, u64)> {
    let ((note, _), about) = (copy.note()?, copy.about()?);
    Some((about.cosigned(note).ok()?, about.witnesses().quorum()))
}

/// Seconds since a quorum vouched for the checkpoint, by this machine's clock.
fn age(cosigned: &Cosigned) -> Option<u64> {
    cosigned.quorum_time().map(|time| now().saturating_sub(time))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

pub(super) fn no_place(error: NotAPlace) -> Words {
    let zh = match error {
        NotAPlace::Address => "网址应写成 http://主机[:端口][/路径] 或 https://主机[:端口][/路径]。",
        NotAPlace::Offline => "本程序不含网络功能，请给出文件夹。",
    };
    Words::new(zh, error.to_string())
}

pub(super) fn no_copy(error: &CopyError) -> Words {
    let zh = match error {
        CopyError::Io { path, source } => format!("无法读写 {}：{source}", path.display()),
        CopyError::Locked { path } => format!("{} 正由另一个程序写入", path.display()),
        CopyError::OtherSitting { actual, .. } => {
            format!("副本属于另一次会议（会议指纹 {actual}），请另选文件夹")
        }
        CopyError::EntryZero(_) => format!("副本的第 0 条不合格（{error}）"),
        CopyError::Note { file, .. } => format!("副本中的 {file} 不合格（{error}）"),
        CopyError::Damaged { .. } => "副本已损坏，与它的检查点不符；请换一个文件夹重新接收".to_owned(),
    };
    Words::new(zh, error.to_string())
}
