//! The deputy's sentences: short, the verb first, no technical word.

texts! {
    /// The deputy's screens.
    DeputyTexts {
        title_sign_in: "代表签到", "Check in";
        sign_in_lead: "请输入代表证上的编号和短码，或选择证件文件。没有证件的只输编号，由会务签到。", "Enter the number and the code on your card, or name a card file. Without a card, give the number alone: the desk checks you in.";
        at_desk_lead: "请把这个签到码交给会务签到，不要离开。按 Esc 返回。", "Show this request code at the desk and stay here. Esc goes back.";
        field_number: "编号", "Number";
        field_code: "短码", "Code";
        field_file: "证件文件", "Card file";
        sign_in_missing: "请填写编号和短码，或证件文件。", "Fill in number and code, or a card file.";
        reading_card: "正在核对证件", "Checking the card";
        title_identity: "请确认身份", "Is this you?";
        identity_lead: "请看清下面的姓名：", "Please read the name:";
        identity_number: "编号 {0}", "Number {0}";
        identity_question: "是本人请按回车。不是本人请按 Esc，交给工作人员。", "If this is you, press Enter. If not, press Esc and ask the staff.";
        checking_in: "正在签到，请稍候", "Checking in, please wait";

        title_home: "等候投票", "Waiting to vote";
        home_greeting: "{0}，已签到", "{0}, checked in";
        home_waiting: "投票还没有开始，请等候主持人宣布。", "Voting has not started. Please wait for the announcement.";
        home_choose: "请选择要投票的事项，按回车开始。", "Choose a contest and press Enter to begin.";
        home_held: "投票暂停，请等候。", "Voting is on hold. Please wait.";
        home_over: "投票已经结束。", "Voting is over.";
        home_all_done: "您的票都已投出，谢谢。", "All your ballots are cast. Thank you.";
        status_not_open: "未开始", "not open";
        status_drawing: "正在领票", "drawing a ballot";
        status_ready: "可以投票", "ready to vote";
        status_held: "暂停", "on hold";
        status_cast: "票已投出", "ballot cast";
        status_slip: "票已投出，回条已交", "ballot cast, slip returned";
        status_recorded: "票已投出，回执已在日志第 {0} 条找到", "ballot cast, receipt found in the log at entry {0}";
        status_missed: "已截止，没有投出", "ended, not cast";
        status_paper: "用纸票", "on paper";
        cannot_vote_now: "这一项现在不能投票。", "You cannot vote on this now.";

        title_marking: "请选择项目", "Choose projects";
        counter: "最多 {0} 项，已选 {1} 项，还可选 {2} 项", "At most {0}, chosen {1}, {2} more possible";
        over_limit: "最多选 {0} 项。要选这一项，请先取消一项。", "At most {0}. To choose this one, first remove another.";
        exact_needed: "这张票要选满 {0} 项，还差 {1} 项。", "This ballot needs {0} choices; {1} more.";
        ended_while_marking: "投票已截止，这张票没有投出。", "Voting has ended. This ballot was not cast.";
        held_while_marking: "投票暂停，选择已保留，请等候。", "Voting is on hold. Your choices are kept; please wait.";
        resumed: "投票恢复，可以继续。", "Voting has resumed. Please continue.";
        still_there: "还在投票吗？选择都保留着。", "Are you still voting? Your choices are kept.";
        not_cast_yet: "还没有投出", "NOT CAST YET";

        title_review: "请核对", "Check your choices";
        review_chosen: "您选了 {0} 项：", "You chose {0}:";
        review_not_chosen: "没有选的 {0} 项：{1}", "Not chosen ({0}): {1}";
        review_under: "还可以再选 {0} 项。不选也可以。", "You may choose {0} more. You need not.";
        review_next: "核对好了请按回车。要修改请按 Esc。", "If this is right, press Enter. To change it, press Esc.";
        title_blank: "一项也没选", "Nothing is chosen";
        blank_question: "一项也没选，作为弃权票投出？", "Nothing is chosen. Cast it as an abstention?";
        blank_keys: "按 y 作为弃权票投出，按 Esc 返回选择。", "Press y to cast an abstention, Esc to go back.";

        title_code: "投票或验票机", "Cast, or check this machine";
        code_preparing: "正在封票，请稍候", "Sealing the ballot, please wait";
        code_label: "查票码", "Ballot code";
        code_lead: "这是您这张票的查票码，可以拍照或抄下。", "This is the code of your ballot. You may photograph or copy it.";
        choice_cast: "投票", "Cast";
        choice_check: "验票机", "Check this machine";
        code_next: "按左右键选择，按回车确定。", "Left and right choose, Enter confirms.";

        title_check_warning: "验票机：请先看清", "Before you check this machine";
        check_warning: "用来验票机的选择不算投票，而且可能公开。验完以后要重新选择、重新投票。请不要用真实的选择来验。", "Choices used for checking do not count and may become public. Afterwards you mark again and cast again. Do not use your real choices for checking.";
        check_go: "按 y 验票机，按 Esc 返回。", "Press y to check, Esc to go back.";
        title_check: "验票机", "Checking this machine";
        check_waiting: "正在打开这张票，请稍候", "Opening this ballot, please wait";
        check_lead: "请用另一台设备扫描，核对查票码和选择。这张票已作废，不会计入。", "Scan with another device and compare code and choices. This ballot is spoiled and will not count.";
        check_next: "看完请按回车，重新选择。", "When done, press Enter and mark again.";
        marked_again: "验过的票不算。请重新选择。", "The checked ballot does not count. Please mark again.";

        title_casting: "正在投票", "Casting";
        casting: "正在投票，请不要离开", "Casting. Please stay";
        casting_again: "还没有投出，正在重试（第 {0} 次）", "NOT CAST YET. Trying again (attempt {0})";
        casting_locked: "正在投票，不能关闭。", "Casting: this cannot be closed.";
        trouble_network: "网络不通", "the network does not answer";
        trouble_busy: "服务器忙", "the server is busy";
        trouble_held: "投票暂停，恢复后自动投出", "voting is on hold; it is cast when voting resumes";

        title_done: "票已投出", "Your ballot is cast";
        done: "票已投出", "YOUR BALLOT IS CAST";
        done_keep: "查票码可以拍照或抄下。会后凭它查到这张票，它不显示选择。", "You may keep this code. It finds your ballot in the log and shows no choice.";
        done_clear: "{0} 秒后自动清屏，或按任意键。", "The screen clears in {0} s, or press any key.";
        title_not_cast: "没有投出", "Not cast";
        not_cast: "这张票没有投出：", "This ballot was not cast:";
        not_cast_next: "请找工作人员。按回车返回。", "Please ask the staff. Enter goes back.";

        covered: "已遮挡。按 F2 恢复。", "Covered. F2 shows the screen again.";
        budget_department: "{0}，{1}", "{0}, {1}";

        help_toggle: "选或取消", "Mark or unmark";
        help_option: "直接选第几个选项", "Take that option";
        help_review: "选好了，去核对", "Review";
        help_cover: "遮挡", "Cover";
        help_home: "返回事项列表", "Back to the list";
        help_begin: "开始投票", "Begin";
        help_its_me: "是本人", "It is me";
        help_not_me: "不是本人", "It is not me";
        help_sign_in: "签到", "Check in";
        help_yes: "是", "Yes";
        help_change: "修改选择", "Change choices";
        help_right: "下一选项", "Next choice";
        help_left: "上一选项", "Previous choice";
        help_again: "重新选择", "Mark again";
        help_clear_now: "清屏", "Clear the screen";
    }
}
