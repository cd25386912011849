//! What the server says of itself, and what it must not even when asked.
//!
//! Whoever runs the server may want to see more (`RUST_LOG`). What our own code says is chosen so that no choice, stamp or key is in
//! it, at any level. Libraries choose otherwise: at their finest level they print frames, addresses and times of every connection,
//! in the order in which ballots come in: all that the box is made to forget (DESIGN §6.4). So no setting raises them.

use tracing_subscriber::EnvFilter;

/// Libraries that see what is sent or stored.
const LIBRARIES: [&str; 14] = [
    "axum",
    "h2",
    "hyper",
    "hyper_util",
    "log",
    "mio",
    "rustls",
    "sled",
    "tokio",
    "tokio_rustls",
    "tokio_tungstenite",
    "tokio_util",
    "tower",
    "tungstenite",
];

/// The filter for what was asked for in the form of `RUST_LOG`; what cannot be read asks for `info`.
pub fn filter(asked: &str) -> EnvFilter {
    // A part of a library, or a span that it is in, would be more exact than the library and count before it.
    let ours: Vec<&str> = asked.split(',').filter(|one| !names_a_library(one)).collect();
    let asked = EnvFilter::try_new(ours.join(",")).unwrap_or_else(|_| EnvFilter::new("info"));
    let quiet = LIBRARIES.iter().filter_map(|name| format!("{name}=info").parse().ok());
    quiet.fold(asked, EnvFilter::add_directive)
}

fn names_a_library(directive: &str) -> bool {
    let target = directive.trim().split([':', '=']).next().unwrap_or_default();
    directive.contains('[') || LIBRARIES.contains(&target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_can_raise_a_library() {
        for asked in [
            "trace",
            "tungstenite=trace",
            "tally_server=trace,hyper=debug",
            "hyper::proto=trace",
            " sled::x=trace",
            "[read]=trace",
        ] {
            let shown = filter(asked).to_string();
            assert!(!shown.contains("::") && !shown.contains('['), "{asked}: {shown}");
            for name in LIBRARIES {
                assert!(shown.split(',').any(|one| one == format!("{name}=info")), "{asked}: {shown}");
            }
        }
        assert!(filter("tally_server=trace").to_string().contains("tally_server=trace"));
        assert_eq!(filter("no=such=form").to_string(), filter("info").to_string());
    }
}
