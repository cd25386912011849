"""Every theme, one file each."""

import themes_domain
import themes_numbers


def all_themes():
    d, n = themes_domain, themes_numbers
    return [d.domain(), d.press(), n.quorum(), n.thresholds(), n.validity(), n.channels(), n.numbers()]
