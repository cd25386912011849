//! Words that every screen uses: frame, keys, help, phases.

texts! {
    /// Words that every screen uses.
    CommonTexts {
        rehearsal: "演练", "REHEARSAL";
        rehearsal_sentence: "这是演练，所投的票不算数", "This is a rehearsal: no ballot counts";
        fingerprint: "指纹", "Fingerprint";
        contest_code: "事项码", "Contest";
        witnesses: "见证 {0}/{1}", "Witnesses {0}/{1}";
        not_connected: "尚未连接", "Not connected yet";
        online: "已连接", "Connected";
        reconnecting: "网络断开，正在重连", "RECONNECTING";
        too_small: "窗口太小（现在 {0} x {1}），请放大到 60 x 18 以上。", "The window is too small ({0} x {1}). Please enlarge it to at least 60 x 18.";
        page_of: "第 {0} 页，共 {1} 页", "Page {0} of {1}";
        empty_list: "（没有）", "(none)";
        help_title: "本页按键", "Keys of this screen";
        help_close: "按任意键返回", "Any key goes back";
        quit_question: "要退出吗？按 y 退出，按其他键返回。", "Leave? Press y to leave, any other key to go back.";
        qr_too_small: "窗口放不下二维码，请放大到 {0} x {1} 以上，或使用文字。", "The window cannot hold the QR code. Enlarge it to at least {0} x {1}, or use the text.";
        qr_too_long: "内容太长，做不成二维码，请使用文字。", "Too long for a QR code; use the text.";
        type_word: "请输入「{0}」后按回车：", "Type the word \"{0}\" and press Enter:";
        word_differs: "输入的不是「{0}」，没有执行。", "That is not \"{0}\". Nothing was done.";
        refused: "{0}（{1}）", "{0} ({1})";
        yes: "是", "yes";
        no: "否", "no";
        search: "查找：", "Search:";
        reason: "理由：", "Reason:";
        reason_needed: "请写明理由。", "A reason is needed.";

        key_space: "空格", "Space";
        key_enter: "回车", "Enter";
        key_up: "上", "Up";
        key_down: "下", "Down";
        key_left: "左", "Left";
        key_right: "右", "Right";

        help_help: "按键说明", "Help";
        help_quit: "退出", "Quit";
        help_back: "返回", "Back";
        help_up: "上移", "Up";
        help_down: "下移", "Down";
        help_page_up: "上一页", "Previous page";
        help_page_down: "下一页", "Next page";
        help_next_pane: "下一栏", "Next pane";
        help_previous_pane: "上一栏", "Previous pane";
        help_confirm: "确定", "Confirm";
        help_next_field: "下一格", "Next field";
        help_clear: "清除", "Clear";

        phase_preparing: "筹备", "Preparing";
        phase_check_in: "签到", "Check-in";
        phase_open: "正在投票", "Voting";
        phase_held: "暂停", "On hold";
        phase_ended: "投票截止", "Voting ended";
        phase_box_opened: "已开箱", "Box opened";
        phase_closed: "已关闭，等待解密", "Closed, to be decrypted";
        phase_decrypting: "正在解密", "Decrypting";
        phase_decided: "已计票，等待宣布", "Counted, to be declared";
        phase_declared: "已宣布", "Declared";
        phase_voided: "已作废", "Voided";
        phase_sealed: "已封存", "Sealed";

        ballots: "票", "ballots";
        slips: "回条", "slips";
        reconcile_title: "票与回条核对", "Ballots against slips";
        reconcile_issued: "发出票 {0} 张", "Ballots issued: {0}";
        reconcile_returned: "箱内票 {0} 张", "Ballots in the box: {0}";
        reconcile_slips: "回条 {0} 张", "Return slips: {0}";
        reconcile_equal: "票与回条相等。", "Ballots and slips agree.";
        reconcile_more: "票比回条多 {0} 张：可能有人塞票。", "{0} more ballots than slips: ballots may have been stuffed.";
        reconcile_fewer: "票比回条少 {0} 张：可能有票丢失。", "{0} fewer ballots than slips: ballots may have been lost.";
        change_no: "会改变结果吗？不会。", "Could it change the result? No.";
        change_yes: "会改变结果吗？会：差额不小于差距 {0} 票。", "Could it change the result? Yes: the margin is {0}.";
        change_unknown: "会改变结果吗？计票前无法知道，应当视为可能。", "Could it change the result? Unknown before the count: take it as possible.";
    }
}
