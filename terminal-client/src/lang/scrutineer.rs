//! The scrutineer's and the presiding officer's sentences.

texts! {
    /// The scrutineer's screens.
    ScrutineerTexts {
        title_scrutineer: "监票人终端", "Scrutineer";
        title_chief: "总监票人终端", "Chief scrutineer";
        title_presiding: "执行主席终端", "Presiding officer";
        me: "{0}（第 {1} 位，共 {2} 位）", "{0} (number {1} of {2})";
        me_presiding: "{0}", "{0}";

        title_unlock: "解锁", "Unlock";
        unlock_lead: "请输入保护密钥的口令。口令只留在这台机器上。", "Enter the passphrase that protects your key. It stays on this machine.";
        passphrase: "口令：", "Passphrase:";
        unlocking: "正在解锁", "Unlocking";

        tab_ceremony: "密钥仪式", "Key ceremony";
        tab_proposals: "待签", "To sign";
        tab_decryption: "解密", "Decryption";

        ceremony_rule: "{0} 位监票人，至少 {1} 位一起才能解密（第 {2} 次仪式）", "{0} scrutineers; at least {1} together can decrypt (run {2})";
        threshold_warning: "注意：{0} 位只占 {1} 位的一半或更少，任何 {0} 位串通即可提前看到票数。", "Warning: {0} is half of {1} or less. Any {0} of them together could read early.";
        step_generated: "已生成", "generated";
        step_revealed: "已公布", "revealed";
        step_dealt: "已分发", "dealt";
        step_verified: "已验证", "verified";
        step_agreed: "已完成", "agreed";
        step_absent: "缺席", "absent";
        step_disputed: "有争议", "disputed";
        step_waiting: "等待", "waiting";
        chief_mark: "总", "chief";
        ceremony_continue: "轮到您：按回车进行下一步。", "Your turn: Enter takes the next step.";
        ceremony_wait: "等待其他监票人。", "Waiting for the others.";
        ceremony_done: "密钥已完成，公钥 {0}", "The key is agreed: {0}";
        ceremony_ended: "本次仪式中止：{0}。将重新开始。", "This run ended: {0}. A new one starts.";

        test_title: "测试解密", "Test decryption";
        test_not_run: "还没有测试。开启投票前必须测试一次。", "Not tested yet. It must be tested before the first opening.";
        test_running: "正在测试", "Testing";
        test_passed: "测试通过：解出 {0}，与公开的数相同。", "Passed: {0} was decrypted, as published.";
        test_failed: "测试失败：{0}", "Failed: {0}";

        test_not_yet: "密钥完成以后才能测试。", "The key must be agreed first.";

        proposals_none: "现在没有要签的内容。", "There is nothing to sign now.";
        proposal_from: "{0} 提出", "Proposed by {0}";
        signing_exactly: "您签的就是下面这些内容：", "You sign exactly this:";
        body_hash: "内容指纹", "Body hash";
        sign_lead: "核对无误后签名。签名以后不能撤回。", "Sign only what you have compared. A signature cannot be taken back.";
        signing: "正在签名", "Signing";
        declining: "正在退回", "Declining";
        decline_lead: "退回这项提议。请写明理由。", "Decline this proposal. Please give a reason.";
        act_open: "开启投票", "Open voting";
        act_end: "截止投票", "End voting";
        act_close: "关闭表决", "Close the contest";
        act_declare: "宣布结果", "Declare the result";
        act_void: "作废表决", "Void the contest";
        act_resume: "恢复投票", "Resume voting";
        act_name: "提名监票人", "Name the scrutineers";
        act_seal: "封存会议", "Seal the sitting";
        act_undo_check_in: "撤销签到", "Undo a check-in";
        act_late_check_in: "开启后签到", "Late check-in";
        act_report: "签署报告单", "Sign the report";
        act_suspend: "暂停执行职务", "Suspend a deputy";
        act_restore: "恢复执行职务", "Restore a deputy";
        act_issue: "发纸票", "Issue papers";
        act_confirm_papers: "确认纸票清点", "Confirm the count of the papers";
        act_count_hands: "举手表决清点", "Show of hands";
        act_settle_tie: "主席团决定", "Settle the tie";
        act_count: "监票人清点纸票", "The scrutineers' count of the papers";
        act_read_paper: "再读一遍纸票", "Second reading of a paper";
        word_count: "清点", "count";
        word_confirm: "确认", "confirm";
        word_tie: "决定", "decide";
        word_open: "开启", "open";
        word_end: "截止", "end";
        word_close: "关闭", "close";
        word_declare: "宣布", "declare";
        word_void: "作废", "void";
        word_seal: "封存", "seal";
        word_sign: "签名", "sign";
        word_decrypt: "解密", "decrypt";
        seen_first: "请先看完全部内容（按下翻页键）。", "Read it to the end first (page down).";

        tab_counting: "清点", "Counts";
        counting_not_now: "现在没有这项事。", "Not possible now.";
        papers_waiting: "秘书处已录入、等您再读的纸票：{0} 张", "Papers that the secretariat entered and that wait for your reading: {0}";
        code_lead: "请输入秘书处念出的录入码（24 位）。", "Type the entry code that the secretariat reads out (24 letters).";
        code_kept: "录入码无误。按 e 读纸票。", "The code fits. Press e to read a paper.";
        tie_lead: "得票相同，余 {0} 个名额由主席团决定。按 p 填写主席团的决定：", "Equal votes: the presidium decides on {0} seats. Press p to enter its decision:";
        tie_numbers: "入选编号：", "Chosen numbers:";
        tie_needed: "请输入主席团决定入选的项目编号。", "Give the numbers of the items that the presidium chose.";
        tie_refused: "请从上面的项目中输入恰好 {0} 个编号。", "Exactly {0} numbers of the items above are needed.";
        tie_reason_lead: "主席团的理由。随后由执行主席签名。", "The presidium's reason. The presiding officer signs next.";
        tie_said: "主席团决定入选：{0}。理由：{1}", "The presidium chose {0}: {1}";

        checks_running: "正在核对日志：{0} / {1}", "Checking the log: {0} of {1}";
        checks_passed: "日志核对通过：{0} / {1}", "The log passed: {0} of {1}";
        checks_failed: "日志核对没有通过：第 {0} 项，日志第 {1} 条：{2}", "The log FAILED check {0} at entry {1}: {2}";
        checks_not_run: "关闭表决以后核对日志。", "The log is checked after the close.";
        decrypt_contest: "事项：{0}", "Contest: {0}";
        decrypt_ballots: "票 {0} 张（最少 {1} 张才能解密）", "Ballots {0} (at least {1} are needed)";
        decrypt_close: "关闭记录", "Closing entry";
        decrypt_blocked: "不能解密：{0}", "Refused to decrypt: {0}";
        decrypt_unchecked: "日志还没有全部核对通过。", "the log has not passed every check.";
        decrypt_too_few: "票数少于最少张数。", "there are fewer ballots than the minimum.";
        decrypt_ready: "可以解密。按 d，再输入「解密」。", "Ready. Press d, then type the word.";
        decrypt_lead: "交出您的解密份额。只解出总数，解不出任何一张票。", "You give your share. Only totals are decrypted, never a single ballot.";
        decrypt_sending: "正在计算并交出份额", "Computing and giving the share";
        decrypt_sent: "您的份额已交出，等待其他监票人。", "Your share is given. Waiting for the others.";
        decrypt_done: "份额已够，总数已解出，等待宣布。", "Enough shares: the totals are known and wait for the declaration.";
        decrypt_shares: "份额 {0}/{1}", "Shares {0} of {1}";
        share_given: "已交", "given";
        share_missing: "未交", "missing";
        all_done: "本次会议的工作已经完成。", "The work of this sitting is done.";

        help_continue: "下一步", "Next step";
        help_test: "测试解密", "Test decryption";
        help_open_proposal: "打开", "Open";
        help_sign: "签名", "Sign";
        help_decline: "退回", "Decline";
        help_decrypt: "解密", "Decrypt";
        help_count: "清点纸票", "Count papers";
        help_read_paper: "读纸票", "Read a paper";
        help_tie: "主席团决定", "Settle a tie";
        help_unlock: "解锁", "Unlock";
    }
}
