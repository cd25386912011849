//! Words of `terminal-client receipt`: what a receipt shows, and how several compare.

texts! {
    /// Words for receipts.
    ReceiptTexts {
        title: "回执 {0}", "Receipt {0}";
        origin: "  记录名称  {0}", "  origin      {0}";
        index: "  序号      第 {0} 条（从 0 起）", "  entry       {0} (counted from 0)";
        size: "  记录长度  {0} 条，服务器签名有效", "  log         {0} entries; the server's signature holds";
        root: "  根        {0}", "  root        {0}";
        witnessed: "  见证      {0}/{1}", "  witnesses   {0}/{1}";
        witness_names: "  见证      {0}/{1}：{2}", "  witnesses   {0}/{1}: {2}";
        entry_holds: "  内容      相符：这一条（{0}）确在所签的记录中", "  content     holds: this entry ({0}) stands in the signed log";
        entry_unknown: "  内容      没有这一条的原文，未核对；可用 --entry 或 --log 给出", "  content     not checked: the entry itself is not at hand; give --entry or --log";
        log_agrees: "  公布记录  相符：现有 {0} 条，由这份回执的记录增长而来", "  published   agrees: {0} entries, grown out of this receipt's log";
        log_shorter: "  公布记录  比回执短（{0} 条），请用更新的记录再核对", "  published   shorter than the receipt ({0} entries); compare with a newer one";
        log_contradicts: "  公布记录  矛盾！服务器签了两份不同的记录", "  published   CONTRADICTS: the server signed two different logs";
        same: "{0} 与 {1}：同一份记录", "{0} and {1}: the same log";
        grew: "{0} 与 {1}：长的由短的增长而来", "{0} and {1}: the longer grew out of the shorter";
        unknown: "{0} 与 {1}：长度不同，仅凭回执看不出矛盾；可用 --log 与公布的记录核对", "{0} and {1}: of different sizes; the receipts alone show no contradiction, compare them with --log";
        contradicts: "{0} 与 {1}：矛盾！同样长度的记录有两个版本", "{0} and {1}: CONTRADICTION: two logs of one size";
        evidence: "证据文件已写入 {0}，请交给总监票人；任何人可用 audit judge 审查。", "The evidence is in {0}: give it to the chief scrutineer; anyone can check it with audit judge.";
        paste: "请粘贴或扫入回执，完成后按 Ctrl-D。", "Paste or scan the receipts, then press Ctrl-D.";
        pasted: "粘贴 {0}", "pasted {0}";
        no_fingerprint: "请用 --sitting 或 --fingerprint 给出会议指纹，取自会议材料或代表证。", "Give the fingerprint with --sitting or --fingerprint, from the programme or the card.";
        no_entry_0: "没有第 0 条，无法核对签名；请用 --log 给出公布的记录（网址或文件夹）。", "Entry 0 is not at hand, so no signature can be checked; give the published log with --log (address or folder).";
        not_a_receipt: "{0} 不是完好的回执：{1}", "{0} is no sound receipt: {1}";
    }
}
