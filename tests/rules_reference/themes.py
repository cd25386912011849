"""Every theme, one file each."""

import themes_choose
import themes_domain
import themes_grades
import themes_numbers
import themes_profiles


def all_themes():
    c, d, g, n, p = themes_choose, themes_domain, themes_grades, themes_numbers, themes_profiles
    return [
        d.domain(), d.press(), n.quorum(), n.thresholds(), n.validity(), n.channels(), n.numbers(), c.ties(), c.shortfall(),
        c.priority(), g.grades(), c.derived(), c.change(), c.sampled(), p.refused_profiles(), p.malformed_profiles(),
    ]
