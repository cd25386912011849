//! The documents that an archive carries, as they were when this program was built.

/// Path in the archive, and text.
pub(super) const DOCS: [(&str, &str); 6] = [
    ("docs/observers.zh-CN.md", include_str!("../../../docs/observers.zh-CN.md")),
    ("docs/observers.md", include_str!("../../../docs/observers.md")),
    ("docs/protocol.md", include_str!("../../../docs/protocol.md")),
    ("docs/rules.zh-CN.md", include_str!("../../../docs/rules.zh-CN.md")),
    ("docs/rules.md", include_str!("../../../docs/rules.md")),
    ("docs/threat-model.md", include_str!("../../../docs/threat-model.md")),
];
