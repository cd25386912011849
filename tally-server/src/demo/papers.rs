//! Paper ballots beside the machine's: issued by two roles, counted twice, corrected, confirmed (protocol.md §3.9).

use audit::entry::paper::VoidPapers;
use audit::rules::Row;
use audit::wire::Int;
use terminal_client::roles::acts::bodies::PapersBack;
use terminal_client::roles::{chief, secretariat};

use super::DemoError;
use super::parties::{PATIENCE, Roles};
use super::play::{Floor, Play};
use super::plot::{self, PaperFate, Part, PartRole};

/// Why a paper with too many marks is void, as it stands in the register.
const OVERMARKED: &str = "所选项目超过规定数额";

impl Play {
    fn with_paper(&self, contest: u64) -> impl Iterator<Item = (&Part, PaperFate)> {
        self.story.parts.iter().filter_map(move |part| match part.role {
            PartRole::Paper(fate) if part.ballots.contains_key(&contest) => Some((part, fate)),
            _ => None,
        })
    }

    fn papers(&self, contest: u64, fate: PaperFate) -> u64 {
        let count = self.with_paper(contest).filter(|(_, of)| *of == fate).count();
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Papers of the contest that came back.
    pub(super) fn papers_back(&self, contest: u64) -> PapersBack {
        let void = self.papers(contest, PaperFate::Void);
        PapersBack { returned: self.papers(contest, PaperFate::Valid).saturating_add(void), void }
    }

    pub(super) async fn issue_papers(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        contest: u64,
    ) -> Result<(), DemoError> {
        let roll = &self.story.definition.roll;
        let deputies: Vec<u32> = self
            .with_paper(contest)
            .filter_map(|(part, _)| roll.get(part.deputy).map(|row| row.number))
            .collect();
        if deputies.is_empty() {
            return Ok(());
        }
        floor.until(secretariat::issue_papers(&roles.secretariat, contest, &deputies, PATIENCE)).await?;
        floor.until(chief::countersign(&roles.chief, "paper_issued", PATIENCE)).await?;
        let wanted = deputies.len();
        for role in [&roles.secretariat, &roles.chief] {
            let issued = role.wait_until(PATIENCE, |view| {
                let course = view.state().contests().get(&contest)?.course()?;
                (course.paper.issued.len() == wanted).then_some(())
            });
            floor.until(issued).await?;
        }
        self.narrator.line(
            &format!("  纸质票发出 {wanted} 张，秘书处、总监票人共同签署；领纸质票的代表不能再领电子票"),
            &format!("  {wanted} papers issued by both roles; who has a paper gets no ballot on a device"),
        );
        Ok(())
    }

    /// Two counts, each by people of its own. The tellers' first one has a slip, which the second one shows.
    pub(super) async fn count_papers(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        contest: u64,
    ) -> Result<(), DemoError> {
        self.narrator.step(
            "纸质票：计票人、监票人各自独立清点一遍，一致后两个角色确认",
            "Papers: counted by the tellers and again by the scrutineers; confirmed by two roles",
        );
        let rows = self.rows(roles, contest)?;
        let PapersBack { returned, void } = self.papers_back(contest);
        let register = match u32::try_from(void) {
            Ok(0) | Err(_) => Vec::new(),
            Ok(count) => vec![VoidPapers { reason: OVERMARKED.parse()?, count: Int::from(count) }],
        };
        let issued = self.with_paper(contest).count();
        self.narrator.line(
            &format!("  发出 {issued}，收回 {returned}，其中废票 {void}（{OVERMARKED}）"),
            &format!("  issued {issued}, returned {returned}, void {void} (too many marks)"),
        );
        let tellers =
            |rows| secretariat::count_papers(&roles.secretariat, contest, register.clone(), rows, PATIENCE);
        floor.until(tellers(misread(&rows))).await?;
        let scrutineers =
            chief::count_papers(&roles.chief, contest, register.clone(), rows.clone(), PATIENCE);
        floor.until(scrutineers).await?;
        let differ = roles.secretariat.wait_until(PATIENCE, |view| {
            view.state().contests().get(&contest)?.course()?.paper.differences()
        });
        let differ = floor.until(differ).await?;
        let items: Vec<String> = differ.items.iter().map(|item| item.saturating_add(1).to_string()).collect();
        self.narrator.line(
            &format!("  差异清单：第 {} 项两次清点不一致，计票人重新清点", items.join("、")),
            &format!("  difference list: item {}; the tellers count again", items.join(", ")),
        );
        floor.until(tellers(rows)).await?;
        for role in [&roles.secretariat, &roles.chief] {
            let same = role.wait_until(PATIENCE, |view| {
                let course = view.state().contests().get(&contest)?.course()?;
                course.paper.differences().filter(|left| left.items.is_empty() && !left.void)
            });
            floor.until(same).await?;
        }
        floor.until(secretariat::confirm_papers(&roles.secretariat, contest, PATIENCE)).await?;
        floor.until(chief::countersign(&roles.chief, "paper_confirmed", PATIENCE)).await?;
        let confirmed = roles.chief.wait_until(PATIENCE, |view| {
            view.state().contests().get(&contest)?.course()?.paper.confirmed.then_some(())
        });
        floor.until(confirmed).await?;
        self.narrator.line("  两次清点一致，已确认", "  the two counts agree and are confirmed");
        Ok(())
    }

    /// What is on the valid papers.
    fn rows(&self, roles: &Roles, contest: u64) -> Result<Vec<Row>, DemoError> {
        let shape = roles
            .secretariat
            .follower()
            .read(|view| view.state().contests().get(&contest).map(|contest| contest.shape.clone()));
        let shape = shape.ok_or(DemoError::Lost)?;
        let valid = self.with_paper(contest).filter(|(_, fate)| *fate == PaperFate::Valid);
        let ballots: Vec<&Vec<usize>> = valid.filter_map(|(part, _)| part.ballots.get(&contest)).collect();
        let (cells, papers) = (shape.cells_per_row(), u64::try_from(ballots.len()).unwrap_or(u64::MAX));
        let totals = plot::count(ballots.into_iter(), shape.rows(), cells);
        let rows = totals.chunks(cells.max(1)).map(|row| Row::of_cells(row, papers));
        rows.collect::<Option<_>>().ok_or(DemoError::Lost)
    }
}

/// The same count with one paper of the third item read wrongly.
fn misread(rows: &[Row]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    if let Some([first, rest]) = rows.get_mut(2).map(|row| row.counts.as_mut_slice()) {
        let (fewer, more) = (first.get().checked_sub(1), rest.get().checked_add(1));
        if let (Some(Ok(fewer)), Some(Ok(more))) = (fewer.map(Int::try_from), more.map(Int::try_from)) {
            (*first, *rest) = (fewer, more);
        }
    }
    rows
}
