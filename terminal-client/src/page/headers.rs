//! The headers that make a page harmless to others and others harmless to it.
//!
//! Why each: a page runs its own scripts alone, inline ones included in what is refused; it connects to its own origin and the
//! tally server alone; nobody frames it, shares its process or embeds its files; it may use the camera, for cards and codes, and
//! no other device; and nothing that a sitting decides is kept by the browser.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::sitting_file::ServerAddress;

/// How a file that never changes may be kept.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// How one that changes may be.
pub const NOT_KEPT: &str = "no-store";

/// Of all that a browser can do for a page: the camera, for cards and codes. The others are those that Debian's Chromium knows; it
/// warns of names that it does not. Not off: reaching the tally server, which newer browsers count as such a feature.
const PERMISSIONS: &str = "camera=(self), \
accelerometer=(), autoplay=(), browsing-topics=(), captured-surface-control=(), clipboard-read=(), \
clipboard-write=(), compute-pressure=(), digital-credentials-create=(), digital-credentials-get=(), \
display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
identity-credentials-get=(), idle-detection=(), keyboard-map=(), language-detector=(), language-model=(), \
local-fonts=(), magnetometer=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), \
payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), \
publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), translator=(), usb=(), \
window-management=(), xr-spatial-tracking=()";

const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const EMBEDDER: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");
const DEVICES: HeaderName = HeaderName::from_static("permissions-policy");

/// The policy of a page that talks to this server. `'self'` alone would not do: older browsers do not take it for `wss:`.
pub(super) fn page_policy(server: &ServerAddress) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' https://{server} wss://{server}; worker-src 'self'; manifest-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    );
    // An address is letters, digits and `.-:[]`, so this is a header's value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(OF_OTHER))
}

/// The policy of a script: as a worker it has its own, and the crypto worker talks to nobody but its page.
pub(super) const ASSET_POLICY: &str =
    "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The policy of what is no page: no browser shall run or frame anything of it.
const OF_OTHER: &str = "default-src 'none'; frame-ancestors 'none'";

/// What every answer has unless it says otherwise: text, data, refusals.
pub const PLAIN: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, OF_OTHER),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, NOT_KEPT),
];

/// Adds of [`PLAIN`] what an answer does not have yet.
pub fn secure(headers: &mut HeaderMap) {
    for (name, value) in PLAIN {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Adds what isolates a file of the bundle. Workers need the embedder policy on the script as well as on the page.
pub(super) fn isolate(headers: &mut HeaderMap) {
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    headers.insert(EMBEDDER, HeaderValue::from_static("require-corp"));
    headers.insert(DEVICES, HeaderValue::from_static(PERMISSIONS));
}
