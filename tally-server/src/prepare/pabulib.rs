//! Real elections in Pabulib's `.pb` format, for tests and rehearsals with real ballots.
//!
//! ```text
//! META      key;value                     max_length, min_length, vote_type and more
//! PROJECTS  project_id;cost;votes;name;…  columns in any order
//! VOTES     voter_id;vote;…               vote: project ids, separated by commas, in no order
//! ```
//!
//! `;` separates, `"` quotes, `""` is a quote. Format: Stolicki, Szufa, Talmon, "Pabulib", arXiv:2012.06539.
//!
//! Invariants
//! - A ballot keeps nothing of its row: no id, no age, no order of the file is promised to mean anything.
//! - What is read is consistent: ids known and unique, sizes within the limits, counts as published.

use std::collections::{HashMap, HashSet};

/// Largest file in bytes.
pub const PABULIB_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most projects.
pub const PABULIB_PROJECTS_MAX: usize = 1_000;

/// An approval election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// From META, empty where there is none.
    pub description: String,
    /// Fewest projects on a ballot.
    pub choices_min: usize,
    /// Most projects on a ballot.
    pub choices_max: usize,
    /// In the order of the file.
    pub projects: Vec<Project>,
    /// Each a list of indexes into `projects`, ascending, without repetition.
    pub ballots: Vec<Vec<usize>>,
}

/// A project of an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The city's id.
    pub id: String,
    /// The title.
    pub name: String,
    /// As written.
    pub cost: String,
    /// The published number of ballots that chose it; equal to a recount.
    pub votes: u64,
}

/// Why a file was refused. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PabulibError {
    #[error("the file is larger than {PABULIB_BYTES_MAX} bytes")]
    TooLarge,
    #[error("line {line} is not UTF-8")]
    NotUtf8 { line: u64 },
    #[error("line {line}: the section {expected} should begin here")]
    Section { line: u64, expected: &'static str },
    #[error("the section {section} is missing or has no column names")]
    MissingSection { section: &'static str },
    #[error("line {line}: the section {section} has no column {column}")]
    MissingColumn { line: u64, section: &'static str, column: &'static str },
    #[error("line {line}: quotes do not pair")]
    Quotes { line: u64 },
    #[error("line {line}: {actual} fields under {expected} column names")]
    Fields { line: u64, expected: usize, actual: usize },
    #[error("META has no {key}")]
    MissingKey { key: &'static str },
    #[error("line {line}, column {column}: {text:?} is no number in range")]
    Number { line: u64, column: &'static str, text: String },
    #[error("vote_type is {found:?}, only approval is read")]
    VoteType { found: String },
    #[error("line {line}, column {column}: {id:?} stands for the second time")]
    Repeated { line: u64, column: &'static str, id: String },
    #[error("line {line}, column vote: no project {id:?}")]
    UnknownProject { line: u64, id: String },
    #[error("line {line}, column vote: {actual} projects, allowed are {min} to {max}")]
    BallotSize { line: u64, actual: usize, min: usize, max: usize },
    #[error("META says {expected} for {key}, the file has {actual}")]
    Count { key: &'static str, expected: u64, actual: u64 },
    #[error("project {id}: {published} votes published, {recounted} on the ballots")]
    Recount { id: String, published: u64, recounted: u64 },
    #[error("more than {PABULIB_PROJECTS_MAX} projects")]
    TooManyProjects,
}

/// Reads a `.pb` file.
pub fn read(bytes: &[u8]) -> Result<Election, PabulibError> {
    if bytes.len() > PABULIB_BYTES_MAX {
        return Err(PabulibError::TooLarge);
    }
    let lines = lines(bytes)?;
    let mut rest = lines.as_slice();
    let meta = section(&mut rest, "META", Some("PROJECTS"))?;
    let projects = section(&mut rest, "PROJECTS", Some("VOTES"))?;
    let votes = section(&mut rest, "VOTES", None)?;

    let meta = Meta::read(&meta)?;
    let (projects, indexes) = read_projects(&projects)?;
    meta.count("num_projects", projects.len())?;
    let choices_min = meta.number("min_length")?.unwrap_or(0);
    let choices_max = meta.number("max_length")?.unwrap_or(projects.len());
    let ballots = read_ballots(&votes, &indexes, choices_min, choices_max)?;
    meta.count("num_votes", ballots.len())?;
    recount(&projects, &ballots)?;
    let description = meta.get("description").map(|(_, text)| text.to_owned()).unwrap_or_default();
    Ok(Election { description, choices_min, choices_max, projects, ballots })
}

type Line<'a> = (u64, &'a str);

fn lines(bytes: &[u8]) -> Result<Vec<Line<'_>>, PabulibError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    for (line, raw) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        let text = std::str::from_utf8(raw).map_err(|_| PabulibError::NotUtf8 { line })?;
        let text = text.strip_suffix('\r').unwrap_or(text);
        if !text.trim().is_empty() {
            lines.push((line, text));
        }
    }
    Ok(lines)
}

/// A section: its column names, and rows of as many fields.
struct Section {
    name: &'static str,
    header_line: u64,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

/// Takes the section `name` off the front of `lines`, up to the title `next` or the end.
fn section(
    lines: &mut &[Line<'_>],
    name: &'static str,
    next: Option<&'static str>,
) -> Result<Section, PabulibError> {
    let missing = PabulibError::MissingSection { section: name };
    let ((title_line, title), body) = lines.split_first().ok_or(missing.clone())?;
    if title.trim() != name {
        return Err(PabulibError::Section { line: *title_line, expected: name });
    }
    let end = match next {
        None => body.len(),
        Some(section) => body
            .iter()
            .position(|(_, text)| text.trim() == section)
            .ok_or(PabulibError::MissingSection { section })?,
    };
    let (body, after) = body.split_at(end);
    *lines = after;
    let ((header_line, header), body) = body.split_first().ok_or(missing)?;
    let columns: Vec<String> =
        fields(*header_line, header)?.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let mut rows = Vec::with_capacity(body.len());
    for (line, text) in body {
        let row = fields(*line, text)?;
        if row.len() != columns.len() {
            let (expected, actual) = (columns.len(), row.len());
            return Err(PabulibError::Fields { line: *line, expected, actual });
        }
        rows.push((*line, row));
    }
    Ok(Section { name, header_line: *header_line, columns, rows })
}

fn fields(line: u64, text: &str) -> Result<Vec<String>, PabulibError> {
    if text.matches('"').count() % 2 == 1 {
        return Err(PabulibError::Quotes { line });
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(text.as_bytes());
    let record = reader.records().next().and_then(Result::ok).ok_or(PabulibError::Quotes { line })?;
    Ok(record.iter().map(str::to_owned).collect())
}

impl Section {
    /// Each row's line and its fields of the named columns.
    fn select<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<Vec<(u64, [&str; N])>, PabulibError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place =
                self.columns.iter().position(|column| column == name).ok_or(PabulibError::MissingColumn {
                    line: self.header_line,
                    section: self.name,
                    column: name,
                })?;
        }
        Ok(self
            .rows
            .iter()
            .map(|(line, row)| (*line, places.map(|at| row.get(at).map_or("", String::as_str))))
            .collect())
    }
}

/// META's keys, with their lines.
struct Meta<'a>(HashMap<&'a str, (u64, &'a str)>);

impl<'a> Meta<'a> {
    fn read(section: &'a Section) -> Result<Self, PabulibError> {
        let mut keys = HashMap::new();
        for (line, [key, value]) in section.select(["key", "value"])? {
            if keys.insert(key.trim(), (line, value.trim())).is_some() {
                return Err(PabulibError::Repeated { line, column: "key", id: key.to_owned() });
            }
        }
        let meta = Self(keys);
        match meta.get("vote_type") {
            Some((_, "approval")) => Ok(meta),
            Some((_, other)) => Err(PabulibError::VoteType { found: other.to_owned() }),
            None => Err(PabulibError::MissingKey { key: "vote_type" }),
        }
    }

    fn get(&self, key: &str) -> Option<(u64, &'a str)> {
        self.0.get(key).copied()
    }

    fn number(&self, key: &'static str) -> Result<Option<usize>, PabulibError> {
        self.get(key).map(|(line, text)| number(line, key, text)).transpose()
    }

    /// Both counts are part of the format, so a file cut short shows itself.
    fn count(&self, key: &'static str, actual: usize) -> Result<(), PabulibError> {
        let expected = self.number(key)?.ok_or(PabulibError::MissingKey { key })?;
        if expected == actual {
            return Ok(());
        }
        Err(PabulibError::Count { key, expected: expected as u64, actual: actual as u64 })
    }
}

fn number<T: std::str::FromStr>(line: u64, column: &'static str, text: &str) -> Result<T, PabulibError> {
    let refused = || PabulibError::Number { line, column, text: text.to_owned() };
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refused());
    }
    text.parse().map_err(|_| refused())
}

fn read_projects(section: &Section) -> Result<(Vec<Project>, HashMap<&str, usize>), PabulibError> {
    let (mut projects, mut indexes) = (Vec::new(), HashMap::new());
    for (line, [id, name, cost, votes]) in section.select(["project_id", "name", "cost", "votes"])? {
        if projects.len() == PABULIB_PROJECTS_MAX {
            return Err(PabulibError::TooManyProjects);
        }
        let id = id.trim();
        if indexes.insert(id, projects.len()).is_some() {
            return Err(PabulibError::Repeated { line, column: "project_id", id: id.to_owned() });
        }
        // Costs carry a fraction in some cities; they are shown, never computed with.
        let (whole, fraction) = cost.trim().split_once('.').unwrap_or((cost.trim(), "0"));
        number::<u64>(line, "cost", whole).and_then(|_| number::<u64>(line, "cost", fraction))?;
        projects.push(Project {
            id: id.to_owned(),
            name: name.to_owned(),
            cost: cost.trim().to_owned(),
            votes: number(line, "votes", votes.trim())?,
        });
    }
    Ok((projects, indexes))
}

fn read_ballots(
    section: &Section,
    indexes: &HashMap<&str, usize>,
    min: usize,
    max: usize,
) -> Result<Vec<Vec<usize>>, PabulibError> {
    let mut seen = HashSet::new();
    let mut ballots = Vec::with_capacity(section.rows.len());
    for (line, [deputy, vote]) in section.select(["voter_id", "vote"])? {
        if !seen.insert(deputy) {
            return Err(PabulibError::Repeated { line, column: "voter_id", id: deputy.to_owned() });
        }
        let mut ballot = Vec::new();
        for id in vote.split(',').map(str::trim).filter(|_| !vote.trim().is_empty()) {
            let index = indexes.get(id).copied();
            ballot.push(index.ok_or_else(|| PabulibError::UnknownProject { line, id: id.to_owned() })?);
        }
        ballot.sort_unstable();
        let actual = ballot.len();
        ballot.dedup();
        if ballot.len() != actual {
            return Err(PabulibError::Repeated { line, column: "vote", id: vote.to_owned() });
        }
        if !(min..=max).contains(&actual) {
            return Err(PabulibError::BallotSize { line, actual, min, max });
        }
        ballots.push(ballot);
    }
    Ok(ballots)
}

fn recount(projects: &[Project], ballots: &[Vec<usize>]) -> Result<(), PabulibError> {
    for (index, project) in projects.iter().enumerate() {
        let recounted = ballots.iter().filter(|ballot| ballot.contains(&index)).count() as u64;
        if recounted != project.votes {
            let (id, published) = (project.id.clone(), project.votes);
            return Err(PabulibError::Recount { id, published, recounted });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::shared_data;
    use super::*;

    /// Our own, invented; in the format's full variety.
    const SMALL: &str = include_str!("../../data/small.pb");

    fn changed(from: &str, to: &str) -> Result<Election, PabulibError> {
        assert_eq!(SMALL.matches(from).count(), 1, "{from:?} must stand once");
        read(SMALL.replace(from, to).as_bytes())
    }

    #[test]
    fn the_small_election_is_read_with_either_line_end() {
        let election = read(SMALL.as_bytes()).unwrap();
        assert_eq!((election.choices_min, election.choices_max), (1, 2));
        assert_eq!(election.description, "云岭县社区微项目（虚构）");
        let projects: Vec<_> = election
            .projects
            .iter()
            .map(|p| (p.id.as_str(), p.name.as_str(), p.cost.as_str(), p.votes))
            .collect();
        assert_eq!(
            projects,
            [
                ("P1", "路灯; 含线路", "120000", 3),
                ("P2", "\"暖心\"凉亭", "45000.50", 2),
                ("P3", "旧衣回收箱", "8000", 1)
            ]
        );
        assert_eq!(election.ballots, [vec![0, 1], vec![0], vec![0, 2], vec![1]]);
        for other in [SMALL.replace('\n', "\r\n"), format!("\u{feff}{SMALL}"), format!("{SMALL}\n\n")] {
            assert_eq!(read(other.as_bytes()).unwrap(), election);
        }
    }

    #[test]
    fn each_fault_is_named_with_line_and_column() {
        use PabulibError as E;
        for (from, to, expected) in [
            ("META\n", "MITA\n", E::Section { line: 1, expected: "META" }),
            ("PROJECTS\n", "", E::MissingSection { section: "PROJECTS" }),
            ("vote_type;approval\n", "", E::MissingKey { key: "vote_type" }),
            ("vote_type;approval", "vote_type;ordinal", E::VoteType { found: "ordinal".into() }),
            ("min_length;1", "max_length;1", E::Repeated { line: 8, column: "key", id: "max_length".into() }),
            ("min_length;1", "min_length;-1", E::Number { line: 7, column: "min_length", text: "-1".into() }),
            ("num_projects;3\n", "", E::MissingKey { key: "num_projects" }),
            ("num_votes;4", "num_votes;5", E::Count { key: "num_votes", expected: 5, actual: 4 }),
            (
                "name;cost;project_id",
                "name;price;project_id",
                E::MissingColumn { line: 10, section: "PROJECTS", column: "cost" },
            ),
            ("旧衣回收箱", "旧衣\"回收箱", E::Quotes { line: 13 }),
            ("旧衣回收箱", "旧衣;回收箱", E::Fields { line: 13, expected: 5, actual: 6 }),
            (";8000;", ";8 000;", E::Number { line: 13, column: "cost", text: "8 000".into() }),
            (";8000;P3;", ";8000;P1;", E::Repeated { line: 13, column: "project_id", id: "P1".into() }),
            (";P3;1;", ";P3;2;", E::Recount { id: "P3".into(), published: 2, recounted: 1 }),
            ("7;P3,P1", "7;P4,P1", E::UnknownProject { line: 18, id: "P4".into() }),
            ("7;P3,P1", "7;P3,P3", E::Repeated { line: 18, column: "vote", id: "P3,P3".into() }),
            ("7;P3,P1", "7;P3,P1,P2", E::BallotSize { line: 18, actual: 3, min: 1, max: 2 }),
            ("7;P3,P1", "7;", E::BallotSize { line: 18, actual: 0, min: 1, max: 2 }),
            ("7;P3,P1", "5;P3,P1", E::Repeated { line: 18, column: "voter_id", id: "5".into() }),
        ] {
            assert_eq!(changed(from, to), Err(expected), "{from:?} -> {to:?}");
        }
        assert_eq!(read(b""), Err(E::MissingSection { section: "META" }));
        assert_eq!(read(b"META\nkey\xff"), Err(E::NotUtf8 { line: 2 }));
        assert_eq!(read(&vec![b'x'; PABULIB_BYTES_MAX + 1]), Err(E::TooLarge));
    }

    /// Two real votes, beside the repository where a developer has them; the numbers are from their README.
    #[test]
    fn real_elections_are_read() {
        let Some(folder) = shared_data("pabulib") else { return };
        for (file, projects, ballots, max, approvals, first, full) in [
            ("Poland_Lodz_2020_Im._Montwilla-Mireckiego.pb", 16, 594, 5, 1_838, ("P082MM", 257), 124),
            ("Poland_Warszawa_2025_Rembertow.pb", 34, 989, 15, 9_576, ("1133", 488), 349),
        ] {
            let election = read(&std::fs::read(folder.join(file)).unwrap()).unwrap();
            assert_eq!((election.projects.len(), election.ballots.len()), (projects, ballots), "{file}");
            assert_eq!((election.choices_min, election.choices_max), (0, max));
            assert_eq!(election.ballots.iter().map(Vec::len).sum::<usize>(), approvals);
            assert_eq!(election.ballots.iter().filter(|b| b.len() == max).count(), full);
            let leader = election.projects.iter().max_by_key(|p| p.votes).unwrap();
            assert_eq!((leader.id.as_str(), leader.votes), first);
        }
    }

    proptest::proptest! {
        /// Any change of a file is read or refused, and what is read is consistent.
        #[test]
        fn a_changed_file_never_breaks_the_reader(at in 0..SMALL.len(), byte: u8, cut: bool) {
            let mut bytes = SMALL.as_bytes().to_vec();
            bytes[at] = byte;
            if cut {
                bytes.truncate(at);
            }
            if let Ok(election) = read(&bytes) {
                let sizes = election.choices_min..=election.choices_max;
                proptest::prop_assert!(election.ballots.iter().all(|ballot| sizes.contains(&ballot.len())));
                let chosen: usize = election.ballots.iter().map(Vec::len).sum();
                proptest::prop_assert_eq!(chosen as u64, election.projects.iter().map(|p| p.votes).sum::<u64>());
            }
        }
    }
}
