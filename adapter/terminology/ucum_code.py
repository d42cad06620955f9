"""Whether a unit as written is a UCUM code: the part of the grammar that results and body measures use.

Source: UCUM §§ 2–18, https://ucum.org/ucum. Values are never converted here.
"""

import re

_PREFIXES = "da|[YZEPTGMkhdcmunpf]"
_METRIC = "g|mol|L|l|m|s|eq|osm|kat|\\[iU\\]|\\[IU\\]|U|Pa|m\\[Hg\\]|cal|J|Hz|t"
_OTHER = r"min|h|d|wk|mo|a|%|\[pH\]|\[ppm\]|\[lb_av\]|\[oz_av\]|\[in_i\]|\[ft_i\]|Cel|\[degF\]|10\*|10\^"
_ATOM = f"(?:(?:{_PREFIXES})?(?:{_METRIC})|{_OTHER})"
_ANNOTATION = "\\{[!-z|~]*\\}"
_COMPONENT = f"(?:{_ATOM}(?:[+-]?\\d+)?(?:{_ANNOTATION})?|{_ANNOTATION}|\\d+)"
_UNIT = re.compile(f"/?{_COMPONENT}(?:[./]{_COMPONENT})*")
_MICRO = str.maketrans("µμ", "uu")


def ucum_code(written: str) -> str | None:
    """The UCUM code of a unit as written; None when it is none.

    The micro sign is the `u` of UCUM, the only spelling that is changed: `µmol/L` is `umol/L`.
    """
    code = written.translate(_MICRO)
    return code if _UNIT.fullmatch(code) else None
