"""A small publication of the drug database, written as the public one is: a few real products, in its encodings."""

from pathlib import Path

LEVOTHYROX = "62080626\tLEVOTHYROX 75 microgrammes, comprimé sécable\tcomprimé sécable\torale"
KARDEGIC = "64755969\tKARDEGIC 75 mg, poudre pour solution buvable en sachet\tpoudre pour solution buvable\torale"
REMEDY = "60000001\tARNICA INVENTÉ, granules\tgranules\tsublinguale"

SPECIALITIES = (
    f"{LEVOTHYROX}\tAutorisation active\tProcédure nationale\tCommercialisée\t01/01/2000\t\t\tINVENTÉ\tNon",
    f"{KARDEGIC}\tAutorisation active\tProcédure nationale\tCommercialisée\t01/01/2000\t\t\tINVENTÉ\tNon",
    f"{REMEDY}\tAutorisation active\tEnreg homéo (Proc. Nat.)\tCommercialisée\t01/01/2000\t\t\tINVENTÉ\tNon",
)
COMPOSITION = (
    "62080626\tcomprimé\t00001\tLÉVOTHYROXINE SODIQUE\t75 microgrammes\tun comprimé\tSA\t1",
    "62080626\tcomprimé\t00002\tLÉVOTHYROXINE\t72,96 microgrammes\tun comprimé\tFT\t1",
    "64755969\tpoudre\t00003\tACÉTYLSALICYLATE DE DL-LYSINE\t135 mg\tun sachet\tSA\t1",
    "64755969\tpoudre\t00004\tACÉTYLSALICYLIQUE (ACIDE)\t75 mg\tun sachet\tFT\t1",
    "60000001\tgranules\t00005\tARNICA MONTANA POUR PRÉPARATIONS HOMÉOPATHIQUES\t9CH\tun granule\tSA\t1",
)
PRESENTATIONS = (
    "62080626\t3006578\tplaquette(s) PVC de 30 comprimé(s)\tPrésentation active"
    "\tDéclaration de commercialisation\t01/06/2017\t3400930065785\toui\t65%\t\t\t\t",
    "64755969\t3318255\t30 sachet(s) de 75 mg\tPrésentation active"
    "\tDéclaration d'arrêt de commercialisation\t03/02/2025\t3400933182557\toui\t65%\t\t\t\t",
)
AVAILABILITY = "62080626\t\t2\tTension d'approvisionnement\t01/01/2026\t14/01/2026\t\thttp://example.org"


def publication(
    folder: Path,
    *,
    specialities: tuple[str, ...] = SPECIALITIES,
    composition: tuple[str, ...] = COMPOSITION,
    presentations: tuple[str, ...] = PRESENTATIONS,
    availability: str = AVAILABILITY,
) -> Path:
    """Write the files into a folder and return it."""
    folder.mkdir(parents=True)
    _write(folder / "CIS_bdpm.txt", specialities, "cp1252")
    _write(folder / "CIS_COMPO_bdpm.txt", composition, "cp1252")
    _write(folder / "CIS_CIP_bdpm.txt", presentations, "utf-8")
    _write(folder / "CIS_GENER_bdpm.txt", ("794\tLEVOTHYROXINE\t62080626\t0\t1",), "cp1252")
    _write(folder / "CIS_MITM.txt", ("62080626\tH03AA01\tLEVOTHYROX\thttp://example.org",), "cp1252")
    _write(folder / "CIS_CPD_bdpm.txt", ("62080626\tliste II",), "cp1252")
    _write(folder / "CIS_CIP_Dispo_Spec.txt", (availability,), "cp1252")
    return folder


def _write(path: Path, rows: tuple[str, ...], encoding: str) -> None:
    path.write_bytes("".join(f"{row}\r\n" for row in rows).encode(encoding))
