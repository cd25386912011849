//! Papers and hands: what the forms of both desks ask.

texts! {
    /// Sentences of the forms.
    PaperTexts {
        count_lead: "每项依次输入：{0}，合计应为有效票 {1} 张；有标记不计的，在后面再加一个数。", "For each item in turn: {0}; together the {1} valid papers. Marks that do not count are one number more.";
        hands_lead: "每项依次输入：{0}，各项合计相同，不超过实到 {1} 人。", "For each item in turn: {0}; the same sum for every item, at most the {1} present.";
        count_ask: "输入这一行的数，空格分开，回车；上下键换行。", "The numbers of this row, with spaces, then Enter; Up and Down change the row.";
        count_complete: "各行齐全。回车进入下一步。", "All rows stand. Enter goes on.";
        count_not_numbers: "请只输入数字，用空格分开。", "Numbers only, with spaces between them.";
        count_columns: "有 {0} 个数，应为 {1} 个。", "{0} numbers, {1} are needed.";
        count_sum: "合计 {0}，应为 {1}。", "They make {0}, not {1}.";
        hands_too_many: "合计 {0}，多于实到 {1} 人。", "{0} hands, more than the {1} present.";
        void_title: "废票 {0} 张", "Void papers {0}";
        void_ask: "登记废票：理由和张数，如「多选 2；无法辨认 1」，回车。", "Register void papers: reason and number, such as over-marked 2; unreadable 1.";
        void_form: "「{0}」不是理由加张数。", "{0}: a reason and a number are needed.";
        void_sum: "登记了 {0} 张，废票是 {1} 张。", "{0} are registered, {1} are void.";
        row_empty: "(未填)", "(empty)";
        row_invalid: "不计 {0}", "not counted {0}";

        paper_select_lead: "读这张纸票：输入所选项目的编号，如「1 3 5-8」；一项也没选，输入 0。", "Read this paper: the numbers of the chosen items, such as 1 3 5-8; 0 if it chooses none.";
        paper_marks_lead: "读这张纸票：每项输入一个数，依次为 {0}，0={1}。", "Read this paper: one number an item: {0}, 0={1}.";
        paper_not_numbers: "「{0}」不能用。", "{0} cannot be used.";
        paper_blank: "请输入编号；一项也没选，输入 0。", "Type the numbers; 0 if it chooses none.";
        paper_unknown_item: "没有编号为 {0} 的项目。", "There is no item {0}.";
        paper_items: "有 {0} 个数，应为 {1} 个。", "{0} numbers, {1} are needed.";
        paper_read: "读到的是：", "This is what was read:";
        paper_read_blank: "一项也没选", "no item is chosen";
        paper_again: "与纸票核对无误，再按回车；有错就重新输入。", "Compare with the paper and press Enter again, or type it anew.";

        papers_line: "纸票：发出 {0}，已录入 {1}", "Papers: issued {0}, entered {1}";
        count_due: "纸票需要清点。按 c 逐项输入；对方的数在您交出之前不会显示。", "The papers are to be counted. Press c; the other count is not shown before yours is in.";
        count_own: "您的清点已交。", "Your count is in.";
        count_other: "对方的清点已交。", "The other count is in.";
        count_other_waits: "对方的清点还没有交。", "The other count is not in yet.";
        count_agrees: "两次清点一致，等待双方确认。", "Both counts agree and wait to be confirmed.";
        count_confirmed: "两次清点已由双方确认。", "Both roles have confirmed the counts.";
        count_differs: "两次清点不一致，请重新清点后更正：", "The counts differ. Count again and correct:";
        differs_item: "第 {0} 项 {1}", "item {0} {1}";
        differs_void: "废票登记", "the register of void papers";
        paper_due: "录入纸票：按 e，输入录入码，再读纸票。", "Entered papers: press e, give the entry code, then read the paper.";
        paper_none: "现在没有纸票的事项。", "There is nothing to do with papers now.";
    }
}
