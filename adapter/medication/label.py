"""Labels read strictly: name + strength + form, each in full or as a known abbreviation. Nothing is guessed.

A word that is not known makes the label doubtful, and a doubtful label is no identity.
"""

import re
from typing import NamedTuple

from adapter.medication.product import Strength
from adapter.medication.strength import without_strengths, written_strengths
from adapter.medication.substance_name import plain

# Words that name who sells a generic, in full and as pharmacy labels abbreviate them.
_SELLERS = frozenset(
    """
    accord almus alter arrow bailleul biogaran biogarancontinu bluefish cooper cristers eg evolugen france
    generiques gerda gnr hcs healthcare hikma hospira isomed kabi krka lab labo laboratoires medisol mylan
    panpharma pfizer pharma qualimed ranbaxy ratiopharm reddy renaudin sandoz sante servier stragen
    substipharm sun teva tillomed viatris waymade zentiva zydus fresenius lavoisier aguettant baxter medipha
    quiver clarix eurogenerics acc acf acp act agt ahl alm alp alt arg arl arw bbk bga bgr blz cpf crp crt egl
    evo evp krk lam lav myl myp pan pfz phc qvr ratio rbx rtp sdz tvc tvp tvs via viatr viatri vts vtsg zdf
    zen ztl ztv zyd zyf
    """.split()  # noqa: SIM905
)
_ABBREVIATIONS = {"ac": "acide", "hctz": "hydrochlorothiazide", "vit": "vitamine"}

_TABLET_KINDS = (
    "orodispersible",
    "effervescent",
    "dispersible",
    "croquer",
    "sucer",
    "sublingual",
    "vaginal",
    "gingival",
)
_TABLETS = ("tablet", *(f"tablet {kind}" for kind in _TABLET_KINDS))
_INHALED = ("inhalation spray", "inhalation powder", "nebuliser liquid")
_TO_DISSOLVE = ("oral solution powder", "oral suspension", "oral granules")
_DROPS_AND_SPRAYS = ("injection", "inhalation spray", "nebuliser liquid", "eye drops", "spray")
_SOLUTIONS = (*_DROPS_AND_SPRAYS, "oral solution", "oral solution powder", "solution")
_SUSPENSIONS = (*_DROPS_AND_SPRAYS, "oral suspension")

# Word of a label → the form classes it may mean. Several words of one label narrow each other down.
_FORMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("cpr", "cp", "comprime", "comprimes", "compr", "cprs", "cps"), _TABLETS),
    **dict.fromkeys(("orodispersible", "orodispersibles", "orodisp", "orod", "odt"), ("tablet orodispersible",)),
    **dict.fromkeys(("effervescent", "effervescents", "eff", "efferv"), ("tablet effervescent",)),
    **dict.fromkeys(("croquer", "croq"), ("tablet croquer",)),
    **dict.fromkeys(("sucer",), ("tablet sucer",)),
    **dict.fromkeys(("sublingual", "sublinguaux", "subling"), ("tablet sublingual",)),
    **dict.fromkeys(("dispersible", "dispersibles"), ("tablet dispersible",)),
    **dict.fromkeys(("gelule", "gelules", "gelu", "gle", "gles"), ("capsule",)),
    **dict.fromkeys(("capsule", "capsules", "caps"), ("capsule", "soft capsule")),
    "molle": ("soft capsule",),
    **dict.fromkeys(("sachet", "sachets", "sach", "sac"), _TO_DISSOLVE),
    **dict.fromkeys(("sirop",), ("oral solution",)),
    **dict.fromkeys(("buv", "buvable"), ("oral solution", "oral solution powder", "oral suspension")),
    **dict.fromkeys(("sol", "solution"), _SOLUTIONS),
    **dict.fromkeys(("susp", "suspension"), _SUSPENSIONS),
    **dict.fromkeys(("pdr", "poudre"), ("oral solution powder", "oral suspension", "inhalation powder", "injection")),
    **dict.fromkeys(("inj", "injectable", "seringue", "ser", "srg", "stylo", "sty"), ("injection",)),
    **dict.fromkeys(("inh", "inhal", "inhalation"), _INHALED),
    **dict.fromkeys(("collyre", "colly", "coll", "collyr"), ("eye drops",)),
    **dict.fromkeys(("suppo", "suppositoire", "suppositoires"), ("suppository",)),
    **dict.fromkeys(("ovule", "ovules"), ("ovule",)),
    **dict.fromkeys(("patch", "patchs", "transdermique", "transderm", "transd", "dispositif"), ("patch",)),
    **dict.fromkeys(("creme",), ("cream",)),
    **dict.fromkeys(("pommade", "pom"), ("ointment",)),
    **dict.fromkeys(("gel",), ("gel", "capsule")),
    **dict.fromkeys(("pulverisation", "pulv"), ("spray", "inhalation spray")),
}
# Words that change nothing of what is compared: coating, scoring, packaging, counts.
_SILENT = frozenset(
    """
    a amp ampoule ampoules b bt bte boite cart cartouche cartouches de dose doses en enr enrobe et fl flacon
    fp fv gouttes gttes ml par pell pel pellicule pour plaq pp preremplie prerempli recipient sec secable
    secables tb tube unidose unidoses pressurise quadrisecable s rempli pre
    """.split()  # noqa: SIM905
)
_RELEASES = {"lp": "prolonged", "lm": "modified", "gastro": "gastro-resistant", "gr": "gastro-resistant"}
_LONG_RELEASES = (
    ("a liberation prolongee", "prolonged"),
    ("a liberation modifiee", "modified"),
    ("gastro-resistante", "gastro-resistant"),
    ("gastro-resistant", "gastro-resistant"),
)


class Label(NamedTuple):
    """text: as written; name: key of the name without seller.

    forms: the classes the form words leave, None when a word is not known.
    says_lp: whether the label has the letters LP; release: the release it states, in letters or in full.
    """

    text: str
    name: str
    strengths: tuple[Strength, ...]
    forms: frozenset[str] | None
    says_lp: bool
    release: str


def read_label(text: str) -> Label:
    """A label, or a name as BDPM writes it, in its parts. A part that is not there is empty."""
    before, after = without_strengths(re.sub(r"\bl\.?p\b\.?", " lp ", plain(text)))
    release, after = _release(after)
    before_words, after_words = _words(before), re.findall(r"[a-z]+", after)
    says_lp = "lp" in before_words or "lp" in after_words
    return Label(
        text=text,
        name=_name(before_words),
        strengths=written_strengths(text),
        forms=_forms(after_words),
        says_lp=says_lp,
        release=release
        or next((kind for word, kind in _RELEASES.items() if word in (*before_words, *after_words)), ""),
    )


def _words(text: str) -> list[str]:
    return [_ABBREVIATIONS.get(word, word) for word in re.findall(r"[a-z0-9]+", text)]


def _name(words: list[str]) -> str:
    """The words of a name up to the seller; release is told apart."""
    kept = [word for word in words if word not in ("lp", "lm")]
    while len(kept) > 1 and kept[-1] in _SELLERS:
        kept.pop()
    return " ".join(kept)


def _release(after: str) -> tuple[str, str]:
    for words, release in _LONG_RELEASES:
        if words in after:
            return release, after.replace(words, " ")
    return "", after


def _forms(words: list[str]) -> frozenset[str] | None:
    """The classes that all form words allow; None when a word is unknown or no word names a form."""
    found: frozenset[str] | None = None
    for word in words:
        if word in _FORMS:
            found = frozenset(_FORMS[word]) if found is None else found & frozenset(_FORMS[word])
        elif word not in _SILENT and word not in _RELEASES and word not in _SELLERS:
            return None
    if found is not None and "tablet" in found:
        return frozenset(("tablet",))
    return found
