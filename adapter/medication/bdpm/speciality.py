"""One product (CIS) with all that the files of BDPM say of it. Values only."""

from dataclasses import dataclass

MARKETED = "Commercialisée"
_HOMEOPATHIC = "homéo"
_ACTIVE = "Autorisation active"


@dataclass(frozen=True, slots=True)
class Composition:
    """One row of CIS_COMPO. `kind`: `SA` the substance in the product, `FT` the part that acts; `link` pairs them.

    element: the part of a kit that the row is of (`comprimé jaune`); amount, reference: as written (`5 mg`, `un
    comprimé`).
    """

    element: str
    code: str
    name: str
    amount: str
    reference: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class Presentation:
    """One row of CIS_CIP: codes, wording; stopped: the day its marketing was declared stopped, ISO, "" when it was not
    or the day is impossible."""

    cip13: str
    cip7: str
    wording: str
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Speciality:
    """name, form, routes as BDPM writes them; procedure: how it was authorised; groups: generic groups; atc: codes."""

    cis: str
    name: str
    form: str
    routes: tuple[str, ...]
    authorisation: str
    procedure: str
    is_marketed: bool
    composition: tuple[Composition, ...]
    presentations: tuple[Presentation, ...]
    groups: tuple[str, ...]
    atc: tuple[str, ...]
    is_hospital_only: bool = False

    @property
    def is_homeopathic(self) -> bool:
        return _HOMEOPATHIC in self.procedure

    @property
    def is_authorised(self) -> bool:
        return self.authorisation == _ACTIVE
