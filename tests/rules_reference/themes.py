"""Every theme, one file each."""

import themes_domain


def all_themes():
    return [themes_domain.domain(), themes_domain.press(), themes_domain.four_grades()]
