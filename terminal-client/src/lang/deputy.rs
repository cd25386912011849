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

        title_home: "表决事项", "Contests";
        home_greeting: "{0}，已签到", "{0}, checked in";
        home_waiting: "投票还没有开始，请等候主持人宣布。", "Voting has not started. Please wait for the announcement.";
        home_next: "现在没有要投的事项，请等候主持人宣布下一项。", "Nothing to vote on now. Please wait for the next announcement.";
        home_choose: "请选择要投票的事项，按回车开始。", "Choose a contest and press Enter to begin.";
        home_choose_of: "有 {0} 项可以投票。请用上下键选择，按回车开始，一项一项投。", "{0} contests are open. Choose with up and down, Enter begins; vote on each.";
        home_casting: "正在投票，请稍候。", "Casting, please wait.";
        home_held: "投票暂停，请等候。", "Voting is on hold. Please wait.";
        home_over: "投票已经结束。", "Voting is over.";
        home_all_done: "您的票都已投出，谢谢。", "All your ballots are cast. Thank you.";
        status_not_open: "未开始", "not open";
        status_drawing: "正在领票", "drawing a ballot";
        status_ready: "可以投票", "ready to vote";
        status_held: "暂停", "on hold";
        status_hands: "请举手表决", "vote by show of hands";
        status_casting: "正在投票，还没有投出", "casting, NOT CAST YET";
        status_cast: "票已投出", "ballot cast";
        status_slip: "票已投出，回条已交", "ballot cast, slip returned";
        status_recorded: "票已投出，回执已在日志第 {0} 条找到", "ballot cast, receipt found in the log at entry {0}";
        status_voted: "已投出，记名，日志第 {0} 条", "cast, named, entry {0} of the log";
        status_voted_may_change: "已投出，记名，日志第 {0} 条。截止前可以修改", "cast, named, entry {0} of the log; may be changed until the end";
        status_missed: "已截止，没有投出", "ended, not cast";
        status_paper: "已领取纸质票，请投入票箱", "paper ballot received: put it into the box";
        status_over: "举手表决已结束", "show of hands is over";
        status_voided: "本次表决作废", "this vote is void";
        cannot_vote_now: "这一项现在不能投票。", "You cannot vote on this now.";
        paper_notice: "您已领取纸质票，请填写后投入票箱，不用在这里投票。", "You have a paper ballot. Mark it and put it into the box; nothing is cast here.";
        hands_notice: "这一项举手表决，请听主持人宣布。这里不用操作。", "This is decided by show of hands. Follow the presiding officer; nothing is done here.";
        voided_notice: "这一次表决已经作废。", "This vote was declared void.";
        about: "{0}：{1}", "{0}: {1}";

        tag_named: "记名", "named";
        tag_hands: "举手", "show of hands";
        tag_run_off: "再次票决", "run-off";
        tag_second_round: "第二轮", "second round";
        tag_again: "重新表决", "voted again";
        named_banner: "记名表决：您的姓名和选择将公开", "Named vote: your name and your choices become public";

        title_marking: "请选择项目", "Choose projects";
        title_votes: "请表决", "Vote";
        title_grades: "请测评", "Give grades";
        title_ranks: "请排序", "Give numbers";
        counter: "最多 {0} 项，已选 {1} 项，还可选 {2} 项", "At most {0}, chosen {1}, {2} more possible";
        counter_exactly: "要选满 {0} 项，已选 {2} 项，还差 {3} 项", "Exactly {0}, chosen {2}, {3} missing";
        counter_between: "要选 {0} 至 {1} 项，已选 {2} 项，至少还差 {3} 项", "{0} to {1}, chosen {2}, at least {3} missing";
        counter_each: "共 {0} 项，已选 {1} 项", "{0} in all, chosen {1}";
        counter_marked: "共 {0} 项，已标 {1} 项", "{0} in all, marked {1}";
        counter_votes_most: "{0}最多 {2} 项，现有 {3} 项", "at most {2} {0}, now {3}";
        counter_votes_exactly: "{0}要满 {1} 项，现有 {3} 项", "exactly {1} {0}, now {3}";
        counter_votes_between: "{0}要 {1} 至 {2} 项，现有 {3} 项", "{1} to {2} {0}, now {3}";
        counter_ranks: "已排 {0} 个号，共 {1} 个，还可排 {2} 个", "{0} numbers given of {1}, {2} left";
        comma: "{0}，{1}", "{0}, {1}";
        legend_ranks: "键入号码 1 到 {0}（1 最优先），按回车", "Type a number from 1 (first) to {0}, then Enter";
        blank_item_abstain: "不标记的项目按弃权计算", "An item without a mark is an abstention";
        blank_item_approve: "不标记的项目按赞成计算", "An item without a mark is a vote for it";
        blank_item_invalid: "不标记的项目不计算", "An item without a mark does not count";
        over_limit: "最多选 {0} 项。要选这一项，请先取消一项。", "At most {0}. To choose this one, first remove another.";
        over_limit_votes: "{0}最多 {1} 项。这一项要选{0}，请先改一项。", "At most {1} {0}. To mark this one so, first change another.";
        too_many: "现在有 {1} 项{0}，最多 {2} 项。请改标几项。不标记也按赞成计算。", "{1} are {0} now, at most {2} may be. Change some; no mark counts as a vote for it.";
        number_taken: "第 {0} 号已给了第 {1} 项，要改请先取消。", "Number {0} is given to item {1}; take it away there first.";
        no_such_number: "号码是 1 到 {0}。", "Numbers go from 1 to {0}.";
        numbers_missing: "每个号都要排上，还差：{0}", "Every number must be given; missing: {0}";
        blank_refused: "一项也没标的票无效，请至少标一项。", "A ballot without any mark is void; please mark at least one item.";
        least_needed: "这张票至少要选 {0} 项，还差 {1} 项。", "This ballot needs at least {0} choices; {1} more.";
        votes_needed: "{0}至少要有 {1} 项，还差 {2} 项。", "At least {1} must be {0}; {2} more.";
        exact_needed: "这张票要选满 {0} 项，还差 {1} 项。", "This ballot needs {0} choices; {1} more.";
        ended_while_marking: "投票已截止，这张票没有投出。", "Voting has ended. This ballot was not cast.";
        held_while_marking: "投票暂停，选择已保留，请等候。", "Voting is on hold. Your choices are kept; please wait.";
        resumed: "投票恢复，可以继续。", "Voting has resumed. Please continue.";
        still_there: "还在投票吗？选择都保留着。", "Are you still voting? Your choices are kept.";
        not_cast_yet: "还没有投出", "NOT CAST YET";

        title_review: "请核对", "Check your choices";
        review_chosen: "您选了 {0} 项：", "You chose {0}:";
        review_marked: "您标了 {0} 项：", "You marked {0}:";
        review_ranked: "您排了 {0} 个号：", "You gave {0} numbers:";
        review_not_chosen: "没有选的 {0} 项：{1}", "Not chosen ({0}): {1}";
        review_not_marked: "没有标记的 {0} 项：{1}", "Not marked ({0}): {1}";
        review_not_ranked: "没有排号的 {0} 项：{1}", "Without a number ({0}): {1}";
        review_free_numbers: "没有用的号：{0}。不用也可以。", "Numbers not used: {0}. You need not use them.";
        review_under: "还可以再选 {0} 项。不选也可以。", "You may choose {0} more. You need not.";
        review_next: "核对好了请按回车。要修改请按 Esc。", "If this is right, press Enter. To change it, press Esc.";
        title_blank: "一项也没选", "Nothing is chosen";
        blank_question: "一项也没选，作为弃权票投出？", "Nothing is chosen. Cast it as an abstention?";
        blank_question_approve: "一项也没标，全部按赞成计算。这样投出？", "Nothing is marked: every item counts as a vote for it. Cast it so?";
        blank_question_invalid: "一项也没标，这张票对各项都不计算。这样投出？", "Nothing is marked: this ballot counts for no item. Cast it so?";
        blank_keys: "按 y 这样投出，按 Esc 返回选择。", "Press y to cast it so, Esc to go back.";
        title_named: "投出前请看清", "Before you cast";
        named_question: "投出后立即公开，记入日志。现在投出？", "It is public at once and stands in the log. Cast it now?";
        named_change: "记入日志后，截止前可以修改，每次修改都公开。", "Until the end it may be changed; every change is public.";
        named_final: "记入日志后不能修改。", "Once in the log it cannot be changed.";
        named_keys: "按 y 投出，按 Esc 返回修改。", "Press y to cast, Esc to go back.";

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
        casting_leave: "按 Esc 返回列表，其他事项可以先投。", "Esc goes back to the list; other contests can go first.";
        trouble_network: "网络不通", "the network does not answer";
        trouble_busy: "服务器忙", "the server is busy";
        trouble_held: "投票暂停，恢复后自动投出", "voting is on hold; it is cast when voting resumes";

        title_done: "票已投出", "Your ballot is cast";
        done: "票已投出", "YOUR BALLOT IS CAST";
        done_keep: "查票码可以拍照或抄下。会后凭它查到这张票，它不显示选择。", "You may keep this code. It finds your ballot in the log and shows no choice.";
        done_clear: "{0} 秒后自动清屏，也可以按回车。", "The screen clears in {0} s, or press Enter.";
        done_vote: "记名票已投出，记入日志第 {0} 条", "YOUR NAMED VOTE IS CAST: entry {0} of the log";
        done_vote_public: "姓名和选择公开可查。", "Name and choices can be looked up by anyone.";
        title_not_cast: "没有投出", "Not cast";
        not_cast: "这张票没有投出：", "This ballot was not cast:";
        not_cast_next: "请找工作人员。按回车返回。", "Please ask the staff. Enter goes back.";

        covered: "已遮挡。按 F2 恢复。", "Covered. F2 shows the screen again.";
        budget_department: "{0}，{1}", "{0}, {1}";

        help_toggle: "选或取消", "Mark or unmark";
        help_option: "直接选第几个选项", "Take that option";
        help_digit: "键入号码", "Type a number";
        help_erase: "取消标记", "Take the mark away";
        help_review: "去核对", "Review";
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
