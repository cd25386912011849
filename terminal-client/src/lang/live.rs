//! The live tally terminal and the secretariat's desk.

texts! {
    /// The secretariat's screens.
    LiveTexts {
        title: "会务终端", "Live terminal";
        membership: "全体", "Membership";
        due: "应到", "Due";
        present: "实到", "Present";
        issued: "发出", "Issued";
        returned: "收回", "Returned";
        unreturned: "未收回", "Unreturned";
        returned_unknown: "截止后可知", "after the end";
        paper_issued: "纸票", "On paper";
        quorum_met: "法定人数 {0}，实到 {1}，符合（{2}）", "Quorum {0}, present {1}: met ({2})";
        quorum_not_met: "法定人数 {0}，实到 {1}，不符合，还差 {3}（{2}）", "Quorum {0}, present {1}: NOT met, {3} short ({2})";
        log_line: "日志 {0} 条，头 {1}", "Log {0} entries, head {1}";
        connections: "连接 {0}", "Connections {0}";
        no_contest: "还没有表决事项", "No contest yet";
        contest_line: "{0}：{1}", "{0}: {1}";
        decrypting_line: "解密份额 {0}/{1}", "Decryption shares {0} of {1}";
        awaiting: "等待{0}签名：{1}", "Waiting for {0} to sign: {1}";
        voided_because: "作废理由：{0}", "Voided because: {0}";
        sealed_totals: "宣布前不显示任何项目的票数。", "No project's votes are shown before the declaration.";

        pane_delegations: "代表团", "Delegations";
        pane_not_drawn: "未领票", "No ballot yet";
        pane_recent: "最近记录", "Recent entries";
        pane_result: "结果", "Result";
        column_delegation: "代表团", "Delegation";
        column_due: "应到", "Due";
        column_present: "签到", "Present";
        column_issued: "领票", "Issued";
        filter: "筛选：{0}", "Filter: {0}";

        result_rule: "办法：{0}", "Rule: {0}";
        result_counts: "发出 {0}，收回 {1}，有效 {2}，废票 {3}，未收回 {4}", "Issued {0}, returned {1}, valid {2}, void {3}, unreturned {4}";
        result_seats: "应选 {0}，选中 {1}，空缺 {2}", "Seats {0}, chosen {1}, vacant {2}";
        result_run_off: "票数相等，需再次投票：{0}", "Tied, a run-off is needed among: {0}";
        result_no_run_off: "不需再次投票", "No run-off needed";
        item_chosen: "选中", "chosen";
        item_run_off: "待再投", "run-off";
        item_passed: "过线", "passed";
        item_failed: "未过", "failed";
        item_votes: "{0} 票", "{0}";
        rank: "第 {0} 名", "rank {0}";
        reconcile_line: "票 {0} 张，回条 {1} 张", "Ballots {0}, slips {1}";

        act_check_in: "签到", "Check in";
        act_admit: "准许入场", "Admit a latecomer";
        act_undo: "撤销签到", "Undo a check-in";
        act_open: "开启投票", "Open voting";
        act_end: "截止投票", "End voting";
        act_hold: "暂停投票", "Hold voting";
        act_resume: "恢复投票", "Resume voting";
        act_close: "关闭表决", "Close the contest";
        act_declare: "提请宣布结果", "Ask for the declaration";
        act_void: "作废本次表决", "Void the contest";
        act_seal: "封存会议", "Seal the sitting";

        word_open: "开启", "open";
        word_end: "截止", "end";
        word_close: "关闭", "close";
        word_declare: "宣布", "declare";
        word_void: "作废", "void";
        word_seal: "封存", "seal";

        act_not_now: "现在不能{0}。", "Not possible now: {0}.";
        proposed: "已提出，等待对方签名：{0}", "Proposed, waiting for the other signature: {0}";
        working: "正在处理：{0}", "Working: {0}";

        desk_search: "输入编号或姓名；也可以输入证件文件。Tab 切换。", "Type a number or a name, or with Tab a card.";
        desk_by_roll: "按名册", "By the roll";
        desk_by_card: "按证件", "By card";
        desk_card: "证件文件或短码：", "Card file or code:";
        desk_no_match: "名册中没有找到。", "Nobody on the roll matches.";
        desk_card_needed: "请输入证件文件，或扫描证件。", "Give a card file, or scan the card.";
        desk_request: "签到码：", "Request code:";
        desk_request_needed: "请输入代表终端上显示的签到码。", "Give the request code that the deputy's terminal shows.";
        desk_card_request: "再输入或扫描代表终端上显示的签到码，按回车确定。", "Now type or scan the request code that the deputy's terminal shows; Enter confirms.";
        desk_without_card: "{0}（{1}）没有出示证件，由会务签到，名册上会注明。请输入或扫描代表终端上显示的签到码，按回车确定。", "{0} ({1}) shows no card: checked in by the desk and marked so on the roll. Type or scan the request code that the deputy's terminal shows; Enter confirms.";
        desk_admit: "{0}（{1}）在投票开启后到会，已用代表卡在自己的终端签到。准许入场请按回车，随后由总监票人签名。", "{0} ({1}) came after the opening and checked in by card. Enter admits them; the chief scrutineer signs next.";
        desk_undo_lead: "撤销 {0}（{1}）的签到。需要两方签名；已领票的不能撤销。", "Undo the check-in of {0} ({1}). It needs two signatures; not after a ballot was issued.";
        status_absent: "未到", "absent";
        status_present: "已签到", "present";
        status_present_desk: "会务签到", "present, by the desk";
        status_leave: "请假", "on leave";
        status_suspended: "暂停职务", "suspended";
        status_issued: "已领票", "ballot issued";

        zero_title: "零票报告：开启前各项应为 0", "Zero report: every counter must be 0 before opening";
        zero_bad: "有计数不为 0，不能正式开启。", "A counter is not 0: a real contest cannot be opened.";
        zero_good: "各项均为 0。", "Every counter is 0.";
        hold_question: "暂停后代表不能投票，已选的保留。请写明理由。", "On hold nobody can cast; marks are kept. Please give a reason.";
        resume_question: "按回车恢复投票。", "Enter resumes voting.";
        end_lead: "截止后不再收票。还没有投出的票不能再投。", "After the end no ballot is taken. Those not cast cannot be cast.";
        open_lead: "开启后实到人数冻结，开始发票。", "Opening freezes the number present, and ballots are issued.";
        close_lead: "关闭后票数固定，监票人才能解密。", "Closing fixes the ballots; only then can scrutineers decrypt.";
        declare_lead: "由总监票人和执行主席签名后宣布。", "The chief scrutineer and the presiding officer sign it.";
        seal_lead: "封存后日志不能再增加任何记录。", "After the seal nothing can be added to the log.";
        void_lead: "作废后本次表决无效，记录保留。请写明理由。", "A voided contest has no result; its record stays. Please give a reason.";

        help_check_in: "签到", "Check in";
        help_admit: "准许迟到的入场", "Admit a latecomer";
        help_undo: "撤销签到", "Undo";
        help_open: "开启", "Open";
        help_end: "截止", "End";
        help_hold: "暂停或恢复", "Hold or resume";
        help_close: "关闭", "Close";
        help_declare: "提请宣布", "Declare";
        help_void: "作废", "Void";
        help_seal: "封存", "Seal";
        help_next_contest: "下一表决事项", "Next contest";
        help_filter: "筛选", "Filter";
        help_switch: "名册或证件", "Roll or card";
    }
}
