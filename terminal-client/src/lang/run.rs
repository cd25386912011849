//! What the programs say beside their screens: acts, answers and how a program ends. Words for entries and signers are those of
//! `audit::words`.

texts! {
    /// Words for what stands in the log, and for what became of an act.
    RunTexts {
        list_comma: "、", ", ";
        clause_comma: "；", "; ";
        contest_number: "表决事项 {0}", "Contest {0}";
        at_entry: "第 {0} 条", "entry {0}";

        act_named: "提名监票人", "Name the scrutineers";
        act_agreed: "确认密钥", "Agree on the key";
        act_sealed: "封存会议", "Seal the sitting";
        act_late: "开启后签到：{0}", "Late check-in: {0}";
        act_suspended: "暂停执行职务：{0}", "Suspend {0}";
        act_restored: "恢复执行职务：{0}", "Restore {0}";
        act_undone: "撤销签到：{0}", "Undo the check-in: {0}";

        zero_issued: "已发出的票", "Ballots issued";
        zero_boxed: "票箱内的票", "Ballots in the box";
        zero_challenged: "验票机次数", "Challenges";
        zero_returned: "回条", "Return slips";

        void_outcome: "本次票决无效", "The vote is void";
        could_not: "不影响", "no";

        fact_kind: "类别", "kind";
        fact_contest: "事项", "contest";
        fact_definition: "事项定义", "definition";
        fact_rules: "票决办法", "rules";
        fact_roll: "代表名册", "roll";
        fact_key: "密钥记录", "key entry";
        fact_public_key: "公钥", "public key";
        fact_stamp_key: "盖章公钥", "stamp key";
        fact_present: "实到", "present";
        fact_keys: "本项密钥", "keys";
        fact_membership: "全体代表", "membership";
        fact_due: "应到", "due";
        fact_paper: "纸质票", "papers";
        fact_void: "废票", "void";
        fact_entered: "已转录", "entered";
        fact_deputies: "代表", "deputies";
        fact_rows: "逐项计数", "rows";
        fact_chosen: "主席团决定入选", "chosen by the presidium";
        fact_zero_report: "零票报告", "zero report";
        fact_issued: "发出", "issued";
        fact_returned: "收回", "returned";
        fact_slips: "回条", "slips";
        fact_size: "日志条数", "log size";
        fact_root: "日志树根", "log root";
        fact_closed: "关闭记录", "closing entry";
        fact_totals: "总数", "totals";
        fact_decision: "认定", "decision";
        fact_follows: "承接记录", "follows";
        fact_reason: "理由", "reason";
        fact_deputy: "代表编号", "deputy";
        fact_device_key: "设备公钥", "device key";
        fact_means: "方式", "means";
        fact_run: "第几次仪式", "run";
        fact_threshold: "至少几位", "threshold";
        fact_scrutineers: "监票人", "scrutineers";
        fact_index: "日志位置", "index";
        fact_origin: "日志名称", "origin";
        fact_manifest: "档案清单", "manifest";
        fact_report: "报告", "report";
        fact_outcome: "效力", "outcome";
        fact_needed: "须达票数", "votes needed";
        fact_base: "基数", "base";
        fact_firm: "确定入选（从 0 编号）", "chosen (from 0)";
        fact_run_off: "再次票决", "run-off";
        fact_vacant: "空缺", "vacant";
        fact_unreturned: "未收回", "unreturned";
        fact_items: "项目", "items";
        fact_seats: "名额", "seats";
        fact_by: "签署人", "signed by";
        fact_next: "后续", "next";
        fact_could_change: "未收回可能改变结果", "unreturned could change it";
        fact_marks: "{0}；{1}", "{0}; {1}";
        fact_attendance: "人数", "attendance";
        fact_attendance_says: "全体 {0}，应到 {1}，实到 {2}", "membership {0}, due {1}, present {2}";
        fact_report_digest: "报告单摘要（SHA-256）", "report (SHA-256)";
        fact_exact: "以下逐字段", "Field by field";
        fact_exact_says: "是签名涵盖的全部内容，与上面所说的一致", "all that the signature covers, as said above";
        path_separator: " / ", " / ";
        fact_who: "姓名", "name";
        fact_title: "事项名称", "title";
        fact_item: "{0}. {1}", "{0}. {1}";

        own_draft: "您（本机依据日志算出）", "you (this terminal, from the log)";
        no_share_here: "{0}不持有解密份额。", "{0} holds no share.";
        not_closed_yet: "表决还没有关闭。", "the contest is not closed.";
        contest_voided: "表决已作废。", "the contest is voided.";
        too_few: "票 {0} 张，少于最少张数 {1}。", "{0} ballots, fewer than the minimum of {1}.";
        result_declared: "结果已宣布。", "the result is declared.";
        not_named: "没有被提名为监票人。", "not named as a scrutineer.";
        dispute_over: "{0} 与 {1} 之间的份额有争议", "a dispute between {0} and {1}";
        dispute_fault: "{0} 分发的份额不对", "{0} dealt a bad share";
        complaint_fault: "{0} 的异议不成立", "the complaint of {0} is unfounded";

        done_accepted: "{0}：已记入日志第 {1} 条", "{0}: in the log at entry {1}";
        done_there: "{0}：日志中已有", "{0}: already in the log";
        done_proposed: "{0}：已提出，等待{1}签名", "{0}: proposed, waiting for {1}";
        failed: "{0}没有成功：{1}", "{0} failed: {1}";
        waited_in_vain: "等候已久，没有结果，请看日志后再试。", "Nothing came of it in time. Look at the log and try again.";
        server_wrong: "服务器的回复不符合规范", "the server's answer breaks the protocol";
        interrupted: "程序正在结束", "the program is ending";
        something_missing: "还缺前面的步骤", "an earlier step is missing";
        other_stage: "表决不在这一阶段", "the contest is at another stage";
        no_further_vote: "这项表决没有需要再次进行的票决", "no further vote follows from this contest";
        paper_no_ballot: "所填内容不符合本次票决的填票规则", "the marks are no ballot of this contest";
        paper_unread: "录入纸票须由您自己再读一遍纸票，不能直接签名", "a paper is signed only after you read it yourself";
        paper_differs: "提议的票与您读到的纸票不同，或录入码不对，没有签名", "the proposed ballot is not the paper as you read it, or the code differs; nothing was signed";
        contest_not_secret: "不是无记名投票，没有要解密的。", "the contest is not secret; nothing is encrypted.";
        contest_void_by_numbers: "票数不符，本次表决无效，绝不解密。", "the vote is void by its numbers and is never decrypted.";
        paper_awaited: "纸票还没有清点确认。", "the papers are not confirmed yet.";
        not_makeable: "内容无法编成记录", "this cannot be made into an entry";
        proposal_differs: "提议与本机日志不符，没有签名", "the proposal differs from this terminal's log; nothing was signed";
        proposal_not_ours: "这不是由本机的密钥签署的", "this is not for the key at hand to sign";
        proposal_malformed: "提议不合规范，没有签名", "the proposal is malformed; nothing was signed";
        no_share: "本机没有这把密钥的份额。", "this terminal holds no share of the key.";
        second_closing: "本机已为另一次关闭交出份额，绝不再交。", "this terminal served another close; never a second.";
        log_fails: "日志核对没有通过。", "the log fails a check.";
        step_not_now: "现在不到这一步。", "this is not the step that the log calls for.";
        vault_failed: "密钥文件读写失败。", "the key file failed.";
        program_refuses: "监票程序拒绝执行。", "the scrutineer's program refuses.";
        declare_at_chief: "结果由总监票人提出：请在总监票人终端的待签中签署。", "The chief scrutineer proposes the declaration: it waits on that terminal.";
        proposal_gone: "这项提议已经改变或撤下，没有签名。", "This proposal changed or is gone. Nothing was signed.";
        declined_here: "已在本机退回，没有签名。请当面告知秘书处。", "Declined on this terminal; nothing was signed. Tell the secretariat.";
        close_differs: "关闭记录与所见不同，没有解密。", "The closing entry is another one. Nothing was decrypted.";
        reason_refused: "理由中有不能用的字符。", "The reason holds characters that are not allowed.";
        code_refused: "录入码不对，请再核对一遍", "the entry code does not fit; compare it once more";
        list_refused: "名单不对：请输入现任监票人的序号，或名单文件（每行姓名和公钥）。", "This is no list: numbers of current scrutineers, or a file with a name and a public key on each line.";
        number_refused: "编号不是名册上的数字。", "The number is no number of the roll.";
        request_refused: "签到码不对，请重新核对代表终端上的签到码。", "The request code does not check. Compare it with the deputy's terminal.";
        request_of_other: "签到码是编号 {0} 的，不是这位代表的。", "The request code is of number {0}, not of this deputy.";
        card_refused: "证件不能使用：{0}", "The card cannot be used: {0}";
        card_file_unreadable: "读不了证件文件 {0}：{1}", "cannot read the card file {0}: {1}";
        card_file_long: "证件文件太长，不是代表证", "the card file is too long to be a card";
        check_opening: "第二个二维码", "Second QR code";
        check_same: "一致：这台机器加密的就是下面的选择", "THE SAME: the device encrypted these choices";
        check_differs: "不一致：这台机器不能使用，请告诉工作人员", "DIFFERENT: this device must not be used; tell the staff";
        card_not_on_roll: "证件与名册不符，请找工作人员", "the card is not the one on the roll; ask the staff";
        device_busy: "本机正忙，请稍候再试。", "This device is busy; please try again.";
        card_number: "编号应为数字", "the number is not a number";
        key_unusable: "密钥文件的内容不能用", "the key file's content cannot be used";
        terminal_failed: "终端出错", "the terminal failed";
        unlocked: "已解锁。", "Unlocked.";
        key_not_of_role: "这把密钥不是本次会议{0}的密钥", "this key is not that of {0} in this sitting";

        check_in_waits_roles: "会议已开启投票，等待秘书处和总监票人准许入场。", "Voting has begun: both roles must let you in.";
        check_in_undone: "您的签到已被撤销，请找工作人员。", "Your check-in was undone. Please ask the staff.";
        missing_ballot: "您的票有回执，但不在票箱记录中。证据在 {0}，请交给总监票人。", "Your ballot has a receipt but is not in the box. The proof is {0}: give it to the chief scrutineer.";
        not_in_box: "这张票没有进票箱，没有计入。", "This ballot was not in the box and does not count.";
        challenge_recorded: "这次验票机已记入日志。", "This check is recorded in the log.";
        sealed: "会议已封存。", "The sitting is sealed.";

        log_refuted: "日志第 {0} 条不对，已停止：{1}", "The log is refuted at entry {0}; stopped: {1}";
        stopped: "已停止：{0}", "Stopped: {0}";
        plain_keys: "逐行输入：一行文字加回车即输入并确认；冒号加一个字符（如 :1）只按这一个键；:esc :up :down :left :right :tab :space :del :pgup :pgdn :f1 :f2 为按键；:quit 退出。", "Line mode: a line is typed and confirmed; a colon and one character (:1) press that key alone; :esc :up :down :left :right :tab :space :del :pgup :pgdn :f1 :f2 are keys; :quit leaves.";
    }
}
