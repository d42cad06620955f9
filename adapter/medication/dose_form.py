"""Dose form texts of BDPM → coarse form class, release kind and the unit that is counted (design §6)."""

import re

from adapter.medication.substance_name import plain

# Order matters: the first word found decides. Classes keep apart what is not given in the same way.
_CLASSES = (
    ("lyophilisat oral", "tablet orodispersible"),
    ("film orodispersible", "tablet orodispersible"),
    ("poudre pour inhalation", "inhalation powder"),
    ("en gelule", "capsule"),
    ("nebuliseur", "nebuliser liquid"),
    ("pour inhalation", "inhalation spray"),
    ("injectable", "injection"),
    ("perfusion", "injection"),
    ("parenteral", "injection"),
    ("implant", "implant"),
    ("collyre", "eye drops"),
    ("ophtalmique", "eye preparation"),
    ("pour suspension buvable", "oral suspension"),
    ("suspension buvable", "oral suspension"),
    ("pour solution buvable", "oral solution powder"),
    ("solution buvable", "oral solution"),
    ("sirop", "oral solution"),
    ("granule", "oral granules"),
    ("gelule", "capsule"),
    ("capsule", "soft capsule"),
    ("suppositoire", "suppository"),
    ("ovule", "ovule"),
    ("dispositif", "patch"),
    ("emplatre", "medicated plaster"),
    ("pulverisation", "spray"),
    ("pastille", "lozenge"),
    ("gomme", "gum"),
    ("creme", "cream"),
    ("pommade", "ointment"),
    ("gel", "gel"),
    ("poudre", "powder"),
    ("solution", "solution"),
    ("suspension", "suspension"),
)
_TABLETS = (
    *("orodispersible", "effervescent", "dispersible", "croquer", "sucer", "vaginal", "sublingual", "gingival"),
    "pour solution buvable",
)
_RELEASES = (("liberation prolongee", "prolonged"), ("gastro-resistant", "gastro-resistant"),
             ("liberation modifiee", "modified"))  # fmt: skip
_SEVERAL = re.compile(r" et (?:comprime|gelule|solution|poudre|granule|suspension|emulsion)")

# What an amount of BDPM is stated for (`un comprimé`), and forms, as counted units. `dose` depends on the route.
_COUNTED = (
    ("comprime", "{tablet}"),
    ("gelule", "{capsule}"),
    ("capsule", "{capsule}"),
    ("lyophilisat oral", "{tablet}"),
    ("sachet", "{sachet}"),
    ("suppositoire", "{suppository}"),
    ("ovule", "{ovule}"),
    ("dispositif", "{patch}"),
    ("pastille", "{lozenge}"),
    ("ampoule", "{ampoule}"),
    ("seringue", "{syringe}"),
    ("stylo", "{pen}"),
    ("pulverisation", "{spray}"),
    ("bouffee", "{puff}"),
    ("inhalation", "{puff}"),
    ("flacon", "{vial}"),
)


def form_class(form: str) -> str:
    """The coarse class of a form text; a form that no class covers is its own class; "" when there is no text.

    Film-coated, coated and scored tablets are `tablet`; orodispersible, effervescent, … ones are classes of their own.
    Release is told apart by `release_of`. A kit of several forms is its own class.
    """
    text = plain(form).replace("  ", " ")
    if _SEVERAL.search(text):
        return text
    if "comprime" in text:
        kind = next((kind for kind in _TABLETS if kind in text), "")
        return f"tablet {kind}".rstrip()
    return next((name for word, name in _CLASSES if word in text), text)


def release_of(form: str) -> str:
    """`prolonged`, `gastro-resistant`, `modified`, or "" when the form text says none."""
    text = plain(form)
    return next((release for words, release in _RELEASES if words in text), "")


def counted_unit(reference: str, form: str, routes: tuple[str, ...]) -> str:
    """The unit that doses of a product are counted in.

    reference: what BDPM states the amounts for (`un comprimé`, `une dose`); form and routes as texts. "" when it cannot
    be told.
    """
    said, shape = plain(reference), plain(form)
    if "dose" in said and "sachet" not in said and "recipient" not in said:
        return _dose_unit(routes)
    for word, unit in _COUNTED:
        if word in said:
            return unit
    if not said and form_class(form) in ("tablet", "capsule", "soft capsule", "patch", "suppository", "ovule"):
        return next((unit for word, unit in _COUNTED if word in shape), "")
    return ""


def _dose_unit(routes: tuple[str, ...]) -> str:
    if "inhalée" in routes:
        return "{puff}"
    return "{spray}" if "nasale" in routes else "{dose}"
