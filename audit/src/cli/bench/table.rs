//! The table that people read.

use super::super::Lang;
use super::ballots::Kind;
use super::measure::{Made, Measured};
use std::fmt::Write as _;
use std::time::Duration;

/// One line of the table.
struct Row {
    zh: String,
    en: String,
    count: usize,
    total: Duration,
    /// Of the work over the floor's.
    ratio: Option<f64>,
}

/// What was measured.
pub(super) struct Table {
    threads: usize,
    rows: Vec<Row>,
    /// Lines below the table.
    notes: Vec<(String, String)>,
    /// Peak of the process, in bytes.
    pub(super) memory: Option<u64>,
}

impl Table {
    pub(super) fn new(threads: usize) -> Self {
        Self { threads, rows: Vec::new(), notes: Vec::new(), memory: None }
    }

    pub(super) fn making(&mut self, kind: &Kind, made: &Made) {
        let count = u32::try_from(made.ballots.len()).unwrap_or(u32::MAX);
        let total = made.each.saturating_mul(count);
        let (zh, en) =
            (format!("加密并证明，1 线程：{}", kind.zh), format!("encrypt and prove, 1 thread: {}", kind.en));
        self.rows.push(Row { zh, en, count: made.ballots.len(), total, ratio: None });
    }

    pub(super) fn verifying(&mut self, kind: &Kind, count: usize, threads: usize, measured: &Measured) {
        let name = |zh: bool| match (zh, threads) {
            (true, _) => format!("批量验证，{threads} 线程：{}", kind.zh),
            (false, 1) => format!("verify together, 1 thread: {}", kind.en),
            (false, _) => format!("verify together, {threads} threads: {}", kind.en),
        };
        self.rows.push(Row {
            zh: name(true),
            en: name(false),
            count,
            total: measured.work,
            ratio: Some(ratio(measured.work, measured.floor)),
        });
    }

    pub(super) fn alone(&mut self, kind: &Kind, measured: &Measured) {
        self.rows.push(Row {
            zh: format!("逐张验证，1 线程：{}", kind.zh),
            en: format!("verify one by one, 1 thread: {}", kind.en),
            count: measured.count,
            total: measured.work,
            ratio: Some(ratio(measured.work, measured.floor)),
        });
    }

    /// A whole log.
    pub(super) fn whole(&mut self, ballots: usize, entries: u64, took: Duration, floor: Duration) {
        self.rows.push(Row {
            zh: format!("验证整份记录（{entries} 条）"),
            en: format!("verify a whole log ({entries} entries)"),
            count: ballots,
            total: took,
            ratio: Some(ratio(took, floor)),
        });
    }

    pub(super) fn note(&mut self, zh: String, en: String) {
        self.notes.push((zh, en));
    }

    pub(super) fn text(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let mut text = String::new();
        // Writing to a string does not fail.
        _ = if zh {
            writeln!(text, "操作 | 票数 | 用时 | 每张 | 每秒 | 与下限之比\n---|--:|--:|--:|--:|--:")
        } else {
            writeln!(
                text,
                "operation | ballots | time | each | per second | ratio to the floor\n---|--:|--:|--:|--:|--:"
            )
        };
        for row in &self.rows {
            let name = if zh { &row.zh } else { &row.en };
            let ratio = row.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
            let each = each(row);
            _ = writeln!(
                text,
                "{name} | {} | {:.3} s | {:.3} ms | {:.0} | {ratio}",
                row.count,
                row.total.as_secs_f64(),
                each * 1e3,
                1.0 / each
            );
        }
        for (note_zh, note_en) in &self.notes {
            _ = writeln!(text, "{}", if zh { note_zh } else { note_en });
        }
        if let Some(memory) = self.memory {
            let mb = memory.div_ceil(1_000_000);
            _ = if zh {
                writeln!(text, "本进程内存峰值：{mb} MB")
            } else {
                writeln!(text, "peak memory of this process: {mb} MB")
            };
        }
        _ = if zh {
            writeln!(
                text,
                "下限：解压票上的点，并以全宽标量作多标量乘法；同一线程数，与所测操作交替进行。线程：{}",
                self.threads
            )
        } else {
            writeln!(
                text,
                "floor: decompress the ballots' points and multiply them by full-width scalars, on as many threads, in turns with the work. threads: {}",
                self.threads
            )
        };
        text
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of ballots, to three digits")]
fn each(row: &Row) -> f64 {
    row.total.as_secs_f64() / row.count.max(1) as f64
}

fn ratio(work: Duration, floor: Duration) -> f64 {
    work.as_secs_f64() / floor.as_secs_f64().max(f64::MIN_POSITIVE)
}
